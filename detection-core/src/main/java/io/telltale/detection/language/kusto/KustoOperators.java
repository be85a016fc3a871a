package io.telltale.detection.language.kusto;

import java.util.Set;
import java.util.TreeSet;

/** The tabular operators, by name: those with a meaning here, and those that are only known. */
final class KustoOperators {
    /** Operators that {@link KustoPipeline} lowers. */
    static final Set<String> SUPPORTED = Set.of(
            "as",
            "count",
            "datatable",
            "distinct",
            "evaluate bag_unpack",
            "evaluate ipv4_lookup",
            "evaluate ipv6_lookup",
            "extend",
            "filter",
            "externaldata",
            "invoke",
            "join",
            "limit",
            "lookup",
            "make-series",
            "materialize",
            "mv-apply",
            "mv-expand",
            "mvapply",
            "mvexpand",
            "order",
            "parse",
            "parse-kv",
            "parse-where",
            "partition",
            "print",
            "project",
            "project-away",
            "project-keep",
            "project-rename",
            "project-reorder",
            "range",
            "render",
            "sample",
            "sample-distinct",
            "scan",
            "search",
            "serialize",
            "sort",
            "summarize",
            "take",
            "top",
            "top-hitters",
            "top-nested",
            "union",
            "where");

    /** Operators that are known and have no meaning here: a rule with one is not runnable, because of it. */
    static final Set<String> KNOWN = Set.of(
            "consume",
            "graph-mark-components",
            "graph-shortest-paths",
            "graph-to-table",
            "macro-expand",
            "project-by-names",
            "facet",
            "find",
            "fork",
            "getschema",
            "graph-match",
            "make-graph",
            "reduce");

    private KustoOperators() {}

    /** Whether an operator works on the rows that it is given, and on no others. */
    static boolean isPlain(KustoSyntax.Operator operator) {
        if (operator instanceof KustoSyntax.Several several) {
            return several.operators().stream().allMatch(KustoOperators::isPlain);
        }
        return operator instanceof KustoSyntax.Where
                || operator instanceof KustoSyntax.Extend
                || operator instanceof KustoSyntax.Project
                || operator instanceof KustoSyntax.Choose
                || operator instanceof KustoSyntax.Rename
                || operator instanceof KustoSyntax.Reorder
                || operator instanceof KustoSyntax.Unchanged
                || operator instanceof KustoSyntax.Summarize
                || operator instanceof KustoSyntax.Count
                || operator instanceof KustoSyntax.Distinct
                || operator instanceof KustoSyntax.Sort
                || operator instanceof KustoSyntax.Top
                || operator instanceof KustoSyntax.Take
                || operator instanceof KustoSyntax.MvExpand
                || operator instanceof KustoSyntax.Parse
                || operator instanceof KustoSyntax.ParseKv
                || operator instanceof KustoSyntax.Scan;
    }

    /** Both, in alphabetical order. */
    static Set<String> all() {
        var all = new TreeSet<String>(SUPPORTED);
        all.addAll(KNOWN);
        return all;
    }
}
