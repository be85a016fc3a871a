/** Rule text with positions in the vendor's own file, syntax errors that point into it, and patterns that cannot blow up. */
@NullMarked
package io.telltale.detection.text;

import org.jspecify.annotations.NullMarked;
