/** Lucene's query string: a reader, a parser and the lowering to the intermediate representation. */
@NullMarked
package io.telltale.detection.language.lucene;

import org.jspecify.annotations.NullMarked;
