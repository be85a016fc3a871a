/** What the database keeps, as entities. Flyway owns their tables; a column that is computed there is not mapped. */
@NullMarked
package io.telltale.catalog.entity;

import org.jspecify.annotations.NullMarked;
