package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoValues.isNumber;
import static io.telltale.detection.language.kusto.KustoValues.number;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is computed of a whole series: its statistics, the line through it, how it goes along with another. */
final class KustoSeriesStatistics {
    private KustoSeriesStatistics() {}

    static void addTo(List<FunctionEntry> all) {
        add(all, "series_pearson_correlation", (in, context) -> correlation(in.get(0), in.get(1)));
        add(all, "series_stats", (in, context) -> Values.listOf(List.copyOf(columns(statistics(in)))));
        add(all, "series_stats_dynamic", (in, context) -> Values.objectOf(statistics(in)));
        add(
                all,
                "series_fit_line",
                (in, context) -> Values.listOf(List.copyOf(line(in.get(0)).values())));
        add(all, "series_fit_line_dynamic", (in, context) -> Values.objectOf(line(in.get(0))));
    }

    /** The numbers of a series; empty where one of them is none. */
    static double[] numbers(Value series) {
        boolean whole = series instanceof Value.ListOf list
                && list.elements().stream().allMatch(value -> isNumber(value) && Double.isFinite(number(value)));
        return whole
                ? ((Value.ListOf) series)
                        .elements().stream().mapToDouble(KustoValues::number).toArray()
                : new double[0];
    }

    private static Value correlation(Value one, Value other) {
        double[] x = numbers(one);
        double[] y = numbers(other);
        if (x.length == 0 || x.length != y.length) {
            return Values.NULL;
        }
        double covariance = covariance(x, y);
        return Values.of(covariance / Math.sqrt(covariance(x, x) * covariance(y, y)));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The covariance of a sample; 0 of a single pair. */
    private static double covariance(double[] x, double[] y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - meanX) * (y[i] - meanY);
        }
        return x.length > 1 ? sum / (x.length - 1) : 0;
    }

    /** Statistics by name; null where an element is no number, unless those are to be passed over. */
    private static Map<String, Value> statistics(List<Value> in) {
        Value series = in.get(0);
        if (in.size() > 1 && in.get(1).equals(Values.TRUE) && series instanceof Value.ListOf list) {
            series = Values.listOf(list.elements().stream()
                    .filter(value -> isNumber(value) && Double.isFinite(number(value)))
                    .toList());
        }
        double[] values = numbers(series);
        var found = new LinkedHashMap<String, Value>();
        if (values.length == 0) {
            KustoTuples.PARTS.get("series_stats").forEach(name -> found.put(name, Values.NULL));
            return found;
        }
        int least = 0;
        int most = 0;
        for (int i = 1; i < values.length; i++) {
            least = values[i] < values[least] ? i : least;
            most = values[i] > values[most] ? i : most;
        }
        double variance = covariance(values, values);
        found.put("min", KustoSeries.at(series, least));
        found.put("min_idx", Values.of((long) least));
        found.put("max", KustoSeries.at(series, most));
        found.put("max_idx", Values.of((long) most));
        found.put("avg", Values.of(mean(values)));
        found.put("stdev", Values.of(Math.sqrt(variance)));
        found.put("variance", Values.of(variance));
        found.put("sum", KustoSeries.folded(series, Values.of(0L), (a, b) -> KustoNumbers.sum(a, b, 1)));
        found.put("len", Values.of((long) values.length));
        return found;
    }

    private static List<Value> columns(Map<String, Value> statistics) {
        return KustoTuples.PARTS.get("series_stats").stream()
                .map(statistics::get)
                .toList();
    }

    /** A straight line over the places of a series, which count from 0. */
    record Line(double slope, double interception) {
        /** The one with the least squares of distances. */
        static Line through(double[] y) {
            if (y.length == 0) {
                return new Line(0, 0);
            }
            double[] x = new double[y.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = i;
            }
            double slope = y.length > 1 ? covariance(x, y) / covariance(x, x) : 0;
            return new Line(slope, mean(y) - slope * mean(x));
        }

        double at(int place) {
            return interception + slope * place;
        }
    }

    /** The line through a series, and how well it fits. */
    private static Map<String, Value> line(Value series) {
        double[] y = numbers(series);
        var found = new LinkedHashMap<String, Value>();
        if (y.length == 0) {
            KustoTuples.PARTS.get("series_fit_line").forEach(name -> found.put(name, Values.NULL));
            return found;
        }
        Line line = Line.through(y);
        double[] rest = new double[y.length];
        var fit = new ArrayList<Value>();
        for (int i = 0; i < y.length; i++) {
            rest[i] = y[i] - line.at(i);
            fit.add(Values.of(line.at(i)));
        }
        double variance = covariance(y, y);
        double left = covariance(rest, rest);
        found.put("rsquare", Values.of(variance == 0 ? 0 : 1 - left / variance));
        found.put("slope", Values.of(line.slope()));
        found.put("variance", Values.of(variance));
        found.put("rvariance", Values.of(left));
        found.put("interception", Values.of(line.interception()));
        found.put("line_fit", Values.listOf(fit));
        return found;
    }
}
