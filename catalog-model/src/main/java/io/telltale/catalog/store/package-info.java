/** How the domain speaks to PostgreSQL: statements, transactions, values. */
@NullMarked
package io.telltale.catalog.store;

import org.jspecify.annotations.NullMarked;
