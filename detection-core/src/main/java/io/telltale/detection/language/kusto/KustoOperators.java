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
            "join",
            "limit",
            "lookup",
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
            "serialize",
            "sort",
            "summarize",
            "take",
            "top",
            "union",
            "where");

    /** Operators that are known and have no meaning here: a rule with one is not runnable, because of it. */
    static final Set<String> KNOWN = Set.of(
            "consume",
            "facet",
            "find",
            "fork",
            "getschema",
            "graph-match",
            "invoke",
            "make-graph",
            "make-series",
            "partition",
            "reduce",
            "sample",
            "sample-distinct",
            "scan",
            "search",
            "top-hitters",
            "top-nested");

    private KustoOperators() {}

    /** Both, in alphabetical order. */
    static Set<String> all() {
        var all = new TreeSet<String>(SUPPORTED);
        all.addAll(KNOWN);
        return all;
    }
}
