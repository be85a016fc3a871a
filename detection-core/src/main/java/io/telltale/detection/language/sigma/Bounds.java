package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a window must reach: bounds that all hold, and the windows that they are asked of.
 *
 * @param wanted operators of Sigma ({@code gt}, {@code gte}, {@code lt}, {@code lte}, {@code eq}, {@code neq}) and numbers
 */
record Bounds(Map<String, Value> wanted) {
    static final Map<String, TestKind> ORDERINGS = Map.of(
            "gt",
            TestKind.GT,
            "gte",
            TestKind.GE,
            "lt",
            TestKind.LT,
            "lte",
            TestKind.LE,
            "eq",
            TestKind.EQ,
            "neq",
            TestKind.EQ);

    private static final Matching NUMBERS =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.WHOLE);
    private static final Pattern TIMESPAN = Pattern.compile("(\\d{1,6})([smhdwMy])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7),
            "M", Duration.ofSeconds(2_629_746),
            "y", Duration.ofSeconds(31_556_952));

    Bounds {
        wanted = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
    }

    /** Whether a measure that only grows with more events can never leave these bounds again. */
    boolean onlyFromBelow() {
        return wanted.keySet().stream().allMatch(operator -> operator.equals("gt") || operator.equals("gte"));
    }

    Expression on(String column, Span span) {
        var tests = new ArrayList<Expression>();
        wanted.forEach((operator, bound) -> {
            Expression test = new Expression.Test(
                    ORDERINGS.get(operator),
                    new Expression.Column(column, span),
                    List.of(new Expression.Literal(bound, span)),
                    NUMBERS,
                    span);
            tests.add(operator.equals("neq") ? new Expression.Not(test, span) : test);
        });
        return Expression.allOf(tests, span);
    }

    /**
     * The stages behind which each row is a window that meets a condition; without a timespan, the whole log is one
     * window.
     */
    static List<Stage> windows(
            List<Stage.Binding> keys,
            List<Stage.Aggregation> measures,
            Expression condition,
            Optional<Duration> timespan,
            boolean sliding,
            Span span) {
        if (timespan.isPresent()) {
            return List.of(new Stage.Windows(keys, measures, condition, timespan.get(), sliding, false, span));
        }
        return List.of(new Stage.Aggregate(keys, measures, true, false, span), new Stage.Filter(condition, span));
    }

    /** The length of {@code 5m} and the like; empty where it is written in another way. */
    static Optional<Duration> timespan(String written) {
        var matcher = TIMESPAN.matcher(written.strip());
        return matcher.matches()
                ? Optional.of(UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1))))
                : Optional.empty();
    }
}
