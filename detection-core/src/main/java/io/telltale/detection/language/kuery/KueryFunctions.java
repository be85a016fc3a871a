package io.telltale.detection.language.kuery;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.EcsFunctions;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.List;

/** KQL's own function: the search of a whole document. */
final class KueryFunctions {
    private static final List<FunctionEntry> ENTRIES = entries();

    private KueryFunctions() {}

    static List<FunctionEntry> all() {
        return ENTRIES;
    }

    private static List<FunctionEntry> entries() {
        var entries = new ArrayList<>(EcsFunctions.entries());
        entries.add(FunctionEntry.of("kuery:anywhere", (a, context) -> {
                    Wildcard pattern = Wildcard.compile(a.get(1).asText(), true);
                    return Values.of(holds(a.get(0), pattern));
                })
                .as(TestKind.WILDCARD, 0, 1, true));
        return List.copyOf(entries);
    }

    /** Whether any value of the record is matched as a whole, as a keyword is. */
    private static boolean holds(Value value, Wildcard pattern) {
        if (value instanceof Value.ObjectOf object) {
            return object.members().values().stream().anyMatch(member -> holds(member, pattern));
        }
        if (value instanceof Value.ListOf list) {
            return list.elements().stream().anyMatch(element -> holds(element, pattern));
        }
        return !value.isAbsent() && pattern.matches(value.asText());
    }
}
