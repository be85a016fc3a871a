package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lowers the filters that stand beside a rule's query, clauses of Elasticsearch's query DSL, as a search finds them. */
final class ElasticFilters {
    private static final Map<String, TestKind> BOUNDS =
            Map.of("gt", TestKind.GT, "gte", TestKind.GE, "lt", TestKind.LT, "lte", TestKind.LE);
    /** What weighs or names a clause and changes nothing that it finds. */
    private static final Set<String> WEIGHTS = Set.of("boost", "_name");
    /** What Kibana shows of a filter; no part of the search. */
    private static final Set<String> SHOWN = Set.of("$state", "meta");

    private static final Set<String> RANGE_OPTIONS = Set.of("format", "boost", "_name");
    private static final int MAX_DEPTH = 50;

    private final EcsFields fields;
    private final EcsClauses clauses;

    ElasticFilters(EcsFields fields, List<Unsupported> unsupported) {
        this.fields = fields;
        this.clauses = new EcsClauses(fields, unsupported);
    }

    Optional<Expression> lower(Value filter) {
        return lower(filter, 0);
    }

    private Optional<Expression> lower(Value filter, int depth) {
        Value.ObjectOf object = object(filter);
        Value.ObjectOf meta = object(object.get("meta"));
        if (object.members().isEmpty() || meta.get("disabled").equals(Values.TRUE)) {
            return Optional.empty();
        }
        Expression condition;
        if (depth > MAX_DEPTH) {
            condition = clauses.unknown("filter combined");
        } else if (meta.get("type").asText().equals("combined")) {
            List<Expression> parts = list(meta.get("params")).stream()
                    .flatMap(part -> lower(part, depth + 1).stream())
                    .toList();
            condition = meta.get("relation").asText().equalsIgnoreCase("OR")
                    ? Expression.anyOf(parts, Span.NONE)
                    : Expression.allOf(parts, Span.NONE);
        } else {
            condition = clause(object.get("query") instanceof Value.ObjectOf own ? own : object, clauses, 0);
        }
        return Optional.of(
                meta.get("negate").equals(Values.TRUE) ? new Expression.Not(condition, Span.NONE) : condition);
    }

    private static Value.ObjectOf object(Value value) {
        return value instanceof Value.ObjectOf object ? object : Values.objectOf(Map.of());
    }

    private static List<Value> list(Value value) {
        return value instanceof Value.ListOf list ? list.elements() : value.isAbsent() ? List.of() : List.of(value);
    }

    private Expression clause(Value.ObjectOf query, EcsClauses in, int depth) {
        for (Map.Entry<String, Value> entry : query.members().entrySet()) {
            String kind = entry.getKey();
            if (SHOWN.contains(kind)) {
                continue;
            }
            Value.ObjectOf body = object(entry.getValue());
            return depth > MAX_DEPTH
                    ? in.unknown("filter " + kind)
                    : switch (kind) {
                        case "bool" -> bool(body, in, depth);
                        case "exists" -> in.exists(body.get("field").asText());
                        case "match_all" -> new Expression.Literal(Values.TRUE, Span.NONE);
                        case "match_none" -> new Expression.Literal(Values.FALSE, Span.NONE);
                        case "constant_score" -> clause(object(body.get("filter")), in, depth + 1);
                        case "nested" -> nested(body, in, depth);
                        case "range" -> perField(body, (name, wanted) -> range(name, wanted, in));
                        case "match_phrase", "match", "term", "terms", "wildcard", "prefix", "regexp" ->
                            perField(body, (name, wanted) -> field(kind, name, wanted, in));
                        default -> in.unknown("filter " + kind);
                    };
        }
        return in.unknown("filter without a query");
    }

    /** What is to be met of {@code should} is one where nothing else is required, none else, unless the clause says. */
    private Expression bool(Value.ObjectOf body, EcsClauses in, int depth) {
        var conditions = new ArrayList<Expression>();
        all(body.get("must"), in, depth).forEach(conditions::add);
        all(body.get("filter"), in, depth).forEach(conditions::add);
        boolean required = !conditions.isEmpty();
        all(body.get("must_not"), in, depth).forEach(c -> conditions.add(new Expression.Not(c, Span.NONE)));
        List<Expression> should = all(body.get("should"), in, depth);
        String least = body.get("minimum_should_match").asText();
        if (!least.isEmpty() && !List.of("0", "1").contains(least)) {
            return in.unknown("filter minimum_should_match " + least);
        }
        if (!should.isEmpty() && (least.isEmpty() ? !required : least.equals("1"))) {
            conditions.add(Expression.anyOf(should, Span.NONE));
        }
        return Expression.allOf(conditions, Span.NONE);
    }

    private List<Expression> all(Value value, EcsClauses in, int depth) {
        return list(value).stream()
                .map(one -> clause(object(one), in, depth + 1))
                .toList();
    }

    private Expression nested(Value.ObjectOf body, EcsClauses in, int depth) {
        String path = body.get("path").asText();
        Optional<EcsElement> element = in == clauses ? EcsElement.of(fields, path, Span.NONE) : Optional.empty();
        return element.map(list -> list.any(clause(object(body.get("query")), in.inside(list), depth + 1), Span.NONE))
                .orElseGet(() -> in.unknown("nested field " + path));
    }

    private interface OneField {
        Expression lower(String name, Value wanted);
    }

    private static Expression perField(Value.ObjectOf body, OneField one) {
        var conditions = new ArrayList<Expression>();
        body.members().forEach((name, wanted) -> {
            if (!WEIGHTS.contains(name)) {
                conditions.add(one.lower(name, wanted));
            }
        });
        return Expression.allOf(conditions, Span.NONE);
    }

    private static Expression range(String name, Value wanted, EcsClauses in) {
        var conditions = new ArrayList<Expression>();
        object(wanted).members().forEach((bound, value) -> {
            if (BOUNDS.containsKey(bound)) {
                if (!value.isAbsent()) {
                    conditions.add(in.ordered(BOUNDS.get(bound), name, value.asText()));
                }
            } else if (!RANGE_OPTIONS.contains(bound)) {
                conditions.add(in.unknown("filter range with " + bound));
            }
        });
        return conditions.isEmpty() ? in.exists(name) : Expression.allOf(conditions, Span.NONE);
    }

    private static Expression field(String kind, String name, Value wanted, EcsClauses in) {
        Value.ObjectOf options = object(wanted);
        boolean cased = !options.get("case_insensitive").equals(Values.TRUE);
        if (kind.equals("terms")) {
            return wanted instanceof Value.ListOf several
                    ? in.anyOf(name, several.elements(), cased)
                    : in.unknown("filter terms of another index");
        }
        Value value = options.members().isEmpty()
                ? wanted
                : options.get(kind.startsWith("match") ? "query" : kind).isAbsent()
                        ? options.get("value")
                        : options.get(kind.startsWith("match") ? "query" : kind);
        return switch (kind) {
            case "wildcard" -> in.wildcard(name, value.asText(), cased);
            case "prefix" -> in.prefix(name, value.asText(), cased);
            case "regexp" -> cased ? in.regex(name, value.asText()) : in.unknown("filter regexp without case");
            case "match" ->
                options.get("type").asText().equals("phrase")
                        ? in.anyOf(name, List.of(value), cased)
                        : in.anyWord(name, value);
            default -> in.anyOf(name, List.of(value), cased);
        };
    }
}
