/** What pages show and REST sends: immutable views of the catalog and of runs, serialised as they are. */
@NullMarked
package io.telltale.catalog.view;

import org.jspecify.annotations.NullMarked;
