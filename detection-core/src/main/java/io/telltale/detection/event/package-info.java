/** Audit events and the readers of the log files that hold them. */
@NullMarked
package io.telltale.detection.event;

import org.jspecify.annotations.NullMarked;
