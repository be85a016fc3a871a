/** Answers questions about the catalog from PostgreSQL. */
@NullMarked
package io.telltale.catalog.query;

import org.jspecify.annotations.NullMarked;
