package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoSyntax.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The functions that give several columns at once, and what these are called where the query gives no names. */
final class KustoTuples {
    static final Map<String, List<String>> PARTS = Map.of(
            "series_stats", List.of("min", "min_idx", "max", "max_idx", "avg", "stdev", "variance"),
            "series_fit_line", List.of("rsquare", "slope", "variance", "rvariance", "interception", "line_fit"),
            "series_decompose", List.of("baseline", "seasonal", "trend", "residual"),
            "series_decompose_anomalies", List.of("ad_flag", "ad_score", "baseline"));

    private KustoTuples() {}

    /** The column with a name for each part that it shows; another column as it is. */
    static Named spread(Named column) {
        boolean tuple = column.value() instanceof KustoSyntax.Call call && PARTS.containsKey(call.function());
        if (!tuple || !column.names().isEmpty()) {
            return column;
        }
        var call = (KustoSyntax.Call) column.value();
        String of =
                call.arguments().isEmpty() ? "" : KustoNames.of(call.arguments().get(0));
        var names = new ArrayList<String>();
        for (String part : PARTS.get(call.function())) {
            names.add(call.function() + "_" + of + "_" + part);
        }
        return new Named(names, column.value());
    }

    /** Whether each of the column's names stands for a part of its value. */
    static boolean isSpread(Named column) {
        boolean tuple = column.value() instanceof KustoSyntax.Call call && PARTS.containsKey(call.function());
        return column.names().size() > 1 || (tuple && !column.names().isEmpty());
    }
}
