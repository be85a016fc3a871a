package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoValues.isNumber;
import static io.telltale.detection.language.kusto.KustoValues.number;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tukey's fences: how far a point lies outside of a range of percentiles, in lengths of that range.
 *
 * @param low the percentile at which the range starts
 * @param high the one at which it ends
 * @param factor makes a score what it would be of the quartiles, were the points distributed normally
 */
record KustoFences(double low, double high, double factor) {
    private static final KustoFences QUARTILES = new KustoFences(25, 75, 1);

    /** The factor is the one that the scores have which Microsoft's engine gave and its engineers explained. */
    private static final KustoFences TENTHS = new KustoFences(10, 90, 2.772605605507915);

    /** The fences that a function's argument names; the wider ones where there is none. */
    static Optional<KustoFences> named(Value name) {
        return switch (name.isAbsent() ? "ctukey" : name.asText()) {
            case "ctukey" -> Optional.of(TENTHS);
            case "tukey" -> Optional.of(QUARTILES);
            default -> Optional.empty();
        };
    }

    /** {@code series_outliers(series [, kind [, ignored]])}; what is ignored or no number scores 0. */
    static Value outliers(List<Value> in) {
        Optional<KustoFences> fences = named(KustoDecompositions.argument(in, 1));
        if (!(in.get(0) instanceof Value.ListOf list) || fences.isEmpty()) {
            return Values.NULL;
        }
        Value ignored = KustoDecompositions.argument(in, 2);
        double[] points = list.elements().stream()
                .mapToDouble(value -> isNumber(value) && !(isNumber(ignored) && number(ignored) == number(value))
                        ? number(value)
                        : Double.NaN)
                .toArray();
        double[] known = Arrays.stream(points).filter(Double::isFinite).toArray();
        return KustoDecompositions.series(fences.get().scores(points, known));
    }

    /**
     * The score of each point: 0 inside of the range, above 0 over it, below 0 under it. A point outside of a range
     * without length is outside of every fence.
     *
     * @param known the points that make the range
     */
    double[] scores(double[] points, double[] known) {
        double[] scores = new double[points.length];
        if (known.length == 0) {
            return scores;
        }
        double start = percentile(known, low);
        double end = percentile(known, high);
        for (int i = 0; i < points.length; i++) {
            double outside = points[i] > end ? points[i] - end : points[i] < start ? points[i] - start : 0;
            scores[i] = outside == 0 ? 0 : outside / (end - start) * factor;
        }
        return scores;
    }

    /** The percentile of points that are not empty, on the straight line between its two neighbours. */
    static double percentile(double[] points, double percent) {
        double[] sorted = points.clone();
        Arrays.sort(sorted);
        double at = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
