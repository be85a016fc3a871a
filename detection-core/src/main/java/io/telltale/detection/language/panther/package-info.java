/** Panther's rules that are data: simple detections and correlation rules. */
@NullMarked
package io.telltale.detection.language.panther;

import org.jspecify.annotations.NullMarked;
