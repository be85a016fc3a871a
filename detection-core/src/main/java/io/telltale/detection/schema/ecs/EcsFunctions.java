package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The functions that compute ECS fields, and those that Elastic's rule types need, for every language that reads them. */
public final class EcsFunctions {
    private static final List<FunctionEntry> OWN = List.of(
            reading("outcome", EcsFunctions::outcome, false),
            reading("flattened", EcsFunctions::flattened, true),
            reading("time", a -> time(a.get(0)), true),
            reading("ip", a -> ip(a.get(0)), true),
            reading("place", a -> each(a.get(0), EcsNetworks::place), false),
            reading("first", EcsFunctions::first, true),
            reading("list", a -> values(a.get(0)), true),
            reading("leaves", a -> leaves(a.get(0)), true),
            reading("scalars", a -> scalars(a.get(0)), true),
            reading("keyword", a -> each(a.get(0), EcsFunctions::keyword), true),
            reading("user_name", EcsUsers::name, true),
            reading("user_email", EcsUsers::email, true),
            reading("user_id", EcsUsers::id, true),
            reading("user_agent_name", a -> EcsUserAgent.name(a.get(0)), false),
            reading("user_agent_version", a -> EcsUserAgent.version(a.get(0)), false),
            reading(
                    "console_login",
                    a -> consoleLogin(a, v -> Values.of(!v.asText().equals("No"))),
                    false),
            reading("console_login_text", a -> consoleLogin(a, v -> v), true),
            reading("tls_version", a -> tls(a.get(0), false), false),
            reading("tls_protocol", a -> tls(a.get(0), true), false),
            reading("category", a -> EcsCategories.category(a.get(0)), false),
            reading("type", a -> EcsCategories.type(a.get(0)), false),
            reading("related_user", a -> EcsUsers.related(event(a)), false),
            reading("related_entity", a -> EcsEntities.related(event(a)), false),
            reading("target_entity", a -> EcsEntities.targets(event(a), a.get(1).asText()), false),
            reading("actor_entity", a -> EcsEntities.actor(event(a), a.get(1).asText()), false),
            reading(
                    "geoip",
                    a -> EcsNetworks.find(
                            (Value.ObjectOf) a.get(2), ip(a.get(0)), a.get(1).asText()),
                    false),
            FunctionEntry.part(
                    "ecs:member", (a, context) -> member(a.get(0), a.get(1).asText())),
            FunctionEntry.of("ecs:present", (a, context) -> Values.of(!EcsText.isDropped(a.get(0))))
                    .as(TestKind.EXISTS, 0, 1, true),
            FunctionEntry.of(
                            "ecs:date_math",
                            (a, context) -> EcsDateMath.time(
                                    a.get(0).asText(), context.now(), a.get(1).equals(Values.TRUE)))
                    .readingClock());

    private static final List<FunctionEntry> ENTRIES =
            Stream.concat(OWN.stream(), EcsTerms.entries().stream()).toList();

    private static final List<AggregateEntry> AGGREGATES =
            List.of(AggregateEntry.countingRows("ecs:count"), new AggregateEntry("ecs:cardinality", Cardinality::new));

    private EcsFunctions() {}

    /** The same entries at every call. */
    public static List<FunctionEntry> entries() {
        return ENTRIES;
    }

    /** The same entries at every call. */
    public static List<AggregateEntry> aggregates() {
        return AGGREGATES;
    }

    /**
     * The search of a whole document: whether any value of the record, or any that the integration makes of it, is matched by
     * a pattern, as a keyword is, as a whole.
     */
    public static FunctionEntry anywhere(String name) {
        return FunctionEntry.of(name, (a, context) -> {
                    Wildcard pattern = Wildcard.compile(a.get(1).asText(), true);
                    return Values.of(holds(a.get(0), pattern)
                            || a.stream().skip(2).anyMatch(derived -> holds(derived, pattern)));
                })
                .as(TestKind.WILDCARD, 0, 1, true);
    }

    /** The call of such a search. */
    public static Expression anywhere(String name, EcsFields fields, String pattern, Span span) {
        var arguments = new ArrayList<Expression>();
        arguments.add(new Expression.Event(span));
        arguments.add(new Expression.Literal(Values.of(pattern), span));
        arguments.addAll(fields.derived(span));
        return new Expression.Call(name, arguments, span);
    }

    private static boolean holds(Value value, Wildcard pattern) {
        if (value instanceof Value.ObjectOf object) {
            return object.members().values().stream().anyMatch(member -> holds(member, pattern));
        }
        if (value instanceof Value.ListOf list) {
            return list.elements().stream().anyMatch(element -> holds(element, pattern));
        }
        return !value.isAbsent() && pattern.matches(value.asText());
    }

    private static FunctionEntry reading(String name, Function<List<Value>, Value> body, boolean transparent) {
        FunctionEntry.Body total = (arguments, context) -> body.apply(arguments);
        return transparent ? FunctionEntry.transparent("ecs:" + name, total) : FunctionEntry.of("ecs:" + name, total);
    }

    private static Value.ObjectOf event(List<Value> arguments) {
        return arguments.get(0) instanceof Value.ObjectOf object ? object : Values.objectOf(new LinkedHashMap<>());
    }

    private static Value outcome(List<Value> a) {
        // The answer is read off the event, for it is no field that the outcome of other events leans on.
        Value login = member(a.get(2), "responseElements.ConsoleLogin");
        if (member(a.get(2), "eventName").asText().equals("ConsoleLogin") && !EcsText.isDropped(login)) {
            return Values.of(login.asText().toLowerCase(Locale.ROOT));
        }
        return Values.of(EcsText.isDropped(a.get(0)) && EcsText.isDropped(a.get(1)) ? "success" : "failure");
    }

    /** A text in ISO 8601 as a time; other values as they are. */
    public static Value time(Value value) {
        try {
            return value instanceof Value.Text text ? Values.of(Instant.parse(text.value())) : value;
        } catch (DateTimeParseException e) {
            return Values.NULL;
        }
    }

    private static Value flattened(List<Value> a) {
        Value text = EcsText.of(a.get(0));
        boolean kept = a.size() < 2
                || text.asText().length() <= Integer.parseInt(a.get(1).asText());
        return kept ? text : Values.NULL;
    }

    private static Value ip(Value value) {
        return EcsNetworks.address(value.asText()).isPresent() ? value : Values.NULL;
    }

    private static Value first(List<Value> values) {
        return values.stream().filter(v -> !EcsText.isDropped(v)).findFirst().orElse(Values.NULL);
    }

    /** The values at a place of a flattened field, which objects at that place are none of. */
    private static Value scalars(Value value) {
        if (value instanceof Value.ListOf list && list.elements().stream().anyMatch(Value.ObjectOf.class::isInstance)) {
            return Values.listOf(list.elements().stream()
                    .filter(element -> !(element instanceof Value.ObjectOf))
                    .toList());
        }
        return value instanceof Value.ObjectOf ? Values.NULL : value;
    }

    /** All values of a record's part, at any depth. */
    private static Value leaves(Value value) {
        var all = new ArrayList<Value>();
        leaves(value, all);
        return all.isEmpty() ? Values.NULL : Values.listOf(all);
    }

    private static void leaves(Value value, List<Value> all) {
        if (value instanceof Value.ObjectOf object) {
            object.members().values().forEach(member -> leaves(member, all));
        } else if (value instanceof Value.ListOf list) {
            list.elements().forEach(element -> leaves(element, all));
        } else if (!EcsText.isDropped(value)) {
            all.add(value);
        }
    }

    private static Value keyword(Value value) {
        return value.isAbsent() || value instanceof Value.Text ? value : Values.of(value.asText());
    }

    private static Value each(Value value, UnaryOperator<Value> body) {
        return value instanceof Value.ListOf list
                ? Values.listOf(list.elements().stream()
                        .map(element -> each(element, body))
                        .toList())
                : body.apply(value);
    }

    /** A field's values as an index holds them: none is null, one is itself, several are sorted, each once. */
    static Value values(Value value) {
        if (!(value instanceof Value.ListOf)) {
            return EcsText.isDropped(value) ? Values.NULL : value;
        }
        var objects = new LinkedHashSet<Value>();
        var texts = new TreeSet<String>();
        leaves(value, objects, texts);
        var all = new ArrayList<>(objects);
        texts.forEach(text -> all.add(Values.of(text)));
        return all.isEmpty() ? Values.NULL : all.size() == 1 ? all.get(0) : Values.listOf(all);
    }

    private static void leaves(Value value, Set<Value> others, Set<String> texts) {
        if (value instanceof Value.ListOf list) {
            list.elements().forEach(element -> leaves(element, others, texts));
        } else if (value instanceof Value.Text text && !EcsText.isDropped(value)) {
            texts.add(text.value());
        } else if (!EcsText.isDropped(value)) {
            others.add(value);
        }
    }

    private static Value consoleLogin(List<Value> a, Function<Value, Value> reading) {
        boolean applies = a.get(1).asText().equals("ConsoleLogin") && !EcsText.isDropped(a.get(0));
        return applies ? reading.apply(a.get(0)) : Values.NULL;
    }

    private static Value tls(Value version, boolean protocol) {
        String text = version.asText();
        int v = text.indexOf('v');
        if (EcsText.isDropped(version) || text.equals("tlsVersion")) {
            return Values.NULL;
        }
        if (v < 0) {
            return protocol ? Values.NULL : version;
        }
        return Values.of(protocol ? text.substring(0, v).toLowerCase(Locale.ROOT) : text.substring(v + 1));
    }

    /** The value below an object by a dotted path; missing where there is none. */
    static Value member(Value value, String path) {
        Value current = value;
        for (String key : path.split("\\.", -1)) {
            current = current instanceof Value.ObjectOf object ? object.get(key) : Values.MISSING;
        }
        return current;
    }

    private static final class Cardinality implements AggregateEntry.Accumulator {
        private final Set<Value> seen = new HashSet<>();

        @Override
        public void add(List<Value> arguments, long time) {
            if (arguments.get(0) instanceof Value.ListOf list) {
                seen.addAll(list.elements());
            } else if (!arguments.get(0).isAbsent()) {
                seen.add(arguments.get(0));
            }
        }

        @Override
        public Value result() {
            return Values.of((long) seen.size());
        }
    }
}
