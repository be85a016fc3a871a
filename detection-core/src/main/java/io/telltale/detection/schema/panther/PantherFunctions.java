package io.telltale.detection.schema.panther;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The functions that Panther's rules lower to where no node of the representation says the same.
 *
 * @see <a href="https://docs.panther.com/detections/rules/writing-simple-detections/match-expression">match expressions</a>
 */
public final class PantherFunctions {
    /** A part of a value, by a path. */
    public static final String GET = "panther:get";
    /**
     * The different values of a field, as texts, or those that several fields have in common; a value that is no list is a
     * list of itself.
     */
    public static final String VALUES = "panther:values";
    /** How many of its arguments are true. */
    public static final String HOLDING = "panther:holding";
    /** A template, each {@code {}} of which is the next value. */
    public static final String TEMPLATE = "panther:template";
    /** An object of names and values in turn. */
    public static final String OBJECT = "panther:object";

    static final String CONTAINS = "panther:contains";
    static final String CONTAINS_ANY_CASE = "panther:icontains";
    static final String COUNT = "panther:count";

    private PantherFunctions() {}

    public static List<FunctionEntry> all() {
        return List.of(
                FunctionEntry.part(GET, new Get()),
                FunctionEntry.transparent(VALUES, (a, c) -> values(a)),
                FunctionEntry.of(
                        HOLDING,
                        (a, c) ->
                                Values.of(a.stream().filter(Values.TRUE::equals).count())),
                FunctionEntry.of(TEMPLATE, (a, c) -> template(a)).takingFailures(),
                FunctionEntry.of(OBJECT, (a, c) -> object(a)).takingFailures(),
                FunctionEntry.of(COUNT, (a, c) -> Values.of(elements(a.get(0)).size())),
                FunctionEntry.of(CONTAINS, (a, c) -> contains(a.get(0), a.get(1), true))
                        .as(TestKind.CONTAINS, 0, 1, true),
                FunctionEntry.of(CONTAINS_ANY_CASE, (a, c) -> contains(a.get(0), a.get(1), false))
                        .as(TestKind.CONTAINS, 0, 1, false),
                address("ip", a -> true),
                address("ipv4", a -> !a.isVersion6()),
                address("ipv6", IpAddress::isVersion6),
                address("public_ip", IpAddress::isPublic),
                address("private_ip", IpAddress::isPrivate));
    }

    /** The function that asks whether a text is an address of a kind. */
    private static FunctionEntry address(String kind, Predicate<IpAddress> wanted) {
        return FunctionEntry.of(
                "panther:is_" + kind,
                (a, c) -> Values.of(a.get(0) instanceof Value.Text text
                        && IpAddress.parse(text.value()).filter(wanted).isPresent()));
    }

    /** Reads the path once for a call. */
    private record Get() implements FunctionEntry.Body {
        @Override
        public Value apply(List<Value> arguments, EvaluationContext context) {
            return KeyPath.parse(arguments.get(1).asText())
                    .map(path -> KeyPath.read(arguments.get(0), path.segments()))
                    .orElse(Values.MISSING);
        }

        @Override
        public FunctionEntry.Body prepared(List<Optional<Value>> constants) {
            Optional<FieldPath> path = constants.get(1).flatMap(text -> KeyPath.parse(text.asText()));
            return path.<FunctionEntry.Body>map(p -> (a, c) -> KeyPath.read(a.get(0), p.segments()))
                    .orElse(this);
        }
    }

    private static Value values(List<Value> fields) {
        var common = new LinkedHashSet<>(texts(fields.get(0)));
        fields.forEach(field -> common.retainAll(texts(field)));
        return Values.listOf(common.stream().map(Values::of).toList());
    }

    private static List<String> texts(Value field) {
        return elements(field).stream()
                .filter(element -> !element.isAbsent())
                .map(PantherFunctions::text)
                .toList();
    }

    private static List<Value> elements(Value value) {
        return value instanceof Value.ListOf list ? list.elements() : value.isAbsent() ? List.of() : List.of(value);
    }

    private static String text(Value value) {
        return value instanceof Value.Decimal number && number.value() == Math.rint(number.value())
                ? String.valueOf((long) number.value())
                : value.asText();
    }

    private static Value template(List<Value> arguments) {
        String[] pieces = arguments.get(0).asText().split("\\{}", -1);
        var out = new StringBuilder(pieces[0]);
        for (int i = 1; i < pieces.length; i++) {
            Value value = i < arguments.size() ? arguments.get(i) : Values.MISSING;
            out.append(value.isAbsent() ? "None" : ValueText.of(value)).append(pieces[i]);
        }
        return Values.of(out.toString());
    }

    private static Value object(List<Value> arguments) {
        var members = new LinkedHashMap<String, Value>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            Value value = arguments.get(i + 1);
            members.put(arguments.get(i).asText(), value instanceof Value.Missing ? Values.NULL : value);
        }
        return Values.objectOf(members);
    }

    /** Of a text a piece of it, of a list an element; other values contain nothing. */
    private static Value contains(Value whole, Value piece, boolean cased) {
        if (whole instanceof Value.Text text && piece instanceof Value.Text wanted) {
            return Values.of(fold(text.value(), cased).contains(fold(wanted.value(), cased)));
        }
        var elements = whole instanceof Value.ListOf list ? list.elements() : new ArrayList<Value>();
        return Values.of(elements.stream().anyMatch(element -> same(element, piece, cased)));
    }

    private static boolean same(Value a, Value b, boolean cased) {
        if (a instanceof Value.Text x && b instanceof Value.Text y) {
            return fold(x.value(), cased).equals(fold(y.value(), cased));
        }
        return a.equals(b)
                || (isNumber(a) && isNumber(b) && Double.parseDouble(a.asText()) == Double.parseDouble(b.asText()));
    }

    private static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Decimal;
    }

    private static String fold(String text, boolean cased) {
        return cased ? text : text.toLowerCase(Locale.ROOT);
    }
}
