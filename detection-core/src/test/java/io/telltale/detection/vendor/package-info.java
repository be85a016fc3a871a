/** What each vendor's files are read as. */
@NullMarked
package io.telltale.detection.vendor;

import org.jspecify.annotations.NullMarked;
