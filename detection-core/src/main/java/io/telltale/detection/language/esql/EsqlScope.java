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
    private static final Set<String> TIMES =
            Set.of("ecs:time", "esql:now", "esql:date_trunc", "esql:to_datetime", "esql:date_parse");

    private final EcsFields ecs;
    private final Set<String> columns = new LinkedHashSet<>();
    private final Set<String> dropped = new HashSet<>();
    private final Set<String> times = new HashSet<>();
    private boolean open = true;

    EsqlScope(EcsFields ecs) {
        this.ecs = ecs;
    }

    Expression read(String name, Span span) {
        if (columns.contains(name)) {
            return new Expression.Column(name, span);
        }
        if (!open || dropped.contains(name)) {
            return new Expression.Literal(Values.NULL, span);
        }
        Expression field = ecs.read(name, span);
        return field instanceof Expression.Field read && read.path().throughLists()
                ? new Expression.Call("ecs:list", List.of(field), span)
                : field;
    }

    /** Whether the name is read from the event. */
    boolean isField(String name) {
        return open && !columns.contains(name) && !dropped.contains(name);
    }

    void bind(String name) {
        columns.add(name);
        times.remove(name);
    }

    /** Binds a column that holds times. */
    void bindTime(String name) {
        columns.add(name);
        times.add(name);
    }

    /** Whether an expression yields a time, so that a text beside it is one too. */
    boolean isTime(Expression expression) {
        return expression instanceof Expression.Column column
                ? times.contains(column.name())
                : expression instanceof Expression.Call call && TIMES.contains(call.function());
    }

    void drop(String name) {
        columns.remove(name);
        dropped.add(name);
    }

    void only(Iterable<String> names) {
        columns.clear();
        names.forEach(columns::add);
        times.retainAll(columns);
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
