package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names that Kusto gives to columns which the query gives none. */
final class KustoNames {
    /** The functions whose column is called after their first argument. */
    private static final Set<String> KEEP_NAME = Set.of(
            "split",
            "tostring",
            "tohex",
            "todynamic",
            "toobject",
            "tolong",
            "toint",
            "toreal",
            "todouble",
            "todatetime",
            "totimespan",
            "tobool",
            "toboolean",
            "todecimal",
            "toguid",
            "parse_csv",
            "parsejson",
            "parse_json",
            "parse_xml",
            "format_datetime",
            "format_timespan",
            "startofday",
            "bin",
            "floor",
            "bin_at",
            "binary_and",
            "binary_or",
            "binary_xor",
            "binary_not",
            "binary_shift_right",
            "binary_shift_left",
            "bitset_count_ones",
            "series_fir",
            "series_outliers",
            "series_iir",
            "series_fill_backward",
            "series_fill_forward",
            "series_fill_const",
            "series_fill_linear",
            "round",
            "ceiling",
            "pow",
            "sqrt",
            "log",
            "log2",
            "log10",
            "exp",
            "exp2",
            "exp10",
            "cos",
            "sin",
            "tan",
            "acos",
            "asin",
            "atan",
            "atan2",
            "abs",
            "format_bytes",
            "make_datetime",
            "make_timespan");

    /** What stands before the first argument's name in the column of other functions. */
    private static final Map<String, String> PREFIXES = Map.of(
            "strlen",
            "strlen",
            "string_size",
            "string_size",
            "gettype",
            "type",
            "treepath",
            "tree",
            "repeat",
            "repeat");

    private final Set<String> taken;
    private int unnamed;

    KustoNames(Collection<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    String of(Named column) {
        if (column.name().isPresent()) {
            taken.add(column.name().get());
            return column.name().get();
        }
        String name = of(column.value());
        while (name.isEmpty() || (name.startsWith("Column") && taken.contains(name))) {
            name = "Column" + ++unnamed;
        }
        taken.add(name);
        return name;
    }

    /** The name behind a path or a conversion; empty where there is none. */
    static String of(Scalar scalar) {
        if (scalar instanceof KustoSyntax.Name name) {
            return name.name();
        }
        if (scalar instanceof KustoSyntax.Member member) {
            String target = of(member.target());
            return target.isEmpty() ? member.name() : target + "_" + member.name();
        }
        if (scalar instanceof KustoSyntax.Index index) {
            return of(index.target());
        }
        if (scalar instanceof KustoSyntax.Call call
                && KEEP_NAME.contains(call.function())
                && !call.arguments().isEmpty()) {
            return of(call.arguments().get(0));
        }
        if (scalar instanceof KustoSyntax.Call call
                && PREFIXES.containsKey(call.function())
                && !call.arguments().isEmpty()) {
            return PREFIXES.get(call.function()) + "_" + of(call.arguments().get(0));
        }
        return "";
    }
}
