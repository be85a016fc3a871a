/** Snowflake's SQL, in which Panther's saved and scheduled queries are written. */
@NullMarked
package io.telltale.detection.language.snowflake;

import org.jspecify.annotations.NullMarked;
