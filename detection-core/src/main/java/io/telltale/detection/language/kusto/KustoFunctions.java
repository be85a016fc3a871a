package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.FunctionEntry.Body;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The scalar functions: how many arguments each takes, what type it gives, and what computes it. */
final class KustoFunctions {
    /**
     * A function as a query calls it.
     *
     * @param function what computes it, without the language's prefix
     * @param sameAsFirst whether its type is its first argument's
     */
    record Signature(String function, int least, int most, KustoType result, boolean sameAsFirst) {
        String expected() {
            return least == most
                    ? Integer.toString(least)
                    : least + " to " + (most == Integer.MAX_VALUE ? "any number" : most);
        }
    }

    private static final int MANY = Integer.MAX_VALUE;

    static final Map<String, Signature> SIGNATURES = signatures();

    private KustoFunctions() {}

    private static Map<String, Signature> signatures() {
        var all = new HashMap<String, Signature>();
        put(all, 1, 1, KustoType.STRING, "tostring", "tolower", "toupper", "url_decode", "base64_decode_tostring");
        put(all, 1, 2, KustoType.DYNAMIC, "parse_json");
        alias(all, "parse_json", "todynamic", "toobject", "parsejson");
        put(
                all,
                1,
                1,
                KustoType.LONG,
                "tolong",
                "strlen",
                "array_length",
                "hourofday",
                "dayofmonth",
                "getmonth",
                "getyear");
        alias(all, "tolong", "toint");
        put(all, 1, 1, KustoType.REAL, "todouble");
        alias(all, "todouble", "toreal", "todecimal");
        put(all, 1, 1, KustoType.BOOL, "tobool", "isempty", "isnotempty", "isnull", "isnotnull", "not");
        alias(all, "tobool", "toboolean");
        alias(all, "isnotempty", "notempty");
        alias(all, "isnotnull", "notnull");
        put(all, 1, 1, KustoType.DATETIME, "todatetime", "ago");
        put(all, 0, 1, KustoType.DATETIME, "now");
        put(all, 1, 2, KustoType.DATETIME, "startofday", "endofday");
        put(all, 1, 1, KustoType.TIMESPAN, "totimespan", "dayofweek");
        put(all, 3, 3, KustoType.DYNAMIC, "iff");
        alias(all, "iff", "iif");
        put(all, 3, MANY, KustoType.DYNAMIC, "case");
        put(all, 2, 64, KustoType.DYNAMIC, "coalesce");
        put(all, 2, 3, KustoType.DYNAMIC, "split");
        put(all, 1, 64, KustoType.STRING, "strcat");
        put(all, 2, 64, KustoType.STRING, "strcat_delim");
        put(all, 2, 2, KustoType.STRING, "strcat_array", "trim_end", "trim_start");
        put(all, 2, 3, KustoType.STRING, "substring");
        put(all, 2, 5, KustoType.LONG, "indexof");
        put(all, 3, 3, KustoType.STRING, "replace_string");
        put(all, 3, 4, KustoType.STRING, "extract");
        put(all, 2, 2, KustoType.BOOL, "set_has_element");
        put(all, 1, MANY, KustoType.DYNAMIC, "pack_array");
        put(all, 2, MANY, KustoType.DYNAMIC, "bag_pack");
        alias(all, "bag_pack", "pack", "pack_dictionary");
        put(all, 1, 1, KustoType.DYNAMIC, "bag_keys");
        put(all, 3, 3, KustoType.LONG, "datetime_diff");
        all.put("bin", new Signature("bin", 2, 2, KustoType.DYNAMIC, true));
        alias(all, "bin", "floor");
        all.put("abs", new Signature("abs", 1, 1, KustoType.DYNAMIC, true));
        return Map.copyOf(all);
    }

    private static void put(Map<String, Signature> all, int least, int most, KustoType type, String... names) {
        for (String name : names) {
            all.put(name, new Signature(name, least, most, type, false));
        }
    }

    private static void alias(Map<String, Signature> all, String name, String... others) {
        for (String other : others) {
            all.put(other, all.get(name));
        }
    }

    static List<FunctionEntry> entries() {
        var all = new ArrayList<FunctionEntry>();
        transparent(all, "tostring", (in, context) -> KustoValues.toText(in.get(0)));
        transparent(all, "json_text", (in, context) -> KustoValues.toText(in.get(0)));
        transparent(all, "parse_json", (in, context) -> KustoValues.parseJson(in.get(0)));
        transparent(all, "within", (in, context) -> KustoValues.within(in));
        transparent(all, "member", (in, context) -> KustoValues.member(in.get(0), in.get(1)));
        transparent(all, "tolong", (in, context) -> KustoValues.toLong(in.get(0)));
        transparent(all, "todouble", (in, context) -> KustoValues.toDouble(in.get(0)));
        transparent(all, "tobool", (in, context) -> KustoValues.toBool(in.get(0)));
        transparent(all, "todatetime", (in, context) -> KustoValues.toDatetime(in.get(0)));
        transparent(all, "totimespan", (in, context) -> KustoValues.toTimespan(in.get(0)));
        KustoTextFunctions.addTo(all);
        KustoValueFunctions.addTo(all);
        return List.copyOf(all);
    }

    static void transparent(List<FunctionEntry> all, String name, Body body) {
        all.add(FunctionEntry.transparent("kusto:" + name, body));
    }

    static void add(List<FunctionEntry> all, String name, Body body) {
        all.add(FunctionEntry.of("kusto:" + name, body));
    }
}
