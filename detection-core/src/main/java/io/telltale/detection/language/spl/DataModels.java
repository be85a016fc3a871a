package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.schema.SchemaField;
import io.telltale.detection.text.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The data models of Splunk's Common Information Model that CloudTrail fills: which records the add-on tags for them, and
 * what their fields are ({@code schema/cim.tsv}).
 */
final class DataModels {
    private static final Matching CASELESS =
            new Matching(false, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);

    /**
     * A model.
     *
     * @param datasets the names that may stand before a field's, the root first
     * @param prefixes beginnings of the event names that belong to it
     * @param parts what other event names hold that belong to it
     */
    record Model(String name, List<String> datasets, List<String> prefixes, List<String> parts) {}

    /** The models by name. */
    static final Map<String, Model> TABLE = table();

    private DataModels() {}

    private static Map<String, Model> table() {
        var out = new LinkedHashMap<String, Model>();
        out.put(
                "Authentication",
                new Model(
                        "Authentication",
                        List.of(
                                "Authentication",
                                "Failed_Authentication",
                                "Successful_Authentication",
                                "Privileged_Authentication"),
                        List.of("ConsoleLogin", "AssumeRole", "GetFederationToken", "GetSessionToken"),
                        List.of()));
        out.put(
                "Change",
                new Model(
                        "Change",
                        List.of(
                                "All_Changes",
                                "Auditing_Changes",
                                "Endpoint_Changes",
                                "Network_Changes",
                                "Account_Management",
                                "Instance_Changes"),
                        List.of("Create"),
                        List.of("Delete", "Remove", "Reboot")));
        return java.util.Collections.unmodifiableMap(out);
    }

    /** The dataset that {@code nodename=model.dataset} asks for. */
    static Optional<String> node(SearchSyntax condition) {
        return condition instanceof SearchSyntax.Comparison c
                        && c.field().text().equals("nodename")
                        && c.operator().equals("=")
                ? Optional.of(c.value().text().replaceFirst("^.*\\.", ""))
                : Optional.empty();
    }

    /** A model, or the dataset of it that one of the conditions names. */
    static Word node(Word model, List<SearchSyntax> conditions) {
        return conditions.stream()
                .flatMap(c -> node(c).stream())
                .findFirst()
                .map(dataset -> new Word(model.text().replaceFirst("\\..*$", "") + "." + dataset, true, model.span()))
                .orElse(model);
    }

    /** Lets rows start from the events of a model, or of one of its datasets. */
    static void enter(Rows rows, Word named, boolean flat) {
        String[] parts = named.text().split("\\.", 2);
        Model model = TABLE.get(parts[0]);
        String dataset = parts.length > 1 ? parts[1] : "";
        if (model == null) {
            rows.refuse("data model " + parts[0], named.span());
            rows.startFrom(new Pipeline.Source.Log("splunk.datamodel." + parts[0]), new Scope.Fresh());
            return;
        }
        boolean root = dataset.isEmpty() || dataset.equals(model.datasets().get(0));
        boolean known = Set.of("Failed_Authentication", "Successful_Authentication", "Instance_Changes")
                .contains(dataset);
        if (!root && !known) {
            rows.refuse("dataset " + named.text(), named.span());
        }
        rows.filter(member(rows, model));
        if (dataset.equals("Failed_Authentication") || dataset.equals("Successful_Authentication")) {
            rows.filter(
                    equal(rows.resolve("action"), List.of(dataset.startsWith("Failed") ? "failure" : "success"), rows));
        } else if (dataset.equals("Instance_Changes")) {
            rows.filter(equal(rows.resolve("object_category"), List.of("instance"), rows));
        }
        rows.rescope(new Dataset(rows.scope(), model, flat, rows.context()));
    }

    /**
     * Whether a record belongs to a model. A function and no list of event names: what a model gathers is not what a rule
     * over it looks for.
     */
    private static Expression member(Rows rows, Model model) {
        return rows.call("in_model", new Expression.Event(rows.command()), rows.literal(model.name()));
    }

    /** Arguments: the record, the model's name. */
    static Value isMember(List<Value> arguments) {
        Model model = TABLE.get(arguments.get(1).asText());
        if (model == null || !(arguments.get(0) instanceof Value.ObjectOf record)) {
            return Values.FALSE;
        }
        String event = record.get("eventName").asText();
        boolean signIns = model.name().equals("Authentication");
        return Values.of(AddonEvents.of(event)
                        .map(e -> e.action().equals("outcome") == signIns)
                        .orElse(false)
                || model.prefixes().stream().anyMatch(event::startsWith)
                || model.parts().stream().anyMatch(event::contains));
    }

    private static Expression equal(Expression value, List<String> wanted, Rows rows) {
        List<Expression> literals = wanted.stream().map(rows::literal).toList();
        return new Expression.Test(
                literals.size() == 1 ? TestKind.EQ : TestKind.IN, value, literals, CASELESS, rows.command());
    }

    /** A dataset's fields, under their full names ({@code All_Changes.user}) or, where it is flat, their own. */
    record Dataset(Scope event, Model model, boolean flat, SearchContext context) implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            String field = name;
            boolean full = false;
            for (String dataset : model.datasets()) {
                if (field.startsWith(dataset + ".")) {
                    field = field.substring(dataset.length() + 1);
                    full = true;
                }
            }
            if (!full && (name.equals("_time") || name.equals("_raw") || name.equals("sourcetype"))) {
                return event.resolve(name, span);
            }
            Optional<SchemaField> known = context.cim().field(model.name() + "." + field);
            if (known.isEmpty()) {
                context.refuse("data model field " + model.name() + "." + field, span);
                return new Expression.Literal(Values.MISSING, span);
            }
            if (!full && !flat) {
                context.refuse("data model field without its dataset: " + field, span);
            }
            Expression value = event.resolve(known.get().path().toString(), span);
            return known.get().form().startsWith("default ")
                    ? new Expression.Call(
                            "spl:alias",
                            List.of(
                                    value,
                                    new Expression.Literal(
                                            Values.of(known.get().form().substring(8)), span)),
                            span)
                    : value;
        }

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public List<String> bound() {
            return List.of();
        }
    }
}
