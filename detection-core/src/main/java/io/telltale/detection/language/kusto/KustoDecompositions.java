package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoValues.isNumber;
import static io.telltale.detection.language.kusto.KustoValues.number;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.Arrays;
import java.util.List;

/**
 * Takes a series apart into its season, its trend and what is left, and tells what of that is out of the ordinary.
 *
 * <p>Microsoft defines all of it but how a season is found. Where none can be there is none; where one could be, the series
 * is a failure: no season is made up. Each function {@code f} has beside it {@code f_known}, a condition that is true or
 * such a failure, which the lowering puts in front, so that the failure is the rule's.
 */
final class KustoDecompositions {
    /** The shortest period that is looked for, and, as a part of the series, the longest. */
    private static final int SHORTEST = 4;

    private static final int LONGEST_PART = 2;

    private KustoDecompositions() {}

    static void addTo(List<FunctionEntry> all) {
        add(all, "series_outliers", (in, context) -> KustoFences.outliers(in));
        withKnown(all, "series_decompose", in -> {
            Parts parts = parts(in.get(0), argument(in, 1), argument(in, 2), argument(in, 3), argument(in, 4));
            return listOf(parts.baseline, parts.seasonal, parts.trend, parts.residual);
        });
        withKnown(all, "series_decompose_anomalies", in -> anomalies(in));
        withKnown(all, "series_decompose_forecast", in -> {
            Parts parts = parts(in.get(0), argument(in, 2), argument(in, 3), in.get(1), argument(in, 4));
            return series(parts.baseline);
        });
        withKnown(all, "series_seasonal", in -> {
            double[] x = KustoSeriesStatistics.numbers(in.get(0));
            int period = whole(argument(in, 1), -1);
            return series(period < -1 ? new double[x.length] : seasonal(x, x.length, period, 0.7));
        });
    }

    /** Computes a function of a series of numbers. */
    private interface Computation {
        Value of(List<Value> in) throws UnknownException;
    }

    /** Thrown where the documentation does not say what the result is. */
    private static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownException(String message) {
            super(message, null, false, false);
        }
    }

    private static void withKnown(List<FunctionEntry> all, String name, Computation computation) {
        FunctionEntry.Body body = (in, context) -> {
            if (KustoSeriesStatistics.numbers(in.get(0)).length == 0) {
                return Values.NULL;
            }
            try {
                return computation.of(in);
            } catch (UnknownException e) {
                return Values.failure(name + ": " + e.getMessage());
            }
        };
        add(all, name, body);
        add(all, name + "_known", (in, context) -> {
            Value value = body.apply(in, context);
            return value instanceof Value.Failure ? value : Values.TRUE;
        });
    }

    static Value argument(List<Value> in, int at) {
        return at < in.size() ? in.get(at) : Values.NULL;
    }

    private static int whole(Value value, int otherwise) {
        return value instanceof Value.Int number
                ? (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number.value()))
                : otherwise;
    }

    private static double real(Value value, double otherwise) {
        return isNumber(value) ? number(value) : otherwise;
    }

    static Value series(double[] numbers) {
        return Values.listOf(Arrays.stream(numbers).mapToObj(Values::of).toList());
    }

    private static Value listOf(double[]... all) {
        return Values.listOf(Arrays.stream(all).map(KustoDecompositions::series).toList());
    }

    /** A series taken apart: all of one length. */
    private static final class Parts {
        private final double[] baseline;
        private final double[] seasonal;
        private final double[] trend;
        private final double[] residual;

        Parts(double[] x, double[] seasonal, double[] trend) {
            this.seasonal = seasonal;
            this.trend = trend;
            this.baseline = new double[x.length];
            this.residual = new double[x.length];
            double size = Arrays.stream(x).map(Math::abs).max().orElse(0);
            for (int i = 0; i < x.length; i++) {
                baseline[i] = seasonal[i] + trend[i];
                double left = x[i] - baseline[i];
                // What rounding leaves over is nothing out of the ordinary.
                residual[i] = Math.abs(left) < size * 1e-12 ? 0 : left;
            }
        }
    }

    /** The season first; then the trend of what is left without it; the points of the test teach neither. */
    private static Parts parts(Value series, Value seasonality, Value kind, Value test, Value threshold)
            throws UnknownException {
        double[] x = KustoSeriesStatistics.numbers(series);
        int learned = Math.max(0, x.length - Math.max(0, whole(test, 0)));
        double[] seasonal = seasonal(x, learned, whole(seasonality, -1), real(threshold, 0.6));
        double[] rest = new double[learned];
        for (int i = 0; i < learned; i++) {
            rest[i] = x[i] - seasonal[i];
        }
        return new Parts(x, seasonal, trend(rest, x.length, kind.isAbsent() ? "avg" : kind.asText()));
    }

    private static double[] trend(double[] learned, int length, String kind) throws UnknownException {
        double[] trend = new double[length];
        switch (kind) {
            case "none" -> {}
            case "avg" -> Arrays.fill(trend, Arrays.stream(learned).average().orElse(0));
            case "linefit" -> {
                KustoSeriesStatistics.Line line = KustoSeriesStatistics.Line.through(learned);
                for (int i = 0; i < length; i++) {
                    trend[i] = line.at(i);
                }
            }
            default -> throw new UnknownException("trend '" + kind + "'");
        }
        return trend;
    }

    /** The median of the points that are whole periods apart; nothing where there is no period. */
    private static double[] seasonal(double[] x, int learned, int period, double threshold) throws UnknownException {
        double[] seasonal = new double[x.length];
        if (period < 0 && mayHavePeriod(Arrays.copyOf(x, learned), threshold)) {
            throw new UnknownException("whether the series has a season is not for its documentation to say");
        }
        if (period <= 0) {
            return seasonal;
        }
        if (period > learned) {
            throw new UnknownException("a season of " + period + " in " + learned + " points");
        }
        for (int phase = 0; phase < period; phase++) {
            double[] points = new double[(learned - phase + period - 1) / period];
            for (int i = 0; i < points.length; i++) {
                points[i] = x[phase + i * period];
            }
            double median = KustoFences.percentile(points, 50);
            for (int i = phase; i < x.length; i += period) {
                seasonal[i] = median;
            }
        }
        return seasonal;
    }

    /** Whether a series is, apart from a straight line, as much like itself some points before as a season asks. */
    private static boolean mayHavePeriod(double[] x, double threshold) {
        if (x.length < SHORTEST * LONGEST_PART) {
            return false;
        }
        KustoSeriesStatistics.Line line = KustoSeriesStatistics.Line.through(x);
        double[] rest = new double[x.length];
        double all = 0;
        double size = 0;
        for (int i = 0; i < x.length; i++) {
            rest[i] = x[i] - line.at(i);
            all += rest[i] * rest[i];
            size = Math.max(size, Math.abs(x[i]));
        }
        if (Math.sqrt(all) <= size * 1e-9) {
            return false;
        }
        for (int lag = SHORTEST; lag <= x.length / LONGEST_PART; lag++) {
            double alike = 0;
            for (int i = lag; i < x.length; i++) {
                alike += rest[i] * rest[i - lag];
            }
            if (alike / (x.length - lag) >= threshold * all / x.length) {
                return true;
            }
        }
        return false;
    }

    private static Value anomalies(List<Value> in) throws UnknownException {
        Parts parts = parts(in.get(0), argument(in, 2), argument(in, 3), argument(in, 4), argument(in, 6));
        Value method = argument(in, 5);
        KustoFences fences =
                KustoFences.named(method).orElseThrow(() -> new UnknownException("method '" + method.asText() + "'"));
        double[] scores = fences.scores(parts.residual, parts.residual);
        double threshold = real(argument(in, 1), 1.5);
        Value flags = Values.listOf(Arrays.stream(scores)
                .mapToObj(score -> Values.of(score > threshold ? 1L : score < -threshold ? -1L : 0L))
                .toList());
        return Values.listOf(List.of(flags, series(scores), series(parts.baseline)));
    }
}
