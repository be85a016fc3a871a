package io.telltale.detection.engine;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Value;
import java.util.List;

/**
 * One run of a rule over the rows of one window.
 *
 * @param feeds for each pipeline of the rule, by its number, the rows of the window that have passed its leading stages
 * @param mostRows rows that one stage may give
 */
record Pass(EvaluationContext context, Failures failures, List<List<Row>> feeds, int mostRows) {

    /** A run that has rows of no pipeline yet, for stages that look at one row at a time. */
    static Pass perEvent(EvaluationContext context, Failures failures, int mostRows) {
        return new Pass(context, failures, List.of(), mostRows);
    }

    /**
     * Holds a stage to the limit.
     *
     * @throws TooManyRowsException where it has given more rows than it may
     */
    void check(int rows) {
        if (rows > mostRows) {
            throw new TooManyRowsException(mostRows);
        }
    }

    /** Gathers what went wrong while rows were evaluated. */
    static final class Failures {
        private long count;
        private String first = "";

        void note(Value.Failure failure) {
            if (count++ == 0) {
                first = failure.message();
            }
        }

        long count() {
            return count;
        }

        String first() {
            return first;
        }
    }

    /** Thrown inside the engine where a rule holds or makes more rows than it may. */
    static final class TooManyRowsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyRowsException(int most) {
            super("more than " + most + " rows to hold (limit rowsPerRule)", null, false, false);
        }
    }
}
