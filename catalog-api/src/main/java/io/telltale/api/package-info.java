/** Assembles the application. */
@NullMarked
package io.telltale.api;

import org.jspecify.annotations.NullMarked;
