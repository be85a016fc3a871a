/** How each vendor names the fields of an audit event: tables in data, not code. */
@NullMarked
package io.telltale.detection.schema;

import org.jspecify.annotations.NullMarked;
