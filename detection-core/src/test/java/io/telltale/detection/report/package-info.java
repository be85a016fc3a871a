/** Reports on repositories, tested. */
@NullMarked
package io.telltale.detection.report;

import org.jspecify.annotations.NullMarked;
