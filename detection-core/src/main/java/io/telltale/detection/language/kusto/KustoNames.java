package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The names that Kusto gives to columns which the query gives none. */
final class KustoNames {
    private static final Set<String> KEEP_NAME = Set.of(
            "tostring",
            "toint",
            "tolong",
            "todouble",
            "toreal",
            "tobool",
            "todatetime",
            "totimespan",
            "todynamic",
            "parse_json",
            "toguid",
            "bin",
            "floor",
            "startofday",
            "startofweek",
            "startofmonth",
            "startofyear",
            "endofday",
            "endofweek",
            "endofmonth",
            "endofyear");

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
        return "";
    }
}
