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
            "search",
            "serialize",
            "sort",
            "summarize",
            "take",
            "top",
            "top-hitters",
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
            "partition",
            "reduce",
            "scan",
            "top-nested");

    private KustoOperators() {}

    /** Both, in alphabetical order. */
    static Set<String> all() {
        var all = new TreeSet<String>(SUPPORTED);
        all.addAll(KNOWN);
        return all;
    }
}
