package io.telltale.detection.language.spl;

import io.telltale.detection.ir.FunctionEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of the functions that {@code eval} and {@code where} support, and those that the lowering itself calls. */
final class SplFunctions {
    private final Map<String, EvalFunction> table;
    private final List<FunctionEntry> entries;

    SplFunctions() {
        var regexes = new RegexCache();
        var byName = new LinkedHashMap<String, EvalFunction>();
        for (List<EvalFunction> part : List.of(
                TypeFunctions.table(),
                TypedFunctions.table(),
                TextFunctions.table(regexes),
                MultivalueFunctions.table(regexes),
                NumberFunctions.table(),
                JsonFunctions.table())) {
            part.forEach(f -> byName.put(f.name(), f));
        }
        table = Collections.unmodifiableMap(byName);
        var all = new ArrayList<FunctionEntry>();
        table.values().forEach(f -> f.entry().ifPresent(all::add));
        all.addAll(NumberFunctions.operators());
        all.add(TypeFunctions.xor());
        all.addAll(InnerFunctions.entries(regexes));
        all.addAll(AddonFields.entries());
        entries = List.copyOf(all);
    }

    /** The functions by name, in the order of Splunk's documentation's headings. */
    Map<String, EvalFunction> table() {
        return table;
    }

    Optional<EvalFunction> function(String name) {
        return Optional.ofNullable(table.get(name));
    }

    List<FunctionEntry> entries() {
        return entries;
    }
}
