/** The domain on real PostgreSQL, without the application around it. */
@NullMarked
package io.telltale.api.catalog;

import org.jspecify.annotations.NullMarked;
