package io.telltale.detection.language.esql;

import static io.telltale.detection.language.esql.EsqlFunctions.add;
import static io.telltale.detection.language.esql.EsqlFunctions.single;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code BUCKET}: by a size, or by the number of buckets that a range may have at the most, from which the size is picked
 * that people count in.
 */
final class EsqlBuckets {
    /** From long to short. */
    private static final List<Value> SPANS = List.of(
            EsqlTime.months(12),
            EsqlTime.months(1),
            Values.of(Duration.ofDays(7)),
            Values.of(Duration.ofDays(1)),
            Values.of(Duration.ofHours(12)),
            Values.of(Duration.ofHours(3)),
            Values.of(Duration.ofHours(1)),
            Values.of(Duration.ofMinutes(30)),
            Values.of(Duration.ofMinutes(10)),
            Values.of(Duration.ofMinutes(5)),
            Values.of(Duration.ofMinutes(1)),
            Values.of(Duration.ofSeconds(30)),
            Values.of(Duration.ofSeconds(10)),
            Values.of(Duration.ofSeconds(5)),
            Values.of(Duration.ofSeconds(1)),
            Values.of(Duration.ofMillis(100)),
            Values.of(Duration.ofMillis(50)),
            Values.of(Duration.ofMillis(10)),
            Values.of(Duration.ofMillis(1)));

    private EsqlBuckets() {}

    static void addTo(Map<String, EsqlFunctions.Shape> table) {
        add(table, single(2, 4, "bucket", EsqlBuckets::bucket));
    }

    private static Value bucket(List<Value> a) {
        if (a.size() == 4) {
            boolean times = a.get(0) instanceof Value.Time;
            return times ? picked(a) : floor(a.get(0), size(a));
        }
        Value span = EsqlTime.span(a.get(1));
        boolean ofTime = a.size() == 2
                && (span instanceof Value.Span || EsqlTime.months(span).isPresent());
        return ofTime ? EsqlTime.truncated(span, a.get(0)) : floor(a.get(0), EsqlAggregates.number(a.get(1)));
    }

    private static Value floor(Value value, double size) {
        double floor = Math.floor(EsqlAggregates.number(value) / size) * size;
        return Double.isFinite(floor) ? Values.of(floor) : Values.NULL;
    }

    /** The power of ten, or its half, that is no smaller than the range's part. */
    private static double size(List<Value> a) {
        double part =
                (EsqlAggregates.number(a.get(3)) - EsqlAggregates.number(a.get(2))) / EsqlAggregates.number(a.get(1));
        double power = Math.pow(10, Math.ceil(Math.log10(part)));
        return part < power / 2 ? power / 2 : power;
    }

    private static Value picked(List<Value> a) {
        long most = EsqlFunctions.whole(a, 1, 0);
        if (!(EsqlNumbers.time(a.get(2)) instanceof Value.Time from)
                || !(EsqlNumbers.time(a.get(3)) instanceof Value.Time to)) {
            return Values.NULL;
        }
        Value best = SPANS.get(0);
        for (Value span : SPANS.subList(1, SPANS.size())) {
            if (!fits(span, from.value(), to.value(), most)) {
                break;
            }
            best = span;
        }
        return EsqlTime.truncated(best, a.get(0));
    }

    /** Whether so many buckets reach from one time to the other. */
    private static boolean fits(Value span, Instant from, Instant to, long most) {
        long months = EsqlTime.months(span).orElse(0L);
        Value bucket = EsqlTime.truncated(span, Values.of(from));
        for (long used = 0; used < Math.min(most, 100_000); used++) {
            if (!(bucket instanceof Value.Time at)) {
                return false;
            }
            Instant next = months > 0
                    ? EsqlTime.zoned(at).orElseThrow().plusMonths(months).toInstant()
                    : at.value().plus(((Value.Span) span).value());
            if (!next.isBefore(to)) {
                return true;
            }
            bucket = Values.of(next);
        }
        return false;
    }
}
