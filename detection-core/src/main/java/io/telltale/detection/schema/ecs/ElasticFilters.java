package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers the filters that stand beside a rule's query, clauses of Elasticsearch's query DSL, as a search finds them. */
final class ElasticFilters {
    private static final Map<String, TestKind> BOUNDS =
            Map.of("gt", TestKind.GT, "gte", TestKind.GE, "lt", TestKind.LT, "lte", TestKind.LE);
    private static final int MAX_DEPTH = 50;

    private final EcsFields fields;
    private final List<Unsupported> unsupported;

    ElasticFilters(EcsFields fields, List<Unsupported> unsupported) {
        this.fields = fields;
        this.unsupported = unsupported;
    }

    Optional<Expression> lower(Value filter) {
        if (!(filter instanceof Value.ObjectOf object)) {
            return Optional.empty();
        }
        Value.ObjectOf meta = object(object.get("meta"));
        if (meta.get("disabled").equals(Values.TRUE)) {
            return Optional.empty();
        }
        Value.ObjectOf query = object.get("query") instanceof Value.ObjectOf own ? own : object;
        Expression condition = clause(query, 0);
        return Optional.of(
                meta.get("negate").equals(Values.TRUE) ? new Expression.Not(condition, Span.NONE) : condition);
    }

    private static Value.ObjectOf object(Value value) {
        return value instanceof Value.ObjectOf object ? object : Values.objectOf(Map.of());
    }

    private Expression clause(Value.ObjectOf query, int depth) {
        for (Map.Entry<String, Value> entry : query.members().entrySet()) {
            Value.ObjectOf body = object(entry.getValue());
            switch (entry.getKey()) {
                case "$state", "meta" -> {
                    // What Kibana shows of the filter; no part of the search.
                }
                case "bool" -> {
                    return depth > MAX_DEPTH ? unknown("bool") : bool(body, depth);
                }
                case "exists" -> {
                    return new Expression.Call(
                            "ecs:present", List.of(read(body.get("field").asText())), Span.NONE);
                }
                case "match_phrase", "match", "term", "terms", "wildcard", "prefix", "range" -> {
                    return field(entry.getKey(), body);
                }
                case "match_all" -> {
                    return new Expression.Literal(Values.TRUE, Span.NONE);
                }
                default -> {
                    return unknown(entry.getKey());
                }
            }
        }
        return unknown("without a query");
    }

    private Expression unknown(String what) {
        unsupported.add(new Unsupported("filter " + what, Span.NONE));
        return new Expression.Literal(Values.NULL, Span.NONE);
    }

    private Expression read(String name) {
        if (EcsFields.isUnavailable(name)) {
            unsupported.add(new Unsupported("field " + name, Span.NONE));
        }
        return fields.read(name, Span.NONE);
    }

    private Expression bool(Value.ObjectOf body, int depth) {
        var conditions = new ArrayList<Expression>();
        clauses(body.get("must"), depth).forEach(conditions::add);
        clauses(body.get("filter"), depth).forEach(conditions::add);
        clauses(body.get("must_not"), depth).forEach(c -> conditions.add(new Expression.Not(c, Span.NONE)));
        List<Expression> should = clauses(body.get("should"), depth);
        if (!should.isEmpty()
                && (conditions.isEmpty() || !body.get("minimum_should_match").isAbsent())) {
            conditions.add(Expression.anyOf(should, Span.NONE));
        }
        return Expression.allOf(conditions, Span.NONE);
    }

    private List<Expression> clauses(Value value, int depth) {
        List<Value> all =
                value instanceof Value.ListOf list ? list.elements() : value.isAbsent() ? List.of() : List.of(value);
        return all.stream().map(one -> clause(object(one), depth + 1)).toList();
    }

    private Expression field(String kind, Value.ObjectOf body) {
        var conditions = new ArrayList<Expression>();
        for (Map.Entry<String, Value> entry : body.members().entrySet()) {
            if (List.of("boost", "_name").contains(entry.getKey())) {
                continue;
            }
            Value wanted = entry.getValue();
            boolean cased = !object(wanted).get("case_insensitive").equals(Values.TRUE);
            Matching matching = new Matching(cased, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);
            Expression field = read(entry.getKey());
            if (kind.equals("range")) {
                object(wanted).members().forEach((bound, value) -> {
                    if (BOUNDS.containsKey(bound)) {
                        conditions.add(test(BOUNDS.get(bound), field, List.of(value), matching));
                    }
                });
            } else if (kind.equals("terms") && wanted instanceof Value.ListOf list) {
                conditions.add(test(TestKind.IN, field, list.elements(), matching));
            } else {
                Value value = wanted instanceof Value.ObjectOf options
                        ? options.get(kind.startsWith("match") ? "query" : "value")
                        : wanted;
                TestKind test = kind.equals("wildcard")
                        ? TestKind.WILDCARD
                        : kind.equals("prefix") ? TestKind.STARTS_WITH : TestKind.EQ;
                conditions.add(test(test, field, List.of(value), matching));
            }
        }
        return Expression.allOf(conditions, Span.NONE);
    }

    private static Expression test(TestKind kind, Expression field, List<Value> wanted, Matching matching) {
        List<Expression> literals = wanted.stream()
                .map(v -> (Expression)
                        new Expression.Literal(kind == TestKind.WILDCARD ? Values.of(v.asText()) : v, Span.NONE))
                .toList();
        return EcsTests.of(kind, field, literals, matching, Span.NONE);
    }
}
