/** The command line. */
@NullMarked
package io.telltale.api.command;

import org.jspecify.annotations.NullMarked;
