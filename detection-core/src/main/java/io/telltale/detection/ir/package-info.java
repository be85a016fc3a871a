/** The intermediate representation every rule language lowers to: values, expressions, stages, detections. */
@NullMarked
package io.telltale.detection.ir;

import org.jspecify.annotations.NullMarked;
