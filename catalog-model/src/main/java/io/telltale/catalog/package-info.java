/** The domain: the catalog's queries and import, and runs of its rules. */
@NullMarked
package io.telltale.catalog;

import org.jspecify.annotations.NullMarked;
