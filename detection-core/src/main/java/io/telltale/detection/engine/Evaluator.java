package io.telltale.detection.engine;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Value;

/** A compiled expression. Stateless, so that one serves all threads. */
@FunctionalInterface
interface Evaluator {
    Value evaluate(Row row, EvaluationContext context);
}
