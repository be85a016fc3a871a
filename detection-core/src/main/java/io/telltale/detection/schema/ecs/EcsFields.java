package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.schema.SchemaField;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The fields that Elastic's CloudTrail integration makes of a record, each an expression over the record itself. A field
 * is a plain copy unless its form in {@code ecs.tsv} says what the integration's ingest pipeline computes:
 *
 * <ul>
 *   <li>{@code outcome}: {@code failure} where the record has an error code or an error message, else {@code success};
 *       of a ConsoleLogin, what its response says, in lower case;
 *   <li>{@code flattened}: one text, objects written {@code {k=v, k2={…}}} as Java prints a hash map; the keyword is not there
 *       for a text longer than the number behind it;
 *   <li>{@code prefix}: what lies below is read by its path, lists looked through, every value a keyword; the name itself
 *       stands for all of them;
 *   <li>{@code ip}: only where the source is an address; {@code geoip}: from the table that the reader gives as the
 *       parameter {@code geoip}, absent for an address that is not in it, as it is from Elastic's databases;
 *   <li>{@code text}: the words of another field, for full-text searches;
 *   <li>{@code category}, {@code type}: by event name; {@code related_*}, {@code target_entity}: by service and event
 *       name.
 * </ul>
 *
 * <p>Not thread-safe: it remembers which parameters the fields read so far lean on.
 */
public final class EcsFields {
    /** The name of the parameter with the table of networks. */
    public static final String GEOIP = "geoip";

    private static final FieldSchema SCHEMA = FieldSchema.load("ecs");
    private static final List<SchemaField> PREFIXES = StreamSupport.stream(
                    SCHEMA.fields().spliterator(), false)
            .filter(field -> field.form().equals("prefix"))
            .toList();

    private static final Set<String> NOT_KEYWORDS =
            Set.of("time", "ip", "geoip:as.number", "geoip:geo.location", "unavailable", "prefix", "console_login");
    private static final Set<String> DERIVED =
            Set.of("outcome", "category", "type", "tls_version", "tls_protocol", "user_agent_name");
    private static final Set<String> BOOLEANS = Set.of("aws.cloudtrail.read_only");

    private final Map<String, String> given;
    private final Value table;
    private final Map<String, Parameter> asked = new LinkedHashMap<>();

    private final Optional<Map<String, Value>> row;

    private EcsFields(Map<String, String> given, Optional<Map<String, Value>> row) {
        this.row = row;
        this.given = Map.copyOf(given);
        this.table = EcsNetworks.table(given.getOrDefault(GEOIP, ""));
    }

    /**
     * The fields of one rule.
     *
     * @param parameters the reader's values by name
     * @throws RuleSyntaxException where the table of networks among them cannot be read
     */
    public static EcsFields of(Map<String, String> parameters) throws RuleSyntaxException {
        try {
            return new EcsFields(parameters, Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new RuleSyntaxException(new Position("parameter " + GEOIP, 1, 1), String.valueOf(e.getMessage()));
        }
    }

    /** The fields as they are where the reader gives no parameters. */
    public static EcsFields withoutParameters() {
        return new EcsFields(Map.of(), Optional.empty());
    }

    /** The fields of a document that is no record but known as it is. */
    static EcsFields ofRow(Map<String, Value> row) {
        return new EcsFields(Map.of(), Optional.of(row));
    }

    /** The field of that name; one that the integration does not fill is read from the record by its own path. */
    public Expression read(String name, Span span) {
        if (row.isPresent()) {
            Value value = row.get().getOrDefault(name, Values.MISSING);
            return new Expression.Literal(isTime(name) ? EcsFunctions.time(value) : value, span);
        }
        Optional<SchemaField> field = SCHEMA.field(name);
        if (field.isPresent()) {
            return derived(field.get(), span);
        }
        for (SchemaField prefix : PREFIXES) {
            if (name.startsWith(prefix.name() + ".")) {
                FieldPath path = prefix.path();
                for (String key : name.substring(prefix.name().length() + 1).split("\\.", -1)) {
                    path = path.then(key);
                }
                return call("scalars", span, new Expression.Field(path.flattening(), span));
            }
        }
        return new Expression.Field(path(name).flattening(), span);
    }

    /** Whether the field is there; one that only has fields below it, whether any of these is. */
    public Expression present(String name, Expression field, Span span) {
        Expression present = call("present", span, field);
        if (SCHEMA.field(name).isPresent() || isFlattened(name)) {
            return present;
        }
        var any = new ArrayList<Expression>();
        any.add(present);
        for (String below : searched()) {
            if (below.startsWith(name + ".") && !isAnalysed(below)) {
                any.add(call("present", span, read(below, span)));
            }
        }
        return Expression.anyOf(any, span);
    }

    /** Whether the integration fills the field with something that cannot be computed from the record. */
    public static boolean isUnavailable(String name) {
        return form(name).equals("unavailable");
    }

    /** Whether the field holds an address, so that a network stands for all its addresses. */
    public static boolean isAddress(String name) {
        return form(name).equals("ip");
    }

    public static boolean isTime(String name) {
        return form(name).equals("time");
    }

    /** Whether the field is of the type flattened, or below one. */
    public static boolean isFlattened(String name) {
        return PREFIXES.stream().anyMatch(prefix -> name.equals(prefix.name()) || name.startsWith(prefix.name() + "."));
    }

    /** Whether the field is of the type text: the words of another field, which searches find one by one. */
    public static boolean isAnalysed(String name) {
        return form(name).startsWith("text:");
    }

    /** Whether an index holds the field's values as keywords, whose order is that of their characters. */
    public static boolean isKeyword(String name) {
        String form = form(name);
        boolean mapped =
                !form.isEmpty() && !isAnalysed(name) && !NOT_KEYWORDS.contains(form) && !BOOLEANS.contains(name);
        return mapped || isFlattened(name);
    }

    /** Whether the field has no values below it but one text made of them all. */
    public static boolean isText(String name) {
        return form(name).startsWith("flattened:");
    }

    private static String form(String name) {
        return SCHEMA.field(name).map(SchemaField::form).orElse("");
    }

    /** The names that the integration fills, where this library can compute them. */
    public static List<String> names() {
        var names = new ArrayList<String>();
        for (SchemaField field : SCHEMA.fields()) {
            if (!List.of("unavailable", "prefix").contains(field.form()) && !isAnalysed(field.name())) {
                names.add(field.name());
            }
        }
        return names;
    }

    /** The names that a pattern for names stands for in a search: texts and flattened fields are among them. */
    public static List<String> searched() {
        var names = new ArrayList<String>();
        for (SchemaField field : SCHEMA.fields()) {
            if (!field.form().equals("unavailable")) {
                names.add(field.name());
            }
        }
        return names;
    }

    /** The fields that the integration computes from several, or rewrites, so that the record itself does not show them. */
    List<Expression> derived(Span span) {
        var derived = new ArrayList<Expression>();
        for (SchemaField field : SCHEMA.fields()) {
            if (DERIVED.contains(field.form()) || isText(field.name())) {
                derived.add(derived(field, span));
            }
        }
        return derived;
    }

    /** What the fields read so far, and what stands beside them, leave to the reader. */
    public List<Parameter> parameters() {
        return List.copyOf(asked.values());
    }

    /** The value of a parameter, which the rule then has. */
    public Optional<String> parameter(String name, String kind, Optional<String> byDefault) {
        Optional<String> value = Optional.ofNullable(given.get(name)).or(() -> byDefault);
        asked.put(name, new Parameter(name, kind, value, byDefault));
        return value;
    }

    private static FieldPath path(String name) {
        try {
            return FieldPath.parse(name);
        } catch (IllegalArgumentException e) {
            return FieldPath.parse("_").then(name);
        }
    }

    private Expression derived(SchemaField field, Span span) {
        Expression plain = new Expression.Field(field.path(), span);
        String form = field.form();
        int colon = form.indexOf(':');
        String argument = colon < 0 ? "" : form.substring(colon + 1);
        return switch (colon < 0 ? form : form.substring(0, colon)) {
            case "plain" -> plain;
            case "text" -> words(argument, span);
            case "flattened" -> call("flattened", span, plain, text(argument, span));
            case "prefix" -> call("leaves", span, plain);
            case "constant" -> new Expression.Literal(Values.of(argument), span);
            case "unavailable" -> new Expression.Literal(Values.NULL, span);
            case "first" -> call("first", span, plain, at(argument, span));
            case "outcome" -> call("outcome", span, plain, at("errorMessage", span), new Expression.Event(span));
            case "user_name", "user_email" -> call(form, span, userName(plain, span));
            case "actor_entity", "target_entity" ->
                call(form.substring(0, colon), span, new Expression.Event(span), text(argument, span));
            case "user_id" ->
                call("user_id", span, plain, at("userIdentity.type", span), at("userIdentity.onBehalfOf.userId", span));
            case "console_login", "console_login_text" -> call(form, span, plain, at("eventName", span));
            case "related_user", "related_entity" -> call(form, span, new Expression.Event(span));
            case "geoip" -> {
                parameter(GEOIP, "table", Optional.of(""));
                yield call("geoip", span, plain, text(argument, span), new Expression.Literal(table, span));
            }
            default -> call(form, span, plain);
        };
    }

    /** A field without the limit that a keyword has. */
    private Expression words(String name, Span span) {
        return isText(name)
                ? call(
                        "flattened",
                        span,
                        new Expression.Field(SCHEMA.field(name).orElseThrow().path(), span))
                : read(name, span);
    }

    private static Expression[] userName(Expression plain, Span span) {
        return new Expression[] {
            plain,
            at("userIdentity.type", span),
            at("userIdentity.sessionContext.sessionIssuer.userName", span),
            at("eventName", span),
            at("additionalEventData.UserName", span),
            at("userIdentity.arn", span)
        };
    }

    private static Expression text(String text, Span span) {
        return new Expression.Literal(Values.of(text), span);
    }

    private static Expression at(String path, Span span) {
        return new Expression.Field(FieldPath.parse(path), span);
    }

    private static Expression call(String function, Span span, Expression... arguments) {
        return new Expression.Call("ecs:" + function, List.of(arguments), span);
    }
}
