/** What came of reading a vendor's repository and preparing its rules, as a report. */
@NullMarked
package io.telltale.detection.report;

import org.jspecify.annotations.NullMarked;
