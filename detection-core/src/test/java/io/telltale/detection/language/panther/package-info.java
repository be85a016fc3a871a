/** Tests of what Panther writes as data that are no conformance cases. */
@NullMarked
package io.telltale.detection.language.panther;

import org.jspecify.annotations.NullMarked;
