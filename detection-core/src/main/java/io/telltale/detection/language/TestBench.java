package io.telltale.detection.language;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Value;
import java.util.List;

/** A rule's program set up for its vendor's own tests, which may put answers in the place of functions. */
public interface TestBench {
    /**
     * What of the program is not run, in the order of the text, once the mocks stand in it; a test of such a program says
     * nothing.
     */
    List<Unsupported> unsupported(List<Value> mocks);

    /**
     * Runs the rule on a test's event, within limits of its own.
     *
     * @param mocks what the test puts in the place of functions, as the vendor writes it
     * @return true, false, or a {@link Value.Failure} with the language's own message
     */
    Value run(Value.ObjectOf event, List<Value> mocks, EvaluationContext context);
}
