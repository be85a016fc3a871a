package io.telltale.detection.vendor;

import io.telltale.detection.ir.Value;
import java.util.List;

/**
 * A vendor's own test of a rule.
 *
 * @param log the event
 * @param mocks what the test puts in the place of functions, as the vendor writes it
 */
public record RuleTest(String name, boolean expected, Value.ObjectOf log, List<Value> mocks) {
    public RuleTest {
        mocks = List.copyOf(mocks);
    }
}
