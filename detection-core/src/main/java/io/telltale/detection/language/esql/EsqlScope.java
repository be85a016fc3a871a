package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which names a command can read: the columns bound so far and, while no command has chosen columns, the event's fields. */
final class EsqlScope {
    private final EcsFields ecs;
    private final Set<String> columns = new LinkedHashSet<>();
    private final Set<String> dropped = new HashSet<>();
    private boolean open = true;

    EsqlScope(EcsFields ecs) {
        this.ecs = ecs;
    }

    Expression read(String name, Span span) {
        if (columns.contains(name)) {
            return new Expression.Column(name, span);
        }
        return open && !dropped.contains(name) ? ecs.read(name, span) : new Expression.Literal(Values.NULL, span);
    }

    void bind(String name) {
        columns.add(name);
    }

    void drop(String name) {
        columns.remove(name);
        dropped.add(name);
    }

    void only(Iterable<String> names) {
        columns.clear();
        names.forEach(columns::add);
        open = false;
    }

    boolean isOpen() {
        return open;
    }

    Set<String> columns() {
        return Set.copyOf(columns);
    }

    /** The names that the patterns stand for, in the patterns' order; a pattern without a star stands for itself. */
    List<String> matching(Iterable<String> patterns) {
        var names = new LinkedHashSet<String>();
        for (String pattern : patterns) {
            if (pattern.indexOf('*') < 0) {
                names.add(pattern);
                continue;
            }
            Wildcard wildcard = Wildcard.compile(pattern, true);
            columns.stream().filter(wildcard::matches).forEach(names::add);
            if (open) {
                for (String field : EcsFields.names()) {
                    if (wildcard.matches(field) && !dropped.contains(field)) {
                        names.add(field);
                    }
                }
            }
        }
        return List.copyOf(names);
    }
}
