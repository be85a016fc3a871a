/** Elastic's ES|QL: a reader, a parser and the lowering to the intermediate representation. */
@NullMarked
package io.telltale.detection.language.esql;

import org.jspecify.annotations.NullMarked;
