/** What Panther's rules have in common, in whichever language they are written: fields, match expressions, filters. */
@NullMarked
package io.telltale.detection.schema.panther;

import org.jspecify.annotations.NullMarked;
