package io.telltale.detection.language.esql;

import static io.telltale.detection.language.esql.EsqlFunctions.add;

import com.google.re2j.Pattern;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** ES|QL's functions that work by a pattern, which is compiled once for a rule where it is constant. */
final class EsqlPatterns {
    private EsqlPatterns() {}

    static void addTo(Map<String, EsqlFunctions.Shape> table) {
        add(
                table,
                new EsqlFunctions.Shape(
                        3,
                        3,
                        FunctionEntry.of(
                                "esql:replace", new Compiled<>(1, t -> Patterns.re2(t, 0), EsqlPatterns::replaced))));
        add(
                table,
                new EsqlFunctions.Shape(
                        3, 3, FunctionEntry.of("esql:grok", new Compiled<>(1, Grok::compile, EsqlPatterns::grok))));
        add(
                table,
                new EsqlFunctions.Shape(
                        4,
                        4,
                        FunctionEntry.of(
                                "esql:dissect", new Compiled<>(1, Dissect::compile, EsqlPatterns::dissected))));
    }

    private interface Use<P> {
        Value apply(P pattern, List<Value> arguments);
    }

    /** A body that compiles one of its arguments. */
    private record Compiled<P>(int index, Function<String, P> compiler, Use<P> use) implements FunctionEntry.Body {
        @Override
        public Value apply(List<Value> arguments, EvaluationContext context) {
            List<Value> singles = EsqlFunctions.singles(arguments);
            if (singles.isEmpty()) {
                return Values.NULL;
            }
            try {
                return use.apply(compiler.apply(singles.get(index).asText()), singles);
            } catch (IllegalArgumentException e) {
                return Values.failure(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public FunctionEntry.Body prepared(List<Optional<Value>> constants) {
            Optional<Value> constant = constants.get(index);
            if (constant.isEmpty() || constant.get().isAbsent()) {
                return this;
            }
            P pattern = compiler.apply(constant.get().asText());
            return (arguments, context) -> {
                List<Value> singles = EsqlFunctions.singles(arguments);
                return singles.isEmpty() ? Values.NULL : use.apply(pattern, singles);
            };
        }
    }

    private static Value replaced(Pattern pattern, List<Value> a) {
        try {
            return Values.of(
                    pattern.matcher(a.get(0).asText()).replaceAll(a.get(2).asText()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Values.failure("REPLACE: " + e.getMessage());
        }
    }

    private static Value grok(Grok pattern, List<Value> a) {
        return pattern.match(a.get(0).asText())
                .map(found -> found.getOrDefault(a.get(2).asText(), Values.NULL))
                .orElse(Values.NULL);
    }

    private static Value dissected(Dissect pattern, List<Value> a) {
        return pattern.match(a.get(0).asText(), a.get(2).asText())
                .map(found -> found.get(a.get(3).asText()))
                .map(Values::of)
                .orElse(Values.NULL);
    }
}
