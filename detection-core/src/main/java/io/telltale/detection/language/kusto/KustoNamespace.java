package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Let;
import io.telltale.detection.language.kusto.KustoSyntax.Meaning;
import io.telltale.detection.language.kusto.KustoSyntax.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names that {@code let} statements, parameters and {@code as} give a meaning, innermost first. Each meaning is read
 * with the names that stood before it, so that none can name itself.
 */
final class KustoNamespace {
    /** What a name stands for. */
    sealed interface Entry {}

    record Declared(Meaning meaning, KustoNamespace names) implements Entry {}

    record Rows(Query query, KustoNamespace names) implements Entry {}

    record Given(Typed value) implements Entry {}

    static final KustoNamespace EMPTY = new KustoNamespace(null, "", null);

    private final @Nullable KustoNamespace outer;
    private final String name;
    private final @Nullable Entry entry;

    private KustoNamespace(@Nullable KustoNamespace outer, String name, @Nullable Entry entry) {
        this.outer = outer;
        this.name = name;
        this.entry = entry;
    }

    KustoNamespace with(String newName, Entry newEntry) {
        return new KustoNamespace(this, newName, newEntry);
    }

    KustoNamespace with(List<Let> lets) {
        KustoNamespace names = this;
        for (Let let : lets) {
            names = names.with(let.name(), new Declared(let.meaning(), names));
        }
        return names;
    }

    /** The views, which a name with {@code *} may mean, the innermost last. */
    List<String> views() {
        var views = new ArrayList<String>();
        for (KustoNamespace at = this; at != null; at = at.outer) {
            boolean view = at.entry instanceof Declared declared
                    && declared.meaning() instanceof KustoSyntax.FunctionMeaning function
                    && function.view();
            if (view && !views.contains(at.name)) {
                views.add(0, at.name);
            }
        }
        return views;
    }

    Optional<Entry> find(String wanted) {
        for (KustoNamespace at = this; at != null; at = at.outer) {
            if (at.entry != null && at.name.equals(wanted)) {
                return Optional.of(at.entry);
            }
        }
        return Optional.empty();
    }
}
