/** PostgreSQL: a server of the application's own for readers who have none. */
@NullMarked
package io.telltale.db;

import org.jspecify.annotations.NullMarked;
