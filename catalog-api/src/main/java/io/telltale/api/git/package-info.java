/** Fetches vendors' repositories with git. */
@NullMarked
package io.telltale.api.git;

import org.jspecify.annotations.NullMarked;
