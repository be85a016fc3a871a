/** Reads a detection and says what it looks for: predicates, exclusions, required fields, outputs. */
@NullMarked
package io.telltale.detection.analysis;

import org.jspecify.annotations.NullMarked;
