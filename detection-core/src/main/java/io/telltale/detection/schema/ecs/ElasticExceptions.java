package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers a rule's exceptions. An event for which all entries of an item hold is not looked at, whatever the rule's type;
 * an entry whose operator is {@code excluded} holds where the field lacks the value, or is not there at all. An item counts
 * in the runs before its {@code expire_time}.
 */
final class ElasticExceptions {
    private final EcsFields fields;
    private final EcsClauses clauses;
    private final Value.ObjectOf valueLists;

    /** @param valueLists the texts of the value lists that lie beside the rule, by their ids */
    ElasticExceptions(EcsFields fields, List<Unsupported> unsupported, Value.ObjectOf valueLists) {
        this.fields = fields;
        this.clauses = new EcsClauses(fields, unsupported);
        this.valueLists = valueLists;
    }

    /** Whether the item takes an event out. */
    Expression item(Value.ObjectOf item) {
        var conditions = new ArrayList<Expression>();
        List<Value> systems = elements(item.get("os_types"));
        if (!systems.isEmpty()) {
            conditions.add(Expression.anyOf(
                    List.of(
                            clauses.anyOf("host.os.type", systems, true),
                            clauses.anyOf("host.os.name.caseless", systems, false)),
                    Span.NONE));
        }
        for (Value entry : elements(item.get("entries"))) {
            conditions.add(entry(entry, clauses));
        }
        if (conditions.isEmpty()) {
            return clauses.unknown("exception without entries");
        }
        String expires = item.get("expire_time").asText();
        if (!expires.isEmpty()) {
            conditions.add(EcsTests.before(expires, Span.NONE));
        }
        return Expression.allOf(conditions, Span.NONE);
    }

    private static List<Value> elements(Value value) {
        return value instanceof Value.ListOf list ? list.elements() : List.of();
    }

    private Expression entry(Value value, EcsClauses in) {
        if (!(value instanceof Value.ObjectOf entry)) {
            return in.unknown("exception entry");
        }
        String name = entry.get("field").asText();
        Expression condition = switch (entry.get("type").asText()) {
            case "match" -> in.anyOf(name, List.of(entry.get("value")), true);
            case "match_any" -> in.anyOf(name, elements(entry.get("value")), true);
            case "wildcard" -> in.wildcard(name, entry.get("value").asText(), true);
            case "exists" -> in.exists(name);
            case "list" -> inList(name, entry.get("list"), in);
            case "nested" -> nested(name, elements(entry.get("entries")), in);
            default -> in.unknown("exception entry " + entry.get("type").asText());
        };
        return entry.get("operator").asText().equals("excluded") ? new Expression.Not(condition, Span.NONE) : condition;
    }

    private Expression nested(String name, List<Value> entries, EcsClauses in) {
        Optional<EcsElement> element = in == clauses ? EcsElement.of(fields, name, Span.NONE) : Optional.empty();
        if (element.isEmpty()) {
            return in.unknown("nested field " + name);
        }
        EcsClauses inside = in.inside(element.get());
        List<Expression> all = entries.stream().map(e -> entry(e, inside)).toList();
        return element.get().any(Expression.allOf(all, Span.NONE), Span.NONE);
    }

    /** A value list is the reader's: a parameter by its id, whose lines are the values; else the file of that name. */
    private Expression inList(String name, Value list, EcsClauses in) {
        Value.ObjectOf named = list instanceof Value.ObjectOf object ? object : Values.objectOf(java.util.Map.of());
        String id = named.get("id").asText();
        String type = named.get("type").asText();
        Optional<String> beside =
                Optional.of(valueLists.get(id)).filter(text -> !text.isAbsent()).map(Value::asText);
        List<String> values = fields.parameter(id, "list", beside)
                .map(text -> text.replace("\\n", "\n").lines())
                .orElseGet(java.util.stream.Stream::empty)
                .flatMap(line -> java.util.stream.Stream.of(line.split(",", -1)))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        return switch (type) {
            case "keyword", "ip" ->
                in.anyOf(name, values.stream().map(v -> Values.of(v)).toList(), true);
            case "ip_range" ->
                in.anyOf(
                        name,
                        values.stream()
                                .flatMap(range -> EcsNetworks.networks(range).stream())
                                .map(v -> Values.of(v))
                                .toList(),
                        true);
            default -> in.unknown("value list of type " + type);
        };
    }
}
