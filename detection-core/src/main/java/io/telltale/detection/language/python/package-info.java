/** Python as Panther's rules write it: a parser, an evaluator within budgets, and the lowering of what is a set of predicates. */
@NullMarked
package io.telltale.detection.language.python;

import org.jspecify.annotations.NullMarked;
