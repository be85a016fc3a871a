package io.telltale.detection.language.snowflake;

import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What names stand for in a query: the columns of its sources. */
final class Scope {
    private final List<Source> sources = new ArrayList<>();

    Scope(List<Source> sources) {
        this.sources.addAll(sources);
    }

    List<Source> sources() {
        return sources;
    }

    void add(Source source) {
        sources.add(source);
    }

    void replace(List<Source> others) {
        sources.clear();
        sources.addAll(others);
    }

    /** A column that a source of this query is known to have. */
    Optional<Typed> known(Syntax.Name name) {
        Identifier column = last(name);
        for (Source source : sources) {
            if (!mayMean(source, name)) {
                continue;
            }
            Optional<Typed> found =
                    source.column(column).or(() -> source.log().flatMap(table -> table.known(column, name.span())));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** A column that a source may have, though it is not known to: a table whose columns are not known here. */
    Optional<Typed> possible(Syntax.Name name) {
        return sources.stream()
                .filter(source -> mayMean(source, name))
                .flatMap(source -> source.log().stream())
                .filter(table -> !table.cloudTrail())
                .findFirst()
                .map(table -> table.any(last(name), name.span()));
    }

    /** The source that a name before a column or a star means. */
    Optional<Source> source(List<Identifier> qualifier) {
        Identifier name = qualifier.get(qualifier.size() - 1);
        return sources.stream().filter(s -> s.isCalled(name)).findFirst();
    }

    boolean hasSource(Syntax.Name name) {
        List<Identifier> parts = name.parts();
        return parts.size() < 2 || source(parts.subList(0, parts.size() - 1)).isPresent();
    }

    private static boolean mayMean(Source source, Syntax.Name name) {
        int parts = name.parts().size();
        return parts < 2 || source.isCalled(name.parts().get(parts - 2));
    }

    static Identifier last(Syntax.Name name) {
        return name.parts().get(name.parts().size() - 1);
    }

    static Syntax.Name name(Identifier identifier, Span span) {
        return new Syntax.Name(List.of(identifier), span);
    }
}
