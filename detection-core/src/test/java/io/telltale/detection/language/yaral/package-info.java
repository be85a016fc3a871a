/** YARA-L beyond its conformance cases. */
@NullMarked
package io.telltale.detection.language.yaral;

import org.jspecify.annotations.NullMarked;
