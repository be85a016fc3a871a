/** The same detection in each language, run on the same events. */
@NullMarked
package io.telltale.catalog.comparing;

import org.jspecify.annotations.NullMarked;
