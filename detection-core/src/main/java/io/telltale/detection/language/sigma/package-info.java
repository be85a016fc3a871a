/** Sigma: searches over fields in YAML and a condition that joins them. */
@NullMarked
package io.telltale.detection.language.sigma;

import org.jspecify.annotations.NullMarked;
