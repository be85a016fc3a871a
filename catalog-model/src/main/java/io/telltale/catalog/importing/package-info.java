/** Brings files into the catalog: what they say of services and techniques, and vendors' rules taken apart. */
@NullMarked
package io.telltale.catalog.importing;

import org.jspecify.annotations.NullMarked;
