package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An object as Splunk sees JSON: one field a leaf, named by its path, with {@code {}} where a list is stepped over. */
final class Leaves {
    private Leaves() {}

    /** Leaves by path; those below a list's elements together. Values that are no object are one leaf of the empty name. */
    static Map<String, Value> of(Value value) {
        var found = new LinkedHashMap<String, List<Value>>();
        gather(value, "", found);
        var out = new LinkedHashMap<String, Value>();
        found.forEach((path, values) -> out.put(path, Parts.several(values)));
        return out;
    }

    private static void gather(Value value, String path, Map<String, List<Value>> into) {
        if (value instanceof Value.ObjectOf object) {
            object.members().forEach((name, inside) -> gather(inside, path.isEmpty() ? name : path + "." + name, into));
        } else if (value instanceof Value.ListOf list) {
            list.elements().forEach(element -> gather(element, path + "{}", into));
        } else if (!(value instanceof Value.Missing)) {
            into.computeIfAbsent(path, p -> new ArrayList<>()).add(value.isAbsent() ? Values.of("null") : value);
        }
    }
}
