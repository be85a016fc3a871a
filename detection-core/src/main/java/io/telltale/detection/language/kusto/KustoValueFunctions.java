package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoFunctions.transparent;
import static io.telltale.detection.language.kusto.KustoValues.isNumber;
import static io.telltale.detection.language.kusto.KustoValues.number;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Functions over numbers, dates, time spans, lists and bags, and equality where both sides may be null. */
final class KustoValueFunctions {
    private KustoValueFunctions() {}

    static void addTo(List<FunctionEntry> all) {
        all.add(FunctionEntry.of("kusto:equals", (in, context) -> equal(in.get(0), in.get(1)))
                .as(TestKind.EQ, 0, 1, true));
        add(all, "coalesce", (in, context) -> coalesce(in));
        add(all, "add", (in, context) -> total(() -> sum(in.get(0), in.get(1), 1)));
        add(all, "subtract", (in, context) -> total(() -> sum(in.get(0), in.get(1), -1)));
        add(all, "multiply", (in, context) -> total(() -> product(in.get(0), in.get(1))));
        add(all, "divide", (in, context) -> total(() -> quotient(in.get(0), in.get(1))));
        add(all, "modulo", (in, context) -> total(() -> remainder(in.get(0), in.get(1))));
        add(all, "negate", (in, context) -> total(() -> product(in.get(0), Values.of(-1))));
        add(all, "abs", (in, context) -> total(() -> absolute(in.get(0))));
        transparent(all, "bin", (in, context) -> total(() -> bin(in.get(0), in.get(1))));
        add(all, "ago", (in, context) -> total(() -> sum(Values.of(context.now()), in.get(0), -1)));
        add(
                all,
                "now",
                (in, context) -> in.isEmpty()
                        ? Values.of(context.now())
                        : total(() -> sum(Values.of(context.now()), in.get(0), 1)));
        add(all, "startofday", (in, context) -> total(() -> day(in, false)));
        add(all, "endofday", (in, context) -> total(() -> day(in, true)));
        add(all, "hourofday", (in, context) -> part(in.get(0), Part.HOUR));
        add(all, "dayofmonth", (in, context) -> part(in.get(0), Part.DAY));
        add(all, "getmonth", (in, context) -> part(in.get(0), Part.MONTH));
        add(all, "getyear", (in, context) -> part(in.get(0), Part.YEAR));
        add(all, "dayofweek", (in, context) -> part(in.get(0), Part.WEEKDAY));
        add(all, "datetime_diff", (in, context) -> difference(in));
        add(
                all,
                "array_length",
                (in, context) -> in.get(0) instanceof Value.ListOf list
                        ? Values.of((long) list.elements().size())
                        : Values.NULL);
        add(
                all,
                "set_has_element",
                (in, context) -> in.get(0) instanceof Value.ListOf list
                        ? Values.of(list.elements().stream().anyMatch(element -> KustoValues.same(element, in.get(1))))
                        : Values.NULL);
        add(
                all,
                "pack_array",
                (in, context) -> Values.listOf(in.stream()
                        .map(value -> value.isAbsent() ? Values.NULL : value)
                        .toList()));
        add(all, "bag_pack", (in, context) -> bag(in));
        add(
                all,
                "bag_keys",
                (in, context) -> in.get(0) instanceof Value.ObjectOf object
                        ? Values.listOf(object.members().keySet().stream()
                                .map(Values::of)
                                .toList())
                        : Values.NULL);
        transparent(all, "expansion", (in, context) -> expansion(in.get(0)));
    }

    private interface Computation {
        Value get();
    }

    /** Null in the place of a result that no value of its type can hold. */
    private static Value total(Computation computation) {
        try {
            return computation.get();
        } catch (ArithmeticException | DateTimeException e) {
            return Values.NULL;
        }
    }

    private static Value equal(Value left, Value right) {
        if (left.isAbsent() && right.isAbsent()) {
            return Values.NULL;
        }
        return Values.of(!left.isAbsent() && !right.isAbsent() && KustoValues.same(left, right));
    }

    private static Value coalesce(List<Value> in) {
        for (Value value : in) {
            if (!value.isAbsent() && !value.equals(Values.EMPTY_TEXT)) {
                return value;
            }
        }
        return in.get(in.size() - 1);
    }

    private static Value sum(Value left, Value right, int sign) {
        if (left instanceof Value.Int one && right instanceof Value.Int other) {
            return Values.of(one.value() + sign * other.value());
        }
        if (isNumber(left) && isNumber(right)) {
            return Values.of(number(left) + sign * number(right));
        }
        if (left instanceof Value.Time time && right instanceof Value.Span span) {
            return Values.of(time.value().plus(span.value().multipliedBy(sign)));
        }
        if (left instanceof Value.Span span && right instanceof Value.Time time && sign > 0) {
            return Values.of(time.value().plus(span.value()));
        }
        if (left instanceof Value.Time time && right instanceof Value.Time other && sign < 0) {
            return Values.of(Duration.between(other.value(), time.value()));
        }
        if (left instanceof Value.Span span && right instanceof Value.Span other) {
            return Values.of(span.value().plus(other.value().multipliedBy(sign)));
        }
        return Values.NULL;
    }

    private static Value product(Value left, Value right) {
        if (left instanceof Value.Int one && right instanceof Value.Int other) {
            return Values.of(one.value() * other.value());
        }
        if (isNumber(left) && isNumber(right)) {
            return Values.of(number(left) * number(right));
        }
        if (left instanceof Value.Span span && isNumber(right)) {
            return KustoTime.times(span.value(), number(right));
        }
        return right instanceof Value.Span span && isNumber(left)
                ? KustoTime.times(span.value(), number(left))
                : Values.NULL;
    }

    private static Value quotient(Value left, Value right) {
        if (left instanceof Value.Int one && right instanceof Value.Int other) {
            return other.value() == 0 ? Values.NULL : Values.of(one.value() / other.value());
        }
        if (isNumber(left) && isNumber(right)) {
            return Values.of(number(left) / number(right));
        }
        if (left instanceof Value.Span span && right instanceof Value.Span other) {
            return other.value().isZero()
                    ? Values.NULL
                    : Values.of((double) KustoTime.nanos(span.value()) / KustoTime.nanos(other.value()));
        }
        return left instanceof Value.Span span && isNumber(right) && number(right) != 0
                ? KustoTime.times(span.value(), 1 / number(right))
                : Values.NULL;
    }

    private static Value remainder(Value left, Value right) {
        if (left instanceof Value.Int one && right instanceof Value.Int other && other.value() != 0) {
            return Values.of(Math.floorMod(one.value(), Math.abs(other.value())));
        }
        return isNumber(left) && isNumber(right) && number(right) != 0
                ? Values.of(number(left) % number(right))
                : Values.NULL;
    }

    private static Value absolute(Value value) {
        if (value instanceof Value.Int whole) {
            return Values.of(Math.abs(whole.value()));
        }
        if (value instanceof Value.Decimal decimal) {
            return Values.of(Math.abs(decimal.value()));
        }
        return value instanceof Value.Span span ? Values.of(span.value().abs()) : Values.NULL;
    }

    static Value bin(Value value, Value size) {
        if (value instanceof Value.Time time && size instanceof Value.Span span) {
            return KustoTime.bin(time.value(), span.value());
        }
        if (value instanceof Value.Int whole && size instanceof Value.Int step && step.value() > 0) {
            return Values.of(whole.value() - Math.floorMod(whole.value(), step.value()));
        }
        if (isNumber(value) && isNumber(size) && number(size) > 0) {
            return Values.of(Math.floor(number(value) / number(size)) * number(size));
        }
        if (value instanceof Value.Span span && size instanceof Value.Span step) {
            long length = KustoTime.nanos(step.value());
            long nanos = KustoTime.nanos(span.value());
            return length > 0 ? Values.of(Duration.ofNanos(nanos - Math.floorMod(nanos, length))) : Values.NULL;
        }
        return Values.NULL;
    }

    private static Value day(List<Value> in, boolean end) {
        if (!(in.get(0) instanceof Value.Time time)) {
            return Values.NULL;
        }
        long offset = in.size() > 1 && in.get(1) instanceof Value.Int days ? days.value() : 0;
        Instant start = time.value().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(offset));
        return Values.of(end ? start.plus(Duration.ofDays(1)).minusNanos(100) : start);
    }

    private enum Part {
        YEAR,
        MONTH,
        DAY,
        HOUR,
        WEEKDAY
    }

    private static Value part(Value value, Part part) {
        if (!(value instanceof Value.Time time)) {
            return Values.NULL;
        }
        OffsetDateTime at = time.value().atOffset(ZoneOffset.UTC);
        return switch (part) {
            case YEAR -> Values.of((long) at.getYear());
            case MONTH -> Values.of((long) at.getMonthValue());
            case DAY -> Values.of((long) at.getDayOfMonth());
            case HOUR -> Values.of((long) at.getHour());
            case WEEKDAY -> Values.of(Duration.ofDays(at.getDayOfWeek().getValue() % 7));
        };
    }

    /** How many borders of the unit lie between two dates: first minus second. */
    private static Value difference(List<Value> in) {
        if (!(in.get(1) instanceof Value.Time first) || !(in.get(2) instanceof Value.Time second)) {
            return Values.NULL;
        }
        OffsetDateTime one = first.value().atOffset(ZoneOffset.UTC);
        OffsetDateTime other = second.value().atOffset(ZoneOffset.UTC);
        String unit = KustoValues.text(in.get(0)).toLowerCase(java.util.Locale.ROOT);
        return switch (unit) {
            case "year" -> Values.of((long) one.getYear() - other.getYear());
            case "month" ->
                Values.of((one.getYear() - other.getYear()) * 12L + one.getMonthValue() - other.getMonthValue());
            case "day" -> between(ChronoUnit.DAYS, one, other);
            case "hour" -> between(ChronoUnit.HOURS, one, other);
            case "minute" -> between(ChronoUnit.MINUTES, one, other);
            case "second" -> between(ChronoUnit.SECONDS, one, other);
            case "millisecond" -> between(ChronoUnit.MILLIS, one, other);
            default -> Values.failure("datetime_diff: unknown period " + unit);
        };
    }

    private static Value between(ChronoUnit unit, OffsetDateTime one, OffsetDateTime other) {
        return Values.of(unit.between(other.truncatedTo(unit), one.truncatedTo(unit)));
    }

    private static Value bag(List<Value> in) {
        var members = new LinkedHashMap<String, Value>();
        for (int i = 0; i + 1 < in.size(); i += 2) {
            members.put(KustoValues.text(in.get(i)), in.get(i + 1).isAbsent() ? Values.NULL : in.get(i + 1));
        }
        return Values.objectOf(members);
    }

    /** What mv-expand makes rows of: a list's elements, a bag's members as bags of one. */
    private static Value expansion(Value value) {
        if (value instanceof Value.ObjectOf object) {
            var bags = new ArrayList<Value>();
            object.members().forEach((key, member) -> {
                var bag = new LinkedHashMap<String, Value>();
                bag.put(key, member);
                bags.add(Values.objectOf(bag));
            });
            return Values.listOf(bags);
        }
        return value;
    }
}
