package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers the time modifiers of a search, {@code earliest} and {@code latest}: conditions on a row's time, and how far the
 * search looks back for them. A search that has none looks at what its schedule says, however far others of the rule look.
 */
final class TimeModifiers {
    static final Set<String> NAMES = Set.of("earliest", "latest", "_index_earliest", "_index_latest");

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("M/d/yyyy:H:m:s");
    /** How far a search looks back that names a time and not a distance. */
    private static final Duration ALL_TIME = Duration.ofDays(20 * 366);

    private final Rows rows;
    private boolean used;
    private Optional<Duration> reach = Optional.empty();

    TimeModifiers(Rows rows) {
        this.rows = rows;
    }

    /** The window that was asked for, where one was. */
    Optional<Schedule> window() {
        return reach.map(r -> new Schedule(Duration.ofHours(1), r, Duration.ZERO));
    }

    /** What {@code name=value} asks of a row. */
    Expression lower(String name, Word value, Span span) {
        String text = value.text();
        boolean latest = name.endsWith("latest");
        used = true;
        if (text.equals("now") || text.equals("now()")) {
            return rows.literal(Values.TRUE);
        }
        Optional<Double> fixed = seconds(text);
        Optional<Duration> distance = fixed.isPresent() ? Optional.of(ALL_TIME) : RelativeTime.reach(text);
        if (distance.isEmpty()) {
            rows.refuse("search time modifier " + name + "=" + text, span);
            return rows.literal(Values.NULL);
        }
        if (!latest) {
            reach = reach.filter(r -> r.compareTo(distance.get()) > 0).or(() -> distance);
        }
        return fixed.isPresent() && fixed.get() <= 1
                ? rows.literal(Values.TRUE)
                : bound(
                        latest,
                        fixed.map(s -> (Expression) new Expression.Literal(Numbers.value(s), value.span()))
                                .orElseGet(() -> relative(text, span)),
                        span);
    }

    /** Holds a search without modifiers to its rule's schedule, where another search of the rule may look back further. */
    void holdToSchedule() {
        Optional<String> earliest = rows.context().scheduled("earliest_time");
        if (used || earliest.isEmpty() || !rows.context().hasTimeModifier()) {
            return;
        }
        Span span = rows.command();
        rows.filter(bound(false, relative(earliest.get(), span), span));
        rows.context()
                .scheduled("latest_time")
                .ifPresent(latest -> rows.filter(bound(true, relative(latest, span), span)));
    }

    /** {@code addinfo}: the window of the rule's schedule as fields; one that a search asks for is not told here. */
    void addinfo() {
        Optional<String> earliest = rows.context().scheduled("earliest_time");
        if (earliest.isEmpty() || rows.context().hasTimeModifier()) {
            rows.refuse("addinfo but of a schedule");
            return;
        }
        Span span = rows.command();
        rows.bind("info_min_time", relative(earliest.get(), span));
        rows.bind(
                "info_max_time",
                rows.context()
                        .scheduled("latest_time")
                        .map(l -> relative(l, span))
                        .orElseGet(() -> rows.call("now")));
        rows.bind("info_search_time", rows.call("now"));
    }

    private Expression relative(String modifier, Span span) {
        return new Expression.Call(
                "spl:relative_time",
                List.of(rows.call("now"), new Expression.Literal(Values.of(modifier), span)),
                span);
    }

    private Expression bound(boolean latest, Expression time, Span span) {
        return new Expression.Test(
                latest ? TestKind.LT : TestKind.GE,
                rows.scope().resolve("_time", span),
                List.of(time),
                SearchComparison.MATCHING,
                span);
    }

    /** Seconds since 1970, or a date as {@code 10/19/2026:0:0:0}. */
    private static Optional<Double> seconds(String text) {
        try {
            return Numbers.of(Values.of(text))
                    .or(() ->
                            Optional.of((double) LocalDateTime.parse(text, DATE).toEpochSecond(ZoneOffset.UTC)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
