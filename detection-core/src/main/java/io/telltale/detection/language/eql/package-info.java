/** Elastic's Event Query Language: a reader, a parser and the lowering to the intermediate representation. */
@NullMarked
package io.telltale.detection.language.eql;

import org.jspecify.annotations.NullMarked;
