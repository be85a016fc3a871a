/** Fetching with git, tested on repositories on disk. */
@NullMarked
package io.telltale.api.git;

import org.jspecify.annotations.NullMarked;
