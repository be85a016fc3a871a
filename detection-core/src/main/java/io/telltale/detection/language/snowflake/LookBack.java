package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How far a query looks back from the time at which it runs, as its conditions on the time of events say. A query that
 * bounds no read of the log so is run once, over the whole log.
 */
final class LookBack {
    /** What a read without a bound sees, in a query that bounds others. */
    private static final Duration OPEN = Duration.ofDays(90);

    private static final Duration MOST = Duration.ofDays(3660);
    private static final Set<String> TIMES = Set.of("p_event_time", "p_parse_time", "eventtime");
    private static final Set<String> NOW = Set.of(
            "current_timestamp", "p_current_timestamp", "localtimestamp", "sysdate", "getdate", "systimestamp", "now");

    private Duration farthest = Duration.ZERO;
    private boolean open;

    /** Takes the condition of a read of the log. */
    void read(Optional<Scalar> condition) {
        Optional<Duration> bound = condition.flatMap(LookBack::bound);
        open |= bound.isEmpty();
        bound.filter(b -> b.compareTo(farthest) > 0).ifPresent(b -> farthest = b);
    }

    /** Takes the condition of rows that were read before. */
    void filter(Optional<Scalar> condition) {
        condition
                .flatMap(LookBack::bound)
                .filter(b -> b.compareTo(farthest) > 0)
                .ifPresent(b -> farthest = b);
    }

    /** When a query runs that comes every so often. */
    Optional<Schedule> schedule(Duration every) {
        if (farthest.isZero() || every.isZero() || every.isNegative()) {
            return Optional.empty();
        }
        Duration from = open && farthest.compareTo(OPEN) < 0 ? OPEN : farthest;
        return Optional.of(Schedule.every(every, from.compareTo(MOST) > 0 ? MOST : from));
    }

    /** The least that a condition's conjuncts bound the time by. */
    private static Optional<Duration> bound(Scalar condition) {
        if (condition instanceof Syntax.Connective connective) {
            var bounds = connective.operands().stream().map(LookBack::bound).toList();
            return connective.any()
                    ? bounds.stream().allMatch(Optional::isPresent)
                            ? bounds.stream().flatMap(Optional::stream).reduce((a, b) -> a.compareTo(b) > 0 ? a : b)
                            : Optional.empty()
                    : bounds.stream().flatMap(Optional::stream).reduce((a, b) -> a.compareTo(b) < 0 ? a : b);
        }
        if (condition instanceof Syntax.Call call && call.function().equals("p_occurs_since")) {
            return call.values().stream()
                    .findFirst()
                    .filter(v -> v instanceof Syntax.Literal)
                    .flatMap(v -> Intervals.ofMacro(((Syntax.Literal) v).value().asText()));
        }
        if (condition instanceof Syntax.Between between && !between.negated() && isTime(between.operand())) {
            return ago(between.from());
        }
        if (condition instanceof Syntax.Binary binary) {
            String operator = binary.operator();
            boolean later = operator.startsWith(">");
            boolean earlier = operator.startsWith("<");
            if (later && isTime(binary.left())) {
                return ago(binary.right());
            }
            if (earlier && isTime(binary.right())) {
                return ago(binary.left());
            }
            if (earlier) {
                return age(binary.left(), binary.right());
            }
            if (later) {
                return age(binary.right(), binary.left());
            }
        }
        return Optional.empty();
    }

    private static boolean isTime(Scalar scalar) {
        if (scalar instanceof Syntax.Cast cast) {
            return isTime(cast.operand());
        }
        return scalar instanceof Syntax.Name name
                && TIMES.contains(Scope.last(name).text().toLowerCase(Locale.ROOT));
    }

    /** {@code DATEDIFF(unit, time, now) < n}. */
    private static Optional<Duration> age(Scalar difference, Scalar number) {
        boolean fits = difference instanceof Syntax.Call call
                && Set.of("datediff", "timediff", "timestampdiff").contains(call.function())
                && call.values().size() == 3
                && isTime(call.values().get(1))
                && ago(call.values().get(2)).isPresent();
        if (!fits || !(number instanceof Syntax.Literal literal) || !(literal.value() instanceof Value.Int amount)) {
            return Optional.empty();
        }
        return span(((Syntax.Call) difference).values().get(0), amount.value() + 1);
    }

    private static Optional<Duration> span(Scalar unit, long amount) {
        return SpecialForms.unit(unit)
                .flatMap(TimeUnits::unit)
                .filter(u -> u.chrono().isPresent())
                .map(u -> TimeUnits.longest(
                        u.chrono().get(), Math.max(-1_000_000, Math.min(1_000_000, amount)) * u.factor()));
    }

    /** How long before the run a time is at the most; empty where it does not hang on the run. */
    private static Optional<Duration> ago(Scalar time) {
        if (time instanceof Syntax.Call call) {
            List<Scalar> values = call.values();
            String function = call.function();
            if (NOW.contains(function)) {
                return Optional.of(Duration.ZERO);
            }
            if (function.equals("current_date")) {
                return Optional.of(Duration.ofDays(1));
            }
            if (Set.of("dateadd", "timeadd", "timestampadd").contains(function) && values.size() == 3) {
                return number(values.get(1))
                        .flatMap(n -> span(values.get(0), -n))
                        .flatMap(d -> ago(values.get(2)).map(d::plus));
            }
            if (function.equals("date_trunc") && values.size() == 2) {
                return span(values.get(0), 1).flatMap(d -> ago(values.get(1)).map(d::plus));
            }
            boolean date = Set.of("to_date", "date", "to_timestamp", "to_timestamp_ntz", "convert_timezone")
                    .contains(function);
            return date && !values.isEmpty()
                    ? ago(values.get(values.size() - 1)).map(d -> d.plus(Duration.ofDays(1)))
                    : Optional.empty();
        }
        if (time instanceof Syntax.Cast cast) {
            Duration more =
                    Type.named(cast.type()).orElse(Type.UNKNOWN) == Type.DATE ? Duration.ofDays(1) : Duration.ZERO;
            return ago(cast.operand()).map(more::plus);
        }
        if (time instanceof Syntax.Binary binary
                && (binary.operator().equals("-") || binary.operator().equals("+"))) {
            int sign = binary.operator().equals("-") ? 1 : -1;
            Optional<Duration> moved = binary.right() instanceof Syntax.Interval interval
                    ? Intervals.longest(interval.text())
                    : number(binary.right()).map(n -> TimeUnits.longest(java.time.temporal.ChronoUnit.DAYS, n));
            return moved.flatMap(d -> ago(binary.left()).map(base -> base.plus(d.multipliedBy(sign))));
        }
        return Optional.empty();
    }

    private static Optional<Long> number(Scalar scalar) {
        if (scalar instanceof Syntax.Negative negative) {
            return number(negative.operand()).map(n -> -n);
        }
        return scalar instanceof Syntax.Literal literal && literal.value() instanceof Value.Int number
                ? Optional.of(number.value())
                : Optional.empty();
    }
}
