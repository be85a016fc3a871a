/** How a vendor's repository lays out rules, metadata, tests and the files that rules lean on. */
@NullMarked
package io.telltale.detection.vendor;

import org.jspecify.annotations.NullMarked;
