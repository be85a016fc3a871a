package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.JsonReader;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers what a rule of the type {@code threat_match} asks of its indicators: an event is found where, for any of the
 * mappings, all of its fields have the values of one indicator that the threat query finds. The index of indicators is the
 * reader's, a parameter by its name: CSV whose first line names the columns, or JSON, one indicator a line.
 */
final class ElasticIndicators {
    private final Value.ObjectOf rule;
    private final EcsFields fields;
    private final List<Unsupported> unsupported;
    private final EcsClauses clauses;

    ElasticIndicators(Value.ObjectOf rule, EcsFields fields, List<Unsupported> unsupported) {
        this.rule = rule;
        this.fields = fields;
        this.unsupported = unsupported;
        this.clauses = new EcsClauses(fields, unsupported);
    }

    /** Whether an event has what an indicator has. */
    Expression met(ElasticRule.ThreatQuery query) throws RuleSyntaxException {
        String index = String.join(",", texts(rule.get("threat_index")));
        Optional<String> table = fields.parameter(index, "table", Optional.empty());
        List<List<Value.ObjectOf>> mappings = mappings();
        if (mappings.isEmpty()) {
            return clauses.unknown("threat_match without a mapping");
        }
        var alternatives = new ArrayList<Expression>();
        // Indicators that are always found are looked for together, so that one membership stands for them.
        var always = new LinkedHashMap<List<Value.ObjectOf>, Set<Value>>();
        for (Map<String, Value> row : table.isEmpty() ? List.<Map<String, Value>>of() : rows(index, table.get())) {
            Expression wanted = wanted(query, row);
            for (List<Value.ObjectOf> mapping : mappings) {
                Optional<Expression> equal = equal(mapping, row);
                if (equal.isPresent() && wanted instanceof Expression.Literal found && mapping.size() == 1) {
                    if (found.value().equals(Values.TRUE)) {
                        always.computeIfAbsent(mapping, m -> new LinkedHashSet<>())
                                .addAll(values(row.getOrDefault(indicatorField(mapping.get(0)), Values.MISSING)));
                    }
                } else {
                    equal.ifPresent(e -> alternatives.add(Expression.allOf(List.of(wanted, e), Span.NONE)));
                }
            }
        }
        always.forEach((mapping, values) ->
                alternatives.add(equal(mapping.get(0).get("field").asText(), List.copyOf(values))));
        return Expression.anyOf(alternatives, Span.NONE);
    }

    private Expression wanted(ElasticRule.ThreatQuery query, Map<String, Value> row) throws RuleSyntaxException {
        EcsFields indicator = EcsFields.ofRow(row);
        var conditions = new ArrayList<Expression>();
        conditions.add(query.lower(indicator, unsupported));
        var filters = new ElasticFilters(indicator, unsupported);
        values(rule.get("threat_filters")).forEach(f -> filters.lower(f).ifPresent(conditions::add));
        conditions.removeIf(
                c -> c instanceof Expression.Literal literal && literal.value().equals(Values.TRUE));
        return Expression.allOf(conditions, Span.NONE);
    }

    /** The mappings, any of which will do; all entries of one must be met. */
    private List<List<Value.ObjectOf>> mappings() {
        var mappings = new ArrayList<List<Value.ObjectOf>>();
        for (Value mapping : values(rule.get("threat_mapping"))) {
            var entries = new ArrayList<Value.ObjectOf>();
            if (mapping instanceof Value.ObjectOf object) {
                for (Value entry : values(object.get("entries"))) {
                    if (entry instanceof Value.ObjectOf one) {
                        entries.add(one);
                    }
                }
            }
            if (entries.stream().anyMatch(entry -> entry.get("negate").equals(Values.TRUE))) {
                clauses.unknown("threat_mapping that does not match");
            }
            if (!entries.isEmpty()) {
                mappings.add(entries);
            }
        }
        return mappings;
    }

    /** Whether an event has an indicator's values; no event has those of an indicator that lacks one. */
    private Optional<Expression> equal(List<Value.ObjectOf> mapping, Map<String, Value> row) {
        var conditions = new ArrayList<Expression>();
        for (Value.ObjectOf entry : mapping) {
            List<Value> wanted = values(row.getOrDefault(indicatorField(entry), Values.MISSING));
            if (wanted.isEmpty()) {
                return Optional.empty();
            }
            conditions.add(equal(entry.get("field").asText(), wanted));
        }
        return Optional.of(Expression.allOf(conditions, Span.NONE));
    }

    private Expression equal(String field, List<Value> wanted) {
        return EcsFields.isAnalysed(field)
                ? Expression.anyOf(
                        wanted.stream()
                                .map(value -> clauses.anyWord(field, value))
                                .toList(),
                        Span.NONE)
                : clauses.anyOf(field, wanted, true);
    }

    private static String indicatorField(Value.ObjectOf entry) {
        return entry.get("value").asText();
    }

    private static List<Value> values(Value value) {
        return value instanceof Value.ListOf list
                ? list.elements()
                : value.isAbsent() || value.asText().isEmpty() ? List.of() : List.of(value);
    }

    private static List<String> texts(Value value) {
        return values(value).stream().map(Value::asText).toList();
    }

    private List<Map<String, Value>> rows(String name, String table) throws RuleSyntaxException {
        var rows = new ArrayList<Map<String, Value>>();
        String text = table.strip();
        if (!text.startsWith("{") && !text.startsWith("[")) {
            for (Map<String, String> cells : ReaderTable.parameter(name, text).rows()) {
                var row = new LinkedHashMap<String, Value>();
                cells.forEach((column, cell) -> row.put(column, Values.of(cell)));
                rows.add(row);
            }
            return rows;
        }
        List<Value> objects = JsonReader.read(text)
                .map(ElasticIndicators::values)
                .orElseGet(() -> text.lines()
                        .filter(line -> !line.isBlank())
                        .map(line -> JsonReader.read(line).orElse(Values.NULL))
                        .toList());
        for (Value object : objects) {
            if (object instanceof Value.ObjectOf indicator) {
                var row = new LinkedHashMap<String, Value>();
                flatten("", indicator, row);
                rows.add(row);
            } else {
                clauses.unknown("indicator that is no JSON object");
            }
        }
        return rows;
    }

    private static void flatten(String prefix, Value.ObjectOf object, Map<String, Value> row) {
        object.members().forEach((name, value) -> {
            if (value instanceof Value.ObjectOf inner) {
                flatten(prefix + name + ".", inner, row);
            } else {
                row.put(prefix + name, value);
            }
        });
    }
}
