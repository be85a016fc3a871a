package io.telltale.detection.language.spl;

import io.telltale.detection.ir.FunctionEntry;
import java.util.Optional;

/**
 * A function of {@code eval} and {@code where}, as one line of the table of those that are supported.
 *
 * @param group the heading that Splunk's documentation lists it under
 * @param entry its body; empty where the lowering makes other nodes of it
 */
record EvalFunction(String name, int least, int most, String group, Optional<FunctionEntry> entry) {
    static final int MANY = 1000;

    static EvalFunction of(String name, int least, int most, String group, FunctionEntry.Body body) {
        return new EvalFunction(name, least, most, group, Optional.of(FunctionEntry.of("spl:" + name, body)));
    }

    /** A function that analysis looks through to its first argument. */
    static EvalFunction transparent(String name, int least, int most, String group, FunctionEntry.Body body) {
        return new EvalFunction(name, least, most, group, Optional.of(FunctionEntry.transparent("spl:" + name, body)));
    }

    /** A function that the lowering makes other nodes of. */
    static EvalFunction lowered(String name, int least, int most, String group) {
        return new EvalFunction(name, least, most, group, Optional.empty());
    }

    EvalFunction readingClock() {
        return new EvalFunction(name, least, most, group, entry.map(FunctionEntry::readingClock));
    }
}
