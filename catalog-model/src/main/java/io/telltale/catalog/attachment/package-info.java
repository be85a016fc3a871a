/** Which events of the catalog a rule belongs to, and why. */
@NullMarked
package io.telltale.catalog.attachment;

import org.jspecify.annotations.NullMarked;
