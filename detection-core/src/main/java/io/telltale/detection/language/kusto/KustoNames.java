package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.text.Wildcard;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
            "repeat",
            "dcount_hll",
            "dcount_hll");

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final Set<String> taken;
    private final Set<String> given = new HashSet<>();
    private int unnamed;

    KustoNames(Collection<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    String of(Named column) {
        String name = column.name().orElseGet(() -> unused(column.value()));
        taken.add(name);
        given.add(name);
        return name;
    }

    /** The columns in the order that {@code project-reorder} gives them. */
    static List<String> reordered(List<String> columns, List<KustoSyntax.Place> places) {
        var order = new LinkedHashSet<String>();
        for (KustoSyntax.Place place : places) {
            Wildcard pattern = Wildcard.compile(place.pattern(), true);
            Stream<String> meant = columns.stream().filter(pattern::matches);
            String by = place.order().orElse("");
            if (!by.isEmpty()) {
                Comparator<String> up = by.startsWith("granny")
                        ? Comparator.comparing(KustoNames::stem)
                                .thenComparing(KustoNames::number)
                                .thenComparing(Comparator.naturalOrder())
                        : Comparator.naturalOrder();
                meant = meant.sorted(by.endsWith("asc") ? up : up.reversed());
            }
            meant.forEach(order::add);
        }
        order.addAll(columns);
        return List.copyOf(order);
    }

    /** What stands before the first digit. */
    private static String stem(String name) {
        return name.split("\\d", 2)[0];
    }

    /** The number that follows. */
    private static BigInteger number(String name) {
        Matcher digits = DIGITS.matcher(name);
        return digits.find() ? new BigInteger(digits.group()) : BigInteger.ONE.negate();
    }

    /** The name of a value that is given none; one that the operator has given before gets a number behind it. */
    private String unused(Scalar value) {
        String name = of(value);
        while (name.isEmpty() || (name.startsWith("Column") && taken.contains(name))) {
            name = "Column" + ++unnamed;
        }
        String free = name;
        for (int i = 1; given.contains(free); i++) {
            free = name + i;
        }
        return free;
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
            String target = of(index.target());
            String place = index.index() instanceof KustoSyntax.Literal literal
                    ? literal.value().asText()
                    : "";
            return target.isEmpty() ? "" : target + "_" + place;
        }
        if (scalar instanceof KustoSyntax.Call call
                && KEEP_NAME.contains(call.function())
                && !call.arguments().isEmpty()) {
            return of(call.arguments().get(0));
        }
        if (scalar instanceof KustoSyntax.Call call && KustoAggregates.isAggregate(call.function())) {
            return aggregate(call);
        }
        if (scalar instanceof KustoSyntax.Call call
                && PREFIXES.containsKey(call.function())
                && !call.arguments().isEmpty()) {
            return PREFIXES.get(call.function()) + "_" + of(call.arguments().get(0));
        }
        return "";
    }

    /** The name of an aggregate inside of an expression that keeps its argument's name. */
    private static String aggregate(KustoSyntax.Call call) {
        KustoAggregates.Shape shape = KustoAggregates.shape(call.function()).orElseThrow();
        String argument = call.arguments().isEmpty() || shape.entry().equals("count")
                ? ""
                : of(call.arguments().get(0));
        return switch (shape.entry()) {
            case "take_any", "arg_max", "arg_min" -> argument;
            case "percentile" -> {
                boolean stated = call.arguments().size() > 1 && call.arguments().get(1) instanceof KustoSyntax.Literal;
                String place = stated
                        ? ((KustoSyntax.Literal) call.arguments().get(1))
                                .value()
                                .asText()
                        : "1";
                yield shape.prefix() + "_" + argument + "_" + place.replace('.', '_');
            }
            default -> shape.prefix() + "_" + argument;
        };
    }
}
