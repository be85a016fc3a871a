/** Tests of Snowflake SQL. */
@NullMarked
package io.telltale.detection.language.snowflake;

import org.jspecify.annotations.NullMarked;
