/** The port of a rule language: text in, detection out, or the construct that keeps the rule from running. */
@NullMarked
package io.telltale.detection.language;

import org.jspecify.annotations.NullMarked;
