package io.telltale.detection.schema;

import io.telltale.detection.ir.Printer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the canonical field that a reader means, who may know it by a record's own path or by a vendor's name. */
public final class FieldNames {
    private static final String DIVIDER = "::";

    private final List<FieldSchema> schemas;

    public FieldNames() {
        schemas = List.of("cim", "ecs", "ocsf", "panther", "sentinel", "splunk", "udm").stream()
                .map(FieldSchema::load)
                .toList();
    }

    /**
     * The fields as the catalog names them that a name may mean: a canonical name itself; for another one the name as it
     * is, the path of a record, and what each vendor's schema has under it.
     */
    public Set<String> canonical(String name) {
        var names = new TreeSet<>(Set.of(name));
        if (!name.contains(DIVIDER)) {
            names.add(Printer.NAMESPACE + name);
            schemas.stream()
                    .flatMap(schema -> schema.field(name).stream())
                    .map(field -> Printer.NAMESPACE + field.path())
                    .filter(path -> !path.equals(Printer.NAMESPACE + "-"))
                    .forEach(names::add);
        }
        return names;
    }
}
