/** Splunk's search processing language: its two expression grammars, its commands, its macros. */
@NullMarked
package io.telltale.detection.language.spl;

import org.jspecify.annotations.NullMarked;
