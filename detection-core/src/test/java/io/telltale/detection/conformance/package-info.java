/** Conformance cases as data files, and what reads and runs them. */
@NullMarked
package io.telltale.detection.conformance;

import org.jspecify.annotations.NullMarked;
