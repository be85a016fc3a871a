package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which names a command can read: the columns bound so far and, while no command has chosen columns, the event's fields. */
final class EsqlScope {
    private static final Set<String> TIMES =
            Set.of("ecs:time", "esql:now", "esql:date_trunc", "esql:to_datetime", "esql:date_parse");

    /** Functions that yield a time where an argument is one. */
    private static final Set<String> KEEPING_TIMES = Set.of(
            "esql:add",
            "esql:bucket",
            "esql:clamp",
            "esql:coalesce",
            "esql:greatest",
            "esql:least",
            "esql:mv_first",
            "esql:mv_last",
            "esql:mv_max",
            "esql:mv_min",
            "esql:subtract",
            "esql:value");

    private final EcsFields ecs;
    private final Set<String> columns = new LinkedHashSet<>();
    private final Set<String> dropped = new HashSet<>();
    private final Set<String> times = new HashSet<>();
    private final Set<String> metadata = new HashSet<>();
    private boolean open = true;
    private boolean incomplete;

    EsqlScope(EcsFields ecs) {
        this.ecs = ecs;
    }

    Expression read(String name, Span span) {
        if (columns.contains(name)) {
            return new Expression.Column(name, span);
        }
        if (!isField(name)) {
            return new Expression.Literal(Values.NULL, span);
        }
        Expression field = ecs.read(name, span);
        return field instanceof Expression.Field read && read.path().throughLists()
                ? new Expression.Call("ecs:list", List.of(field), span)
                : field;
    }

    /** Notes what the source was asked for besides fields. */
    void ask(Iterable<String> names) {
        names.forEach(metadata::add);
    }

    boolean hasMetadata(String name) {
        return metadata.contains(name);
    }

    /** Whether there is no such column, because the commands before have chosen others or dropped it. */
    boolean isGone(String name) {
        return !columns.contains(name) && !isField(name) && !incomplete;
    }

    /** Notes that there are columns whose names are not known. */
    void addUnknown() {
        incomplete = true;
    }

    /** Whether the name is read from the event. */
    boolean isField(String name) {
        return open && !columns.contains(name) && !dropped.contains(name);
    }

    void bind(String name) {
        columns.remove(name);
        columns.add(name);
        times.remove(name);
    }

    /** Binds a column that holds times. */
    void bindTime(String name) {
        bind(name);
        times.add(name);
    }

    /** Whether an expression yields a time, so that a text beside it is one too. */
    boolean isTime(Expression expression) {
        if (expression instanceof Expression.Column column) {
            return times.contains(column.name());
        }
        if (expression instanceof Expression.Conditional conditional) {
            return isTime(conditional.then()) || isTime(conditional.otherwise());
        }
        return expression instanceof Expression.Call call
                && (TIMES.contains(call.function())
                        || (KEEPING_TIMES.contains(call.function())
                                && call.arguments().stream().anyMatch(this::isTime)));
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
        incomplete = false;
    }

    boolean isOpen() {
        return open;
    }

    /** In their order. */
    List<String> columns() {
        return List.copyOf(columns);
    }

    /**
     * The names that the patterns stand for, in the patterns' order. A name that several match stands where the most exact one
     * does: a name before a pattern, that before a star alone; of equals the last.
     */
    List<String> matching(Iterable<String> patterns) {
        var ranks = new LinkedHashMap<String, Integer>();
        for (String pattern : patterns) {
            int rank = pattern.indexOf('*') < 0 ? 0 : pattern.equals("*") ? 2 : 1;
            for (String name : rank == 0 ? List.of(pattern) : matching(pattern)) {
                if (ranks.getOrDefault(name, rank) >= rank) {
                    ranks.remove(name);
                    ranks.put(name, rank);
                }
            }
        }
        return List.copyOf(ranks.keySet());
    }

    private Set<String> matching(String pattern) {
        Wildcard wildcard = Wildcard.compile(pattern, true);
        var names = new LinkedHashSet<String>();
        if (open) {
            EcsFields.names().stream()
                    .filter(field -> wildcard.matches(field) && !dropped.contains(field))
                    .filter(field -> !field.startsWith("_") || metadata.contains(field))
                    .forEach(names::add);
        }
        columns.stream().filter(wildcard::matches).forEach(names::add);
        return names;
    }
}
