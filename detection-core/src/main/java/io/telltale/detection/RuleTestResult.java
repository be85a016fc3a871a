package io.telltale.detection;

import io.telltale.detection.vendor.RuleTest;
import java.util.Locale;

/**
 * What came of one of a vendor's own tests.
 *
 * @param got {@code true}, {@code false} or {@code error}; empty where the test was not run
 * @param reason why it failed or was not run, for people; empty where it passed
 */
public record RuleTestResult(RuleTest test, Outcome outcome, String got, String reason) {
    /** How a test can end. */
    public enum Outcome {
        PASSED,
        FAILED,
        NOT_RUN;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
