/** What would make a rule silently dead, found without running it. */
@NullMarked
package io.telltale.detection.lint;

import org.jspecify.annotations.NullMarked;
