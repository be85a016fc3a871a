/** Tests of Python as rules are written in it. */
@NullMarked
package io.telltale.detection.language.python;

import org.jspecify.annotations.NullMarked;
