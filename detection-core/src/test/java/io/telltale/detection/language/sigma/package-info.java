/** Tests of Sigma that are no conformance cases. */
@NullMarked
package io.telltale.detection.language.sigma;

import org.jspecify.annotations.NullMarked;
