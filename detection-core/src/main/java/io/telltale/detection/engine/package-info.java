/** Runs detections on audit events: evaluators, index, windows on event time, findings, verdicts, explanation. */
@NullMarked
package io.telltale.detection.engine;

import org.jspecify.annotations.NullMarked;
