package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.FunctionEntry.Body;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The scalar functions: how many arguments each takes, what type it gives, and what computes it. */
final class KustoFunctions {
    /**
     * A function as a query calls it.
     *
     * @param function what computes it, without the language's prefix
     * @param sameAsFirst whether its type is its arguments'
     * @param pattern the argument that is a regular expression and must be a constant; -1 where none is
     */
    record Signature(String function, int least, int most, KustoType result, boolean sameAsFirst, int pattern) {
        String expected() {
            return least == most
                    ? Integer.toString(least)
                    : least + " to " + (most == MANY ? "any number" : Integer.toString(most));
        }
    }

    private static final int MANY = Integer.MAX_VALUE;

    static final Map<String, Signature> SIGNATURES = new Table().signatures();

    /** What computes the functions, by full name. */
    static final Map<String, FunctionEntry> ENTRIES =
            entries().stream().collect(Collectors.toUnmodifiableMap(FunctionEntry::name, Function.identity()));

    private KustoFunctions() {}

    /** The functions, a line for those that take the same number of arguments and give the same type. */
    private static final class Table {
        private final Map<String, Signature> all = new HashMap<>();

        Map<String, Signature> signatures() {
            text();
            lists();
            times();
            numbers();
            series();
            others();
            aliases();
            return Map.copyOf(all);
        }

        private void text() {
            put(1, 1, KustoType.STRING, "tostring", "tolower", "toupper", "url_decode", "url_encode", "reverse");
            put(1, 1, KustoType.STRING, "url_encode_component");
            put(1, 1, KustoType.STRING, "base64_decode_tostring", "base64_encode_tostring", "toguid");
            put(1, MANY, KustoType.STRING, "make_string");
            put(1, 64, KustoType.STRING, "strcat");
            put(2, 64, KustoType.STRING, "strcat_delim");
            put(2, 2, KustoType.STRING, "strcat_array");
            put(2, 3, KustoType.STRING, "substring", "strrep");
            put(3, 3, KustoType.STRING, "replace_string", "translate");
            put(2, 2, KustoType.STRING, 0, "trim", "trim_start", "trim_end");
            put(3, 3, KustoType.STRING, 1, "replace_regex");
            put(3, 3, KustoType.STRING, 0, "replace");
            put(3, 4, KustoType.STRING, 0, "extract");
            put(2, 3, KustoType.DYNAMIC, 0, "extract_all");
            put(2, 3, KustoType.STRING, "extract_json");
            put(2, 5, KustoType.LONG, "indexof");
            put(2, 5, KustoType.LONG, 1, "indexof_regex");
            put(1, 1, KustoType.LONG, "strlen", "string_size");
            put(2, 2, KustoType.LONG, "strcmp", "has_any_index");
            put(2, 3, KustoType.LONG, "countof");
            put(2, 3, KustoType.DYNAMIC, "split");
            put(1, 1, KustoType.STRING, "hash_md5", "hash_sha1", "hash_sha256", "regex_quote");
            put(3, 3, KustoType.STRING, "replace_strings");
            put(2, 2, KustoType.DYNAMIC, "parse_command_line");
            put(1, 1, KustoType.BOOL, "isutf8");
            put(1, 1, KustoType.DYNAMIC, "parse_url", "parse_urlquery", "parse_path", "parse_csv", "parse_xml");
            put(1, 1, KustoType.DYNAMIC, "unicode_codepoints_from_string");
            put(1, 1, KustoType.BOOL, "isascii", "isempty", "isnotempty");
        }

        private void lists() {
            put(1, 2, KustoType.DYNAMIC, "parse_json");
            put(1, MANY, KustoType.DYNAMIC, "pack_array", "array_concat", "bag_merge", "zip");
            put(2, MANY, KustoType.DYNAMIC, "bag_pack", "set_union", "set_intersect", "set_difference");
            put(1, 1, KustoType.DYNAMIC, "bag_keys", "treepath", "array_reverse");
            put(0, 1, KustoType.DYNAMIC, "pack_all");
            put(1, 64, KustoType.DYNAMIC, "array_sort_asc", "array_sort_desc");
            put(3, 3, KustoType.DYNAMIC, "array_slice", "array_iff", "bag_set_key");
            put(2, 3, KustoType.DYNAMIC, "array_shift_left", "array_shift_right", "range");
            put(2, 2, KustoType.DYNAMIC, "array_rotate_left", "array_rotate_right", "array_split", "repeat");
            put(2, 2, KustoType.DYNAMIC, "bag_remove_keys", "bag_zip");
            put(1, MANY, KustoType.DYNAMIC, "hll_merge", "merge_tdigest");
            put(1, 1, KustoType.LONG, "dcount_hll");
            put(2, 3, KustoType.DYNAMIC, "percentile_tdigest");
            put(2, MANY, KustoType.DYNAMIC, "percentiles_array_tdigest");
            put(2, 2, KustoType.BOOL, "set_equals");
            put(2, 5, KustoType.LONG, "array_index_of");
            put(1, 1, KustoType.LONG, "array_length");
            put(1, 1, KustoType.REAL, "array_sum");
            put(2, 2, KustoType.BOOL, "set_has_element", "bag_has_key");
            put(2, 2, KustoType.REAL, "jaccard_index");
            put(1, 1, KustoType.STRING, "gettype", "dynamic_to_json");
        }

        private void times() {
            put(1, 1, KustoType.DATETIME, "todatetime", "ago");
            put(0, 1, KustoType.DATETIME, "now");
            put(1, 2, KustoType.DATETIME, "startofday", "startofweek", "startofmonth", "startofyear");
            put(1, 2, KustoType.DATETIME, "endofday", "endofweek", "endofmonth", "endofyear");
            put(3, 3, KustoType.DATETIME, "datetime_add");
            put(2, 2, KustoType.DATETIME, "datetime_utc_to_local", "datetime_local_to_utc");
            put(1, 7, KustoType.DATETIME, "make_datetime");
            put(1, 1, KustoType.DATETIME, "unixtime_seconds_todatetime", "unixtime_milliseconds_todatetime");
            put(1, 1, KustoType.DATETIME, "unixtime_microseconds_todatetime", "unixtime_nanoseconds_todatetime");
            put(0, 0, KustoType.DATETIME, "ingestion_time");
            put(1, 1, KustoType.TIMESPAN, "totimespan", "dayofweek");
            put(2, 4, KustoType.TIMESPAN, "make_timespan");
            put(3, 3, KustoType.LONG, "datetime_diff");
            put(2, 2, KustoType.LONG, "datetime_part");
            put(1, 1, KustoType.LONG, "hourofday", "dayofmonth", "dayofyear", "week_of_year", "getmonth", "getyear");
            put(2, 2, KustoType.STRING, "format_datetime", "format_timespan");
            put(1, 3, KustoType.STRING, "format_bytes");
        }

        private void numbers() {
            put(1, 2, KustoType.LONG, "hash");
            put(1, 1, KustoType.LONG, "tolong", "toint", "sign", "binary_not", "bitset_count_ones");
            put(2, 2, KustoType.LONG, "binary_and", "binary_or", "binary_xor");
            put(2, 2, KustoType.LONG, "binary_shift_left", "binary_shift_right");
            put(1, 1, KustoType.REAL, "todouble", "sqrt", "exp", "exp2", "exp10", "log", "log2", "log10");
            put(1, 1, KustoType.REAL, "sin", "cos", "tan", "asin", "acos", "atan", "cot", "degrees", "radians");
            put(2, 2, KustoType.REAL, "pow", "atan2");
            put(0, 0, KustoType.REAL, "pi");
            put(1, 1, KustoType.BOOL, "isnan", "isinf", "isfinite");
            put(1, 2, KustoType.STRING, "tohex");
            same(1, 1, "abs", "ceiling");
            same(1, 2, "round");
            same(2, 2, "bin");
            same(3, 3, "bin_at");
            same(2, 64, "min_of", "max_of", "coalesce");
        }

        private void series() {
            put(1, 1, KustoType.DYNAMIC, "series_abs", "series_sign", "series_exp", "series_log", "series_floor");
            put(1, 1, KustoType.DYNAMIC, "series_ceiling", "series_sin", "series_cos", "series_tan");
            put(1, 1, KustoType.DYNAMIC, "series_asin", "series_acos", "series_atan");
            put(2, 2, KustoType.DYNAMIC, "series_add", "series_subtract", "series_multiply", "series_divide");
            put(2, 2, KustoType.DYNAMIC, "series_pow", "series_equals", "series_not_equals");
            put(
                    2,
                    2,
                    KustoType.DYNAMIC,
                    "series_greater",
                    "series_greater_equals",
                    "series_less",
                    "series_less_equals");
            put(1, 1, KustoType.REAL, "series_sum", "series_product", "series_magnitude");
            put(2, 2, KustoType.REAL, "series_dot_product", "series_cosine_similarity", "series_pearson_correlation");
            put(1, 2, KustoType.DYNAMIC, "series_stats", "series_stats_dynamic");
            put(1, 1, KustoType.DYNAMIC, "series_fit_line", "series_fit_line_dynamic");
            put(1, 5, KustoType.DYNAMIC, "series_decompose", "series_outliers");
            put(1, 7, KustoType.DYNAMIC, "series_decompose_anomalies");
            put(2, 5, KustoType.DYNAMIC, "series_decompose_forecast");
            put(1, 2, KustoType.DYNAMIC, "series_seasonal");
            put(2, 3, KustoType.DYNAMIC, "series_fill_const");
            put(1, 2, KustoType.DYNAMIC, "series_fill_forward", "series_fill_backward");
            put(1, 4, KustoType.DYNAMIC, "series_fill_linear");
            put(2, 4, KustoType.DYNAMIC, "series_fir");
            put(3, 3, KustoType.DYNAMIC, "series_iir");
        }

        private void others() {
            put(1, 1, KustoType.BOOL, "tobool", "isnull", "isnotnull", "not");
            put(3, 3, KustoType.BOOL, "around");
            put(1, MANY, KustoType.DYNAMIC, "bag_pack_columns");
            put(3, 3, KustoType.DYNAMIC, "iff");
            put(3, MANY, KustoType.DYNAMIC, "case");
            put(2, 2, KustoType.DYNAMIC, "column_ifexists");
            put(1, 1, KustoType.BOOL, "ipv4_is_private");
            put(2, 2, KustoType.BOOL, "ipv4_is_in_range", "ipv6_is_in_range");
            put(2, MANY, KustoType.BOOL, "ipv4_is_in_any_range", "ipv6_is_in_any_range");
            put(2, 3, KustoType.BOOL, "ipv4_is_match", "ipv6_is_match");
            put(2, MANY, KustoType.BOOL, "has_any_ipv4", "has_any_ipv4_prefix");
            put(2, 2, KustoType.BOOL, "has_ipv4", "has_ipv4_prefix");
            put(2, 3, KustoType.LONG, "ipv4_compare", "ipv6_compare");
            put(1, 1, KustoType.LONG, "parse_ipv4", "ipv4_netmask_suffix");
            put(2, 2, KustoType.LONG, "parse_ipv4_mask");
            put(1, 1, KustoType.STRING, "parse_ipv6");
            put(1, 2, KustoType.STRING, "format_ipv4");
        }

        private void aliases() {
            alias("make_string", "unicode_codepoints_to_string");
            alias("merge_tdigest", "tdigest_merge");
            alias("parse_json", "todynamic", "toobject", "parsejson");
            alias("hash", "hash_xxhash64");
            alias("todouble", "toreal", "todecimal");
            alias("tobool", "toboolean");
            alias("isnotempty", "notempty");
            alias("isnotnull", "notnull");
            alias("iff", "iif");
            alias("bag_pack", "pack", "pack_dictionary");
            alias("bin", "floor");
            alias("ceiling", "ceil");
            alias("getmonth", "monthofyear");
            alias("week_of_year", "weekofyear");
            alias("column_ifexists", "columnifexists");
            alias("base64_decode_tostring", "base64_decodestring");
            alias("base64_encode_tostring", "base64_encodestring");
            alias("extract_json", "extractjson");
            alias("extract_all", "extractall");
        }

        private void put(int least, int most, KustoType type, String... names) {
            put(least, most, type, -1, names);
        }

        private void put(int least, int most, KustoType type, int pattern, String... names) {
            for (String name : names) {
                all.put(name, new Signature(name, least, most, type, false, pattern));
            }
        }

        private void same(int least, int most, String... names) {
            for (String name : names) {
                all.put(name, new Signature(name, least, most, KustoType.DYNAMIC, true, -1));
            }
        }

        private void alias(String name, String... others) {
            for (String other : others) {
                all.put(other, all.get(name));
            }
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
        transparent(all, "toint", (in, context) -> KustoValues.toInt(in.get(0)));
        transparent(all, "todouble", (in, context) -> KustoValues.toDouble(in.get(0)));
        transparent(all, "tobool", (in, context) -> KustoValues.toBool(in.get(0)));
        transparent(all, "todatetime", (in, context) -> KustoValues.toDatetime(in.get(0)));
        transparent(all, "totimespan", (in, context) -> KustoValues.toTimespan(in.get(0)));
        all.add(FunctionEntry.of(
                        "kusto:isempty",
                        (in, context) -> Values.of(KustoValues.text(in.get(0)).isEmpty()))
                .as(TestKind.IS_NULL, 0, 1, true));
        KustoTextFunctions.addTo(all);
        KustoPatternFunctions.addTo(all);
        KustoUrls.addTo(all);
        KustoEncodings.addTo(all);
        KustoHashes.addTo(all);
        KustoFormats.addTo(all);
        KustoLists.addTo(all);
        KustoSets.addTo(all);
        KustoBags.addTo(all);
        KustoSeries.addTo(all);
        KustoNetwork.addTo(all);
        KustoDates.addTo(all);
        KustoNumbers.addTo(all);
        return all.stream().map(KustoFunctions::total).toList();
    }

    /** The same function, null where its result is a number, a date or a time span that no value of its type can hold. */
    private static FunctionEntry total(FunctionEntry entry) {
        Body body = (in, context) -> KustoNumbers.total(() -> entry.body().apply(in, context));
        return new FunctionEntry(
                entry.name(),
                body,
                entry.takesFailures(),
                entry.predicate(),
                entry.transparent(),
                entry.part(),
                entry.readsClock());
    }

    static void transparent(List<FunctionEntry> all, String name, Body body) {
        all.add(FunctionEntry.transparent("kusto:" + name, body));
    }

    static void add(List<FunctionEntry> all, String name, Body body) {
        all.add(FunctionEntry.of("kusto:" + name, body));
    }
}
