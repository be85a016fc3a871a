package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses ES|QL's constants: texts, numbers, spans of time, lists, and the named options of a function. */
final class EsqlLiteralParser {
    private final EsqlScanner in;

    EsqlLiteralParser(EsqlScanner in) {
        this.in = in;
    }

    /** The constant that stands here; empty where none does. */
    Optional<EsqlSyntax.Constant> literal() throws RuleSyntaxException {
        int start = in.start();
        Optional<Value> value = value(true);
        return value.map(v -> new EsqlSyntax.Constant(v, in.from(start)));
    }

    private Optional<Value> value(boolean nested) throws RuleSyntaxException {
        int start = in.start();
        if (in.sees("\"")) {
            return Optional.of(Values.of(in.string()));
        }
        if (in.seesNumber()) {
            return Optional.of(number(start));
        }
        if (nested && in.symbol("{")) {
            return Optional.of(options());
        }
        if (nested && in.symbol("[")) {
            return Optional.of(list());
        }
        if (in.keyword("true")) {
            return Optional.of(Values.TRUE);
        }
        if (in.keyword("false")) {
            return Optional.of(Values.FALSE);
        }
        return in.keyword("null") ? Optional.of(Values.NULL) : Optional.empty();
    }

    private Value single() throws RuleSyntaxException {
        boolean negative = in.symbol("-");
        Optional<Value> value = value(false);
        if (negative) {
            value = value.flatMap(EsqlLiteralParser::negative);
        }
        if (value.isEmpty()) {
            throw in.error("expected a constant");
        }
        return value.get();
    }

    private Value list() throws RuleSyntaxException {
        var elements = new ArrayList<Value>();
        do {
            elements.add(single());
        } while (in.symbol(","));
        in.expect("]");
        return Values.listOf(elements);
    }

    /** Named options of a function: {@code {"name": constant, …}}. */
    private Value options() throws RuleSyntaxException {
        var members = new LinkedHashMap<String, Value>();
        do {
            if (!in.sees("\"")) {
                throw in.error("expected the name of an option in quotes");
            }
            String name = in.string();
            in.expect(":");
            members.put(name, single());
        } while (in.symbol(","));
        in.expect("}");
        return Values.objectOf(members);
    }

    /** A number or a span of time with its sign turned; empty for other values. */
    static Optional<Value> negative(Value value) {
        if (value instanceof Value.Int number) {
            return Optional.of(Values.of(-number.value()));
        }
        return value instanceof Value.Decimal number ? Optional.of(Values.of(-number.value())) : Optional.empty();
    }

    private Value number(int start) throws RuleSyntaxException {
        String digits = in.number();
        try {
            if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Values.of(Double.parseDouble(digits));
            }
            if (digits.length() > 18) {
                var whole = new java.math.BigInteger(digits);
                return whole.bitLength() < 64 ? Values.of(whole.longValueExact()) : Values.of(whole.doubleValue());
            }
            long number = Long.parseLong(digits);
            Optional<Span> span =
                    Span.ALL.stream().filter(unit -> unit.isNext(in)).findFirst();
            return span.isEmpty() ? Values.of(number) : span.get().of(number);
        } catch (NumberFormatException | ArithmeticException e) {
            throw in.error(in.from(start), "a number out of range");
        }
    }

    /** A span of time as text, {@code 1 day}; empty where it is none. */
    static Optional<Value> span(String text) {
        String[] parts = text.strip().split("\\s+|(?<=\\d)(?=[a-zA-Z])", 2);
        if (parts.length != 2 || !parts[0].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(parts[0]);
            return Span.ALL.stream()
                    .filter(unit -> unit.names().contains(parts[1].toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .map(unit -> unit.of(number));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A unit of time by its names: of a fixed length, or of so many months. */
    private record Span(List<String> names, Duration length, long months) {
        static final List<Span> ALL = List.of(
                fixed(Duration.ofMillis(1), "millisecond", "milliseconds", "ms"),
                fixed(Duration.ofSeconds(1), "second", "seconds", "sec", "s"),
                fixed(Duration.ofMinutes(1), "minute", "minutes", "min", "m"),
                fixed(Duration.ofHours(1), "hour", "hours", "h"),
                fixed(Duration.ofDays(1), "day", "days", "d"),
                fixed(Duration.ofDays(7), "week", "weeks", "w"),
                new Span(List.of("month", "months", "mo"), Duration.ZERO, 1),
                new Span(List.of("quarter", "quarters", "q"), Duration.ZERO, 3),
                new Span(List.of("year", "years", "yr", "y"), Duration.ZERO, 12));

        private static Span fixed(Duration length, String... names) {
            return new Span(List.of(names), length, 0);
        }

        boolean isNext(EsqlScanner in) {
            return names.stream().anyMatch(in::keyword);
        }

        Value of(long number) {
            return months > 0
                    ? EsqlTime.months(Math.multiplyExact(number, months))
                    : Values.of(length.multipliedBy(number));
        }
    }
}
