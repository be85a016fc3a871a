/** Runs the catalog's rules over logs and keeps what came of it. */
@NullMarked
package io.telltale.catalog.running;

import org.jspecify.annotations.NullMarked;
