package io.telltale.detection.language.python;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The functions of the registry that rules in Python lower to. */
final class PythonFunctions {
    /** {@code mapping.get(key, default)}: the default where the field is missing, and only there. */
    static final String GET = "python:get";
    /** {@code event.deep_get(…, default=…)}: the default where the field is missing or None. */
    static final String DEEP_GET = "python:deep_get";

    static final String OR = "python:or";
    static final String TRUTHY = "python:truthy";
    static final String EVALUATES = "python:evaluates";
    static final String HASHABLE = "python:hashable";
    static final String PATH = "python:fnmatch.path";
    static final String TEXT = "python:str.of";
    static final String LOWER = "python:str.lower";
    static final String UPPER = "python:str.upper";
    static final String STRIP = "python:str.strip";
    /** {@code mapping[key]}: a KeyError where the field is missing. */
    static final String ITEM = "python:item";
    /** {@code mapping.get(key)} of a value of the event, the second argument, which must be a mapping. */
    static final String BELOW = "python:below";
    /** {@code is True} and {@code is False}. */
    static final String IS = "python:is";

    static final String EQUAL = "python:equal";
    static final String CONTAINS = "python:contains";

    /** The text that matches are deduplicated by, or what stands in its place. */
    static final String DEDUP = "python:dedup";
    /** A text of an alert, no longer than Panther has it; missing where it is no text. */
    static final String TITLE = "python:title";
    /** One of Panther's severities, in any case; missing where it is none of them. */
    static final String SEVERITY = "python:severity";
    /** What a function that only describes a match has answered, or why it has not. */
    static final String AUXILIARY = "python:auxiliary";

    private static final int LONGEST = 1000;
    private static final String CUT = "... (truncated)";
    private static final Set<String> SEVERITIES = Set.of("INFO", "LOW", "MEDIUM", "HIGH", "CRITICAL");

    private PythonFunctions() {}

    static List<FunctionEntry> all() {
        return List.of(
                FunctionEntry.transparent(GET, (a, c) -> a.get(0) instanceof Value.Missing ? a.get(1) : a.get(0)),
                FunctionEntry.transparent(DEEP_GET, (a, c) -> a.get(0).isAbsent() ? a.get(1) : a.get(0)),
                FunctionEntry.transparent(
                        OR, (a, c) -> guarded(() -> Py.truthy(EventValues.of(a.get(0))) ? a.get(0) : a.get(1))),
                FunctionEntry.transparent(
                        ITEM,
                        (a, c) -> a.get(0) instanceof Value.Missing
                                ? Values.failure(
                                        "KeyError: " + Text.repr(a.get(1).asText()))
                                : a.get(0)),
                FunctionEntry.transparent(
                        BELOW,
                        (a, c) -> a.get(1) instanceof Value.ObjectOf
                                ? a.get(0)
                                : Values.failure("AttributeError: '" + Py.typeName(EventValues.of(a.get(1)))
                                        + "' object has no attribute 'get'")),
                FunctionEntry.of(DEDUP, (a, c) -> dedup(a.get(0), a.get(1))).takingFailures(),
                FunctionEntry.of(TITLE, (a, c) -> a.get(0) instanceof Value.Text text ? limited(text) : Values.MISSING)
                        .takingFailures(),
                FunctionEntry.of(SEVERITY, (a, c) -> severity(a.get(0))).takingFailures(),
                FunctionEntry.of(
                                AUXILIARY,
                                (a, c) -> a.get(0) instanceof Value.Failure failure
                                        ? Values.objectOf(Map.of("_error", Values.of(failure.message())))
                                        : a.get(0))
                        .takingFailures(),
                FunctionEntry.of(IS, (a, c) -> Values.of(a.get(0).equals(a.get(1))))
                        .as(TestKind.EQ, 0, 1, true),
                FunctionEntry.of(TRUTHY, (a, c) -> guarded(() -> Values.of(Py.truthy(EventValues.of(a.get(0))))))
                        .as(TestKind.EXISTS, 0, 1, true),
                FunctionEntry.of(EVALUATES, (a, c) -> Values.TRUE),
                FunctionEntry.transparent(HASHABLE, (FunctionEntry.Check) (a, c) -> hashable(a.get(0))),
                FunctionEntry.transparent(
                        PATH,
                        (a, c) -> a.get(0) instanceof Value.Text
                                ? a.get(0)
                                : Values.failure("TypeError: " + Fnmatch.path(EventValues.of(a.get(0))))),
                FunctionEntry.transparent(TEXT, (a, c) -> text(a, a.get(1).asText(), Values::of)),
                FunctionEntry.transparent(
                        LOWER, (a, c) -> text(a, "lower", t -> Values.of(t.toLowerCase(Locale.ROOT)))),
                FunctionEntry.transparent(
                        UPPER, (a, c) -> text(a, "upper", t -> Values.of(t.toUpperCase(Locale.ROOT)))),
                FunctionEntry.transparent(STRIP, (a, c) -> text(a, "strip", t -> Values.of(t.strip()))),
                FunctionEntry.of(
                                EQUAL,
                                (a, c) -> Values.of(Equality.equal(EventValues.of(a.get(0)), EventValues.of(a.get(1)))))
                        .as(TestKind.EQ, 0, 1, true),
                FunctionEntry.of(
                                CONTAINS,
                                (a, c) -> guarded(() -> Values.of(new Operators(new Budget())
                                        .contains(EventValues.of(a.get(0)), EventValues.of(a.get(1))))))
                        .as(TestKind.CONTAINS, 0, 1, true));
    }

    private static Value hashable(Value value) {
        if (value instanceof Value.Text) {
            return value;
        }
        return guarded(() -> {
            Equality.key(EventValues.of(value));
            return value;
        });
    }

    private static Value dedup(Value said, Value otherwise) {
        if (!(said instanceof Value.Text text) || text.value().isEmpty()) {
            return otherwise;
        }
        return limited(text);
    }

    /** What is longer than 1,000 characters says at its end that it was cut. */
    private static Value limited(Value.Text text) {
        String value = text.value();
        if (value.codePointCount(0, value.length()) <= LONGEST) {
            return text;
        }
        return Values.of(value.substring(0, value.offsetByCodePoints(0, LONGEST - CUT.length())) + CUT);
    }

    private static Value severity(Value said) {
        return said instanceof Value.Text text
                        && SEVERITIES.contains(text.value().toUpperCase(Locale.ROOT))
                ? text
                : Values.MISSING;
    }

    private static Value text(List<Value> arguments, String method, Function<String, Value> body) {
        Value value = arguments.get(0);
        return value instanceof Value.Text text
                ? body.apply(text.value())
                : Values.failure("AttributeError: '" + Py.typeName(EventValues.of(value))
                        + "' object has no attribute '" + method + "'");
    }

    private static Value guarded(java.util.function.Supplier<Value> body) {
        try {
            return body.get();
        } catch (Raised | Stopped e) {
            return Values.failure(String.valueOf(e.getMessage()));
        }
    }
}
