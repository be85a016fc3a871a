package io.telltale.detection.language.spl;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.List;
import java.util.function.Predicate;

/** The informational functions of {@code eval}, the conditional ones and those of time. */
final class TypeFunctions {
    private static final String GROUP = "informational";
    private static final String COMPARISON = "comparison";
    private static final String TIME = "time";

    private TypeFunctions() {}

    static List<EvalFunction> table() {
        return List.of(
                EvalFunction.lowered("if", 3, 3, COMPARISON),
                EvalFunction.lowered("case", 2, EvalFunction.MANY, COMPARISON),
                EvalFunction.lowered("validate", 2, EvalFunction.MANY, COMPARISON),
                EvalFunction.lowered("null", 0, 0, COMPARISON),
                EvalFunction.lowered("true", 0, 0, COMPARISON),
                EvalFunction.lowered("false", 0, 0, COMPARISON),
                EvalFunction.lowered("cidrmatch", 2, 2, COMPARISON),
                EvalFunction.lowered("in", 2, EvalFunction.MANY, COMPARISON),
                EvalFunction.lowered("searchmatch", 1, 1, COMPARISON),
                EvalFunction.of("coalesce", 1, EvalFunction.MANY, COMPARISON, (a, c) -> firstPresent(a)),
                EvalFunction.of(
                        "nullif",
                        2,
                        2,
                        COMPARISON,
                        (a, c) -> a.get(0).asText().equals(a.get(1).asText()) ? Values.NULL : a.get(0)),
                EvalFunction.lowered("isnull", 1, 1, GROUP),
                EvalFunction.lowered("isnotnull", 1, 1, GROUP),
                kind("isnum", v -> Numbers.of(v).isPresent()),
                kind("isint", v -> Numbers.of(v).filter(n -> n == Math.rint(n)).isPresent()),
                kind("isstr", v -> v instanceof Value.Text && Numbers.of(v).isEmpty()),
                kind("isbool", v -> v instanceof Value.Bool),
                EvalFunction.of(
                        "ismv",
                        1,
                        1,
                        GROUP,
                        (a, c) -> Values.of(Parts.of(a.get(0)).size() > 1)),
                EvalFunction.of("typeof", 1, 1, GROUP, (a, c) -> Values.of(type(a.get(0)))),
                EvalFunction.of("now", 0, 0, TIME, (a, c) -> Values.of(c.now().getEpochSecond()))
                        .readingClock(),
                EvalFunction.of("time", 0, 0, TIME, (a, c) -> SplTime.seconds(c.now()))
                        .readingClock(),
                EvalFunction.of("strftime", 2, 2, TIME, (a, c) -> TimeFormat.write(a.get(0), a.get(1))),
                EvalFunction.of("strptime", 2, 2, TIME, (a, c) -> TimeReader.read(a.get(0), a.get(1))),
                EvalFunction.of("relative_time", 2, 2, TIME, (a, c) -> RelativeTime.from(a.get(0), a.get(1))));
    }

    /** Exclusive or, which is null where either side is. */
    static FunctionEntry xor() {
        return FunctionEntry.of(
                "spl:xor",
                (a, c) -> a.get(0) instanceof Value.Bool x && a.get(1) instanceof Value.Bool y
                        ? Values.of(x.value() != y.value())
                        : Values.NULL);
    }

    static Value firstPresent(List<Value> values) {
        return values.stream().filter(v -> !v.isAbsent()).findFirst().orElse(Values.NULL);
    }

    private static EvalFunction kind(String name, Predicate<Value> is) {
        return EvalFunction.of(name, 1, 1, GROUP, (a, c) -> Values.of(!a.get(0).isAbsent() && is.test(a.get(0))));
    }

    private static String type(Value value) {
        if (value instanceof Value.Missing) {
            return "Invalid";
        }
        if (value instanceof Value.Null) {
            return "Null";
        }
        if (value instanceof Value.Bool) {
            return "Boolean";
        }
        return Numbers.of(value).isPresent() ? "Number" : "String";
    }
}
