/** Assembles languages, vendor formats, analysis and engine into one library. */
@NullMarked
package io.telltale.detection;

import org.jspecify.annotations.NullMarked;
