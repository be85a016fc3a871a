/** The domain on real PostgreSQL, through the application's own beans. */
@NullMarked
package io.telltale.api.catalog;

import org.jspecify.annotations.NullMarked;
