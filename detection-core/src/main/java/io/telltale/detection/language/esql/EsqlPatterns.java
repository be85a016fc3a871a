package io.telltale.detection.language.esql;

import static io.telltale.detection.language.esql.EsqlFunctions.add;

import com.google.re2j.Pattern;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import java.util.ArrayList;
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
                        3, 3, FunctionEntry.of("esql:grok", new Extraction<>(Grok::compile, EsqlPatterns::grok))));
        add(
                table,
                new EsqlFunctions.Shape(
                        4,
                        4,
                        FunctionEntry.of(
                                "esql:dissect",
                                new Extraction<>(p -> Dissect.compile(p.asText()), EsqlPatterns::dissected))));
        addDates(table);
    }

    /** Formats and reads dates; without a format, by ISO 8601. */
    private static void addDates(Map<String, EsqlFunctions.Shape> table) {
        var iso = EsqlDateFormat.compile("iso8601");
        add(
                table,
                new EsqlFunctions.Shape(
                        1,
                        2,
                        FunctionEntry.of(
                                "esql:date_format",
                                new Compiled<>(
                                        0,
                                        EsqlDateFormat::compile,
                                        iso,
                                        (format, a) -> EsqlTime.zoned(a.get(a.size() - 1))
                                                .map(format::write)
                                                .orElse(Values.NULL)))));
        add(
                table,
                new EsqlFunctions.Shape(
                        1,
                        2,
                        FunctionEntry.of(
                                "esql:date_parse",
                                new Compiled<>(
                                        0,
                                        EsqlDateFormat::compile,
                                        iso,
                                        (format, a) ->
                                                format.read(a.get(a.size() - 1).asText())))));
    }

    private interface Use<P> {
        Value apply(P pattern, List<Value> arguments);
    }

    /**
     * A body that compiles one of its arguments.
     *
     * @param single what a single argument is used with, where one may stand alone
     */
    private record Compiled<P>(int index, Function<String, P> compiler, Optional<P> single, Use<P> use)
            implements FunctionEntry.Body {
        Compiled(int index, Function<String, P> compiler, Use<P> use) {
            this(index, compiler, Optional.empty(), use);
        }

        Compiled(int index, Function<String, P> compiler, P single, Use<P> use) {
            this(index, compiler, Optional.of(single), use);
        }

        @Override
        public Value apply(List<Value> arguments, EvaluationContext context) {
            List<Value> singles = EsqlFunctions.singles(arguments);
            if (singles.isEmpty()) {
                return Values.NULL;
            }
            try {
                return use.apply(
                        singles.size() == 1 && single.isPresent()
                                ? single.get()
                                : compiler.apply(singles.get(index).asText()),
                        singles);
            } catch (IllegalArgumentException e) {
                return Values.failure(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public FunctionEntry.Body prepared(List<Optional<Value>> constants) {
            Optional<Value> constant = constants.get(index);
            if ((constants.size() == 1 && single.isPresent())
                    || constant.isEmpty()
                    || constant.get().isAbsent()) {
                return this;
            }
            P pattern = compiler.apply(constant.get().asText());
            return (arguments, context) -> {
                List<Value> singles = EsqlFunctions.singles(arguments);
                return singles.isEmpty() ? Values.NULL : use.apply(pattern, singles);
            };
        }
    }

    /** A body that takes a piece out of a text, or of each of several, by a pattern that is its second argument. */
    private record Extraction<P>(Function<Value, P> compiler, Piece<P> piece) implements FunctionEntry.Body {
        @Override
        public Value apply(List<Value> arguments, EvaluationContext context) {
            return extracted(compiler.apply(arguments.get(1)), arguments);
        }

        @Override
        public FunctionEntry.Body prepared(List<Optional<Value>> constants) {
            P pattern = compiler.apply(constants.get(1).orElse(Values.NULL));
            return (arguments, context) -> extracted(pattern, arguments);
        }

        private Value extracted(P pattern, List<Value> arguments) {
            var found = new ArrayList<Value>();
            for (Value text : EsqlAggregates.elements(arguments.get(0))) {
                found.addAll(EsqlAggregates.elements(piece.of(pattern, text.asText(), arguments)));
            }
            return EsqlAggregates.several(found);
        }
    }

    private interface Piece<P> {
        Value of(P pattern, String text, List<Value> arguments);
    }

    private static Value replaced(Pattern pattern, List<Value> a) {
        try {
            return Values.of(
                    pattern.matcher(a.get(0).asText()).replaceAll(a.get(2).asText()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Values.failure("REPLACE: " + e.getMessage());
        }
    }

    private static Value grok(Grok pattern, String text, List<Value> a) {
        return pattern.match(text)
                .map(found -> found.getOrDefault(a.get(2).asText(), Values.NULL))
                .orElse(Values.NULL);
    }

    private static Value dissected(Dissect pattern, String text, List<Value> a) {
        return pattern.match(text, a.get(2).asText())
                .map(found -> found.get(a.get(3).asText()))
                .map(Values::of)
                .orElse(Values.NULL);
    }
}
