package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.JsonReader;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an Elastic rule's file says beside its query: its type, and what the type does with the rows that the query finds.
 * {@code threshold} counts them by fields, {@code new_terms} keeps the first of each combination of fields that the history
 * window had not seen; a row without one of the fields belongs to no group, one with several values to each.
 *
 * @param rule the table {@code rule} of the file; empty where there is none
 * @param exceptions the items of the exception lists that lie beside the rule, by the lists' ids
 * @param valueLists the texts of the value lists that lie beside the rule, by their ids
 */
public record ElasticRule(Value.ObjectOf rule, Value.ObjectOf exceptions, Value.ObjectOf valueLists) {
    private static final Pattern LENGTH = Pattern.compile("(?:now-)?(\\d{1,6})([smhdw])");
    /** The rule types that search with a query of their own. */
    public static final List<String> TYPES = List.of("query", "saved_query", "threshold", "new_terms", "threat_match");

    private static final Set<String> OWN_LANGUAGE = Set.of("", "eql", "esql");
    private static final Matching NUMBERS =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.WHOLE);

    /**
     * Whether index patterns take in the data stream that CloudTrail's records are written to. A pattern behind a minus takes
     * out again what the ones before it take in.
     */
    public static boolean searchesCloudTrail(List<String> patterns) {
        boolean searched = false;
        for (String pattern : patterns) {
            boolean out = pattern.startsWith("-");
            String local = pattern.substring(Math.max(out ? 1 : 0, pattern.indexOf(':') + 1));
            if (local.contains("cloudtrail") || Wildcard.compile(local, true).matches("logs-aws.cloudtrail-default")) {
                searched = !out;
            }
        }
        return searched;
    }

    /** Reads the file as data, with what the vendor's other files add to it. */
    public static ElasticRule of(Value.ObjectOf document) {
        return new ElasticRule(
                object(document.get("rule")), object(document.get("exceptions")), object(document.get("value_lists")));
    }

    private static Value.ObjectOf object(Value value) {
        return value instanceof Value.ObjectOf object ? object : Values.objectOf(java.util.Map.of());
    }

    public String type() {
        return rule.get("type").asText();
    }

    public boolean isNewTerms() {
        return type().equals("new_terms");
    }

    /** How often the rule runs; Elastic's default is five minutes. */
    public Duration interval() {
        return length(rule.get("interval").asText()).orElse(Duration.ofMinutes(5));
    }

    /** How far a run looks back; Elastic's default is six minutes. */
    public Duration from() {
        return length(rule.get("from").asText()).orElse(Duration.ofMinutes(6));
    }

    /** How far back a term must have been seen not to be new. */
    public Optional<Duration> history() {
        List<Value> windows = elements(member(rule.get("new_terms"), "history_window_start"));
        return length(
                windows.isEmpty()
                        ? rule.get("history_window_start").asText()
                        : member(windows.get(0), "value").asText());
    }

    /** The field that an event query's category is compared with. */
    public String categoryField() {
        String own = rule.get("event_category_override").asText();
        return own.isEmpty() ? "event.category" : own;
    }

    /** The field by which events of one time are ordered. */
    public Optional<String> tiebreaker() {
        return Optional.of(rule.get("tiebreaker_field").asText()).filter(field -> !field.isEmpty());
    }

    /** The fields that the rule's type groups by. */
    public List<String> keys() {
        if (isNewTerms()) {
            Value exported = rule.get("new_terms_fields");
            return texts(exported.isAbsent() ? member(rule.get("new_terms"), "value") : exported);
        }
        return isThreshold() ? texts(member(rule.get("threshold"), "field")) : List.of();
    }

    public boolean isThreshold() {
        return type().equals("threshold");
    }

    /** What of the rule's type cannot be run. */
    public List<Unsupported> unsupported() {
        return TYPES.contains(type()) || OWN_LANGUAGE.contains(type())
                ? List.of()
                : List.of(new Unsupported("rule type " + type(), Span.NONE));
    }

    /** What beside the query decides on the events that are looked at: the filters and the exceptions. */
    public List<Stage> filters(EcsFields fields, List<Unsupported> unsupported) {
        var conditions = new ArrayList<Expression>();
        var filters = new ElasticFilters(fields, unsupported);
        elements(rule.get("filters")).forEach(filter -> filters.lower(filter).ifPresent(conditions::add));
        var lowering = new ElasticExceptions(fields, unsupported, valueLists);
        for (Value list : elements(rule.get("exceptions_list"))) {
            for (Value item : items(object(list).get("list_id").asText(), fields, unsupported)) {
                conditions.add(new Expression.Not(lowering.item(object(item)), Span.NONE));
            }
        }
        return conditions.isEmpty()
                ? List.of()
                : List.of(new Stage.Filter(Expression.allOf(conditions, Span.NONE), Span.NONE));
    }

    private static List<Value> elements(Value value) {
        return value instanceof Value.ListOf list ? list.elements() : List.of();
    }

    /** The items of a list that is not among the vendor's files are the reader's: JSON, one item a line. */
    private List<Value> items(String list, EcsFields fields, List<Unsupported> unsupported) {
        Value beside = exceptions.get(list);
        if (!beside.isAbsent()) {
            return elements(beside);
        }
        String given = fields.parameter(list, "list", Optional.of("")).orElse("");
        Optional<Value> whole = JsonReader.read(given);
        if (whole.isPresent()) {
            return whole.get() instanceof Value.ListOf several ? several.elements() : List.of(whole.get());
        }
        var items = new ArrayList<Value>();
        for (String line : given.lines().filter(l -> !l.isBlank()).toList()) {
            JsonReader.read(line)
                    .ifPresentOrElse(
                            items::add,
                            () -> unsupported.add(new Unsupported("exceptions that are no JSON", Span.NONE)));
        }
        return items;
    }

    /**
     * The query that a rule searches with: its own, else, of a rule that only names a query saved in Kibana, the reader's
     * parameter of the saved query's id.
     */
    public SourceText query(SourceText own, EcsFields fields) {
        if (!type().equals("saved_query") || !own.text().isBlank()) {
            return own;
        }
        String saved = rule.get("saved_id").asText();
        return SourceText.ofFile(
                "parameter " + saved,
                fields.parameter(saved, "query", Optional.empty()).orElse(""));
    }

    /** The query that a rule asks of the indicators which it compares events with. */
    public interface ThreatQuery {
        /** Whether an indicator, whose fields these are, is asked for. */
        Expression lower(EcsFields indicator, List<Unsupported> unsupported) throws RuleSyntaxException;
    }

    /**
     * A whole rule that searches with a query: the query, the filters beside it, and what the rule's type does with what they
     * find.
     *
     * @param query without one, a rule searches with its filters alone
     * @param threats what the rule asks of indicators
     * @param unsupported gathers what of the query and of the filters has no lowering
     */
    public Lowering lowered(
            Optional<Stage.Filter> query, ThreatQuery threats, EcsFields fields, List<Unsupported> unsupported)
            throws RuleSyntaxException {
        var all = new LinkedHashSet<Unsupported>(unsupported());
        var stages = new ArrayList<Stage>();
        query.ifPresent(stages::add);
        stages.addAll(filters(fields, unsupported));
        if (type().equals("threat_match")) {
            Expression met = new ElasticIndicators(rule, fields, unsupported).met(threats);
            stages.add(new Stage.Filter(met, Span.NONE));
        }
        stages.addAll(stages(fields, Span.NONE));
        all.addAll(unsupported);
        var pipeline = new Pipeline(Pipeline.CLOUDTRAIL, stages);
        return new Lowering(Optional.of(Detection.of(pipeline, fields.parameters())), List.copyOf(all));
    }

    /** The threat query of a rule, where it is written in the language; empty where the rule has none. */
    public Optional<SourceText> threatQuery(String language, SourceText file, List<Unsupported> unsupported) {
        String query = rule.get("threat_query").asText();
        String own = rule.get("threat_language").asText();
        if (query.isBlank()) {
            return Optional.empty();
        }
        if (!own.isEmpty() && !own.equals(language)) {
            unsupported.add(new Unsupported("threat_query in " + own, Span.NONE));
            return Optional.empty();
        }
        return Optional.of(SourceText.ofFile(file.file() + " threat_query", query));
    }

    /** The rule types that a search of any language may have, for the languages' pages. */
    public static List<Construct> types() {
        return TYPES.stream().map(type -> new Construct("rule type", type)).toList();
    }

    /** The stages behind the query's filter. */
    public List<Stage> stages(EcsFields fields, Span span) {
        var stages = new ArrayList<Stage>();
        if (isNewTerms()) {
            var columns = keys(stages, fields, span);
            stages.add(new Stage.FirstSeen(columns, from(), span));
        } else if (isThreshold()) {
            threshold(stages, fields, span);
        }
        return stages;
    }

    private List<Expression> keys(List<Stage> stages, EcsFields fields, Span span) {
        var columns = new ArrayList<Expression>();
        for (String key : keys()) {
            Expression values = new Expression.Call("ecs:list", List.of(fields.read(key, span)), span);
            stages.add(new Stage.Unnest(key, values, false, Optional.empty(), span));
            columns.add(new Expression.Column(key, span));
        }
        return columns;
    }

    private void threshold(List<Stage> stages, EcsFields fields, Span span) {
        var bindings = new ArrayList<Stage.Binding>();
        List<Expression> columns = keys(stages, fields, span);
        for (int i = 0; i < columns.size(); i++) {
            bindings.add(new Stage.Binding(keys().get(i), columns.get(i)));
        }
        Value threshold = rule.get("threshold");
        var aggregates = new ArrayList<Stage.Aggregation>();
        var conditions = new ArrayList<Expression>();
        aggregates.add(new Stage.Aggregation("count", "ecs:count", List.of(), Optional.empty()));
        conditions.add(atLeast("count", member(threshold, "value"), span));
        if (member(threshold, "cardinality") instanceof Value.ListOf cardinalities) {
            for (Value cardinality : cardinalities.elements()) {
                String field = member(cardinality, "field").asText();
                String column = "cardinality(" + field + ")";
                Expression values = new Expression.Call("ecs:list", List.of(fields.read(field, span)), span);
                aggregates.add(new Stage.Aggregation(column, "ecs:cardinality", List.of(values), Optional.empty()));
                conditions.add(atLeast(column, member(cardinality, "value"), span));
            }
        }
        stages.add(new Stage.Aggregate(bindings, aggregates, true, false, span));
        stages.add(new Stage.Filter(Expression.allOf(conditions, span), span));
    }

    private static Expression atLeast(String column, Value least, Span span) {
        return new Expression.Test(
                TestKind.GE,
                new Expression.Column(column, span),
                List.of(new Expression.Literal(least.isAbsent() ? Values.of(1) : least, span)),
                NUMBERS,
                span);
    }

    private static Value member(Value value, String name) {
        return value instanceof Value.ObjectOf object ? object.get(name) : Values.MISSING;
    }

    private static List<String> texts(Value value) {
        if (value instanceof Value.ListOf list) {
            return list.elements().stream().map(Value::asText).toList();
        }
        return value.asText().isEmpty() ? List.of() : List.of(value.asText());
    }

    /** A length of time as rules write it: {@code now-6m}, {@code 5m}. */
    public static Optional<Duration> length(String text) {
        Matcher matcher = LENGTH.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    default -> Duration.ofDays(7 * number);
                });
    }
}
