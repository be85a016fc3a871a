package io.telltale.detection.language.spl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** The functions of {@code eval}, and those that the lowering itself calls. */
final class SplFunctions {
    /** How many arguments a function takes. */
    record Arity(int least, int most) {}

    private static final int MANY = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The functions that a rule may call, with those that lower to tests and conditionals. */
    static final Map<String, Arity> ARITY = Map.ofEntries(
            takes("if", 3, 3),
            takes("case", 2, MANY),
            takes("null", 0, 0),
            takes("true", 0, 0),
            takes("false", 0, 0),
            takes("isnull", 1, 1),
            takes("isnotnull", 1, 1),
            takes("like", 2, 2),
            takes("match", 2, 2),
            takes("cidrmatch", 2, 2),
            takes("in", 2, MANY),
            takes("replace", 3, 3),
            takes("coalesce", 1, MANY),
            takes("lower", 1, 1),
            takes("upper", 1, 1),
            takes("trim", 1, 1),
            takes("len", 1, 1),
            takes("substr", 2, 3),
            takes("split", 2, 2),
            takes("mvindex", 2, 3),
            takes("mvcount", 1, 1),
            takes("mvappend", 1, MANY),
            takes("mvjoin", 2, 2),
            takes("mvdedup", 1, 1),
            takes("strftime", 2, 2),
            takes("strptime", 2, 2),
            takes("relative_time", 2, 2),
            takes("now", 0, 0),
            takes("tonumber", 1, 1),
            takes("tostring", 1, 1),
            takes("round", 1, 2),
            takes("pow", 2, 2),
            takes("abs", 1, 1),
            takes("floor", 1, 1),
            takes("ceiling", 1, 1),
            takes("ceil", 1, 1),
            takes("sqrt", 1, 1),
            takes("min", 1, MANY),
            takes("max", 1, MANY),
            takes("spath", 2, 2),
            takes("nullif", 2, 2));

    private SplFunctions() {}

    static List<FunctionEntry> entries() {
        var out = new ArrayList<FunctionEntry>();
        out.add(FunctionEntry.transparent("spl:alias", (a, c) -> firstPresent(a)));
        out.add(FunctionEntry.of("spl:coalesce", (a, c) -> firstPresent(a)));
        out.add(FunctionEntry.transparent("spl:event_time", (a, c) -> SplTime.seconds(a.get(0))));
        out.add(FunctionEntry.transparent(
                "spl:epoch_ms",
                (a, c) -> Numbers.of(SplTime.seconds(a.get(0)))
                        .map(s -> Numbers.value(Math.rint(s * 1000)))
                        .orElse(Values.NULL)));
        for (String field : SplTime.DATE_FIELDS) {
            out.add(FunctionEntry.of("spl:" + field, (a, c) -> SplTime.dateField(field, a.get(0))));
        }
        out.add(FunctionEntry.part("spl:spath", (a, c) -> spath(a.get(0), a.get(1))));
        out.add(FunctionEntry.of(
                "spl:outcome",
                (a, c) -> Values.of(
                        a.get(0).isAbsent() && !a.get(1).asText().equalsIgnoreCase("failure")
                                ? "success"
                                : "failure")));
        text(out);
        multivalue(out);
        numbers(out);
        time(out);
        return out;
    }

    private static void text(List<FunctionEntry> out) {
        out.add(FunctionEntry.transparent("spl:lower", onText(t -> t.toLowerCase(Locale.ROOT))));
        out.add(FunctionEntry.transparent("spl:upper", onText(t -> t.toUpperCase(Locale.ROOT))));
        out.add(FunctionEntry.transparent("spl:trim", onText(String::strip)));
        out.add(FunctionEntry.transparent("spl:tostring", onText(t -> t)));
        out.add(FunctionEntry.transparent(
                "spl:tonumber",
                (a, c) -> Numbers.of(a.get(0)).map(Numbers::value).orElse(Values.NULL)));
        out.add(FunctionEntry.of(
                "spl:len",
                (a, c) -> a.get(0).isAbsent()
                        ? Values.NULL
                        : Values.of(a.get(0).asText().length())));
        out.add(FunctionEntry.of("spl:substr", (a, c) -> substring(a)));
        out.add(FunctionEntry.of(
                "spl:concat",
                (a, c) -> a.stream().anyMatch(Value::isAbsent)
                        ? Values.NULL
                        : Values.of(a.get(0).asText() + a.get(1).asText())));
        out.add(FunctionEntry.of("spl:replace", (a, c) -> replace(a)));
        out.add(FunctionEntry.of(
                "spl:nullif", (a, c) -> a.get(0).asText().equals(a.get(1).asText()) ? Values.NULL : a.get(0)));
    }

    private static void multivalue(List<FunctionEntry> out) {
        out.add(FunctionEntry.of("spl:split", (a, c) -> split(a.get(0), a.get(1))));
        out.add(FunctionEntry.of("spl:mvindex", (a, c) -> index(a)));
        out.add(FunctionEntry.of(
                "spl:mvcount",
                (a, c) -> parts(a.get(0)).isEmpty()
                        ? Values.NULL
                        : Values.of(parts(a.get(0)).size())));
        out.add(FunctionEntry.of(
                "spl:mvappend",
                (a, c) -> several(a.stream().flatMap(v -> parts(v).stream()).toList())));
        out.add(FunctionEntry.of("spl:mvdedup", (a, c) -> several(List.copyOf(new LinkedHashSet<>(parts(a.get(0)))))));
        out.add(FunctionEntry.of(
                "spl:mvjoin",
                (a, c) -> a.get(0).isAbsent()
                        ? Values.NULL
                        : Values.of(String.join(
                                a.get(1).asText(),
                                parts(a.get(0)).stream().map(Value::asText).toList()))));
    }

    private static void numbers(List<FunctionEntry> out) {
        out.add(FunctionEntry.of("spl:add", (a, c) -> {
            Optional<Value> sum = arithmetic(a, Double::sum);
            boolean text = a.get(0) instanceof Value.Text && a.get(1) instanceof Value.Text;
            return sum.orElseGet(
                    () -> text ? Values.of(a.get(0).asText() + a.get(1).asText()) : Values.NULL);
        }));
        out.add(arithmetic("subtract", (x, y) -> x - y));
        out.add(arithmetic("multiply", (x, y) -> x * y));
        out.add(arithmetic("divide", (x, y) -> x / y));
        out.add(arithmetic("modulo", (x, y) -> x % y));
        out.add(arithmetic("pow", Math::pow));
        out.add(onNumber("abs", Math::abs));
        out.add(onNumber("floor", Math::floor));
        out.add(onNumber("ceiling", Math::ceil));
        out.add(onNumber("ceil", Math::ceil));
        out.add(onNumber("sqrt", Math::sqrt));
        out.add(FunctionEntry.of("spl:round", (a, c) -> {
            double scale = Math.pow(10, a.size() < 2 ? 0 : Numbers.of(a.get(1)).orElse(0.0));
            return Numbers.of(a.get(0))
                    .map(n -> Numbers.value(Math.floor(n * scale + 0.5) / scale))
                    .orElse(Values.NULL);
        }));
        out.add(FunctionEntry.of("spl:min", (a, c) -> extreme(a, -1)));
        out.add(FunctionEntry.of("spl:max", (a, c) -> extreme(a, 1)));
    }

    private static void time(List<FunctionEntry> out) {
        out.add(FunctionEntry.of("spl:now", (a, c) -> Values.of(c.now().getEpochSecond())));
        out.add(FunctionEntry.of("spl:strftime", (a, c) -> SplTime.strftime(a.get(0), a.get(1))));
        out.add(FunctionEntry.of("spl:ctime", (a, c) -> {
            Value written = SplTime.strftime(a.get(0), a.get(1));
            return written.isAbsent() ? a.get(0) : written;
        }));
        out.add(FunctionEntry.of("spl:strptime", (a, c) -> SplTime.strptime(a.get(0), a.get(1))));
        out.add(FunctionEntry.of("spl:relative_time", (a, c) -> SplTime.relative(a.get(0), a.get(1))));
        out.add(FunctionEntry.transparent("spl:bin", (a, c) -> SplTime.bin(a.get(0), a.get(1))));
    }

    private static Map.Entry<String, Arity> takes(String name, int least, int most) {
        return Map.entry(name, new Arity(least, most));
    }

    private static Value firstPresent(List<Value> values) {
        return values.stream().filter(v -> !v.isAbsent()).findFirst().orElse(Values.NULL);
    }

    private static FunctionEntry.Body onText(UnaryOperator<String> function) {
        return (a, c) -> a.get(0).isAbsent()
                ? Values.NULL
                : Values.of(function.apply(a.get(0).asText()));
    }

    private static Optional<Value> arithmetic(List<Value> arguments, BinaryOperator<Double> operator) {
        Optional<Double> left = Numbers.of(arguments.get(0));
        Optional<Double> right = Numbers.of(arguments.get(1));
        return left.flatMap(x -> right.map(y -> operator.apply(x, y)))
                .map(n -> Double.isFinite(n) ? Numbers.value(n) : Values.NULL);
    }

    private static FunctionEntry arithmetic(String name, BinaryOperator<Double> operator) {
        return FunctionEntry.of("spl:" + name, (a, c) -> arithmetic(a, operator).orElse(Values.NULL));
    }

    private static FunctionEntry onNumber(String name, UnaryOperator<Double> function) {
        return FunctionEntry.of(
                "spl:" + name,
                (a, c) -> Numbers.of(a.get(0))
                        .map(function)
                        .filter(Double::isFinite)
                        .map(Numbers::value)
                        .orElse(Values.NULL));
    }

    /** Numbers come before texts, as Splunk orders them. */
    private static Value extreme(List<Value> arguments, int sign) {
        Value best = Values.NULL;
        for (Value value : arguments) {
            if (!value.isAbsent() && (best.isAbsent() || compare(value, best) * sign > 0)) {
                best = value;
            }
        }
        return best;
    }

    private static int compare(Value left, Value right) {
        Optional<Double> x = Numbers.of(left);
        Optional<Double> y = Numbers.of(right);
        if (x.isPresent() && y.isPresent()) {
            return Double.compare(x.get(), y.get());
        }
        return x.isPresent() ? -1 : y.isPresent() ? 1 : left.asText().compareTo(right.asText());
    }

    private static Value substring(List<Value> arguments) {
        Optional<Double> from = Numbers.of(arguments.get(1));
        if (arguments.get(0).isAbsent() || from.isEmpty()) {
            return Values.NULL;
        }
        String text = arguments.get(0).asText();
        int start = from.get() < 0
                ? text.length() + from.get().intValue()
                : from.get().intValue() - 1;
        start = Math.max(0, Math.min(start, text.length()));
        int length = arguments.size() < 3
                ? text.length()
                : Numbers.of(arguments.get(2)).orElse(0.0).intValue();
        return Values.of(text.substring(start, (int) Math.max(start, Math.min(text.length(), (long) start + length))));
    }

    private static Value replace(List<Value> arguments) {
        if (arguments.stream().anyMatch(Value::isAbsent)) {
            return Values.NULL;
        }
        try {
            String with = arguments.get(2).asText().replace("$", "\\$").replaceAll("\\\\(\\d)", "\\$$1");
            return Values.of(Patterns.re2(arguments.get(1).asText(), 0)
                    .matcher(arguments.get(0).asText())
                    .replaceAll(with));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Values.failure("replace: " + e.getMessage());
        }
    }

    private static List<Value> parts(Value value) {
        return value.isAbsent() ? List.of() : value instanceof Value.ListOf list ? list.elements() : List.of(value);
    }

    private static Value several(List<Value> values) {
        return values.isEmpty() ? Values.NULL : values.size() == 1 ? values.get(0) : Values.listOf(values);
    }

    private static Value split(Value text, Value by) {
        if (text.isAbsent() || by.isAbsent()) {
            return Values.NULL;
        }
        String mark = by.asText();
        String[] parts = text.asText().split(mark.isEmpty() ? "" : java.util.regex.Pattern.quote(mark), -1);
        return several(java.util.Arrays.stream(parts).map(Values::of).toList());
    }

    private static Value index(List<Value> arguments) {
        List<Value> parts = parts(arguments.get(0));
        Optional<Double> first = Numbers.of(arguments.get(1));
        Optional<Double> last = arguments.size() < 3 ? first : Numbers.of(arguments.get(2));
        if (first.isEmpty() || last.isEmpty()) {
            return Values.NULL;
        }
        int from = first.get().intValue() + (first.get() < 0 ? parts.size() : 0);
        int to = last.get().intValue() + (last.get() < 0 ? parts.size() : 0);
        return from < 0 || from >= parts.size() || to < from
                ? Values.NULL
                : several(parts.subList(from, Math.min(to + 1, parts.size())));
    }

    /** The value at a path inside a value, which may be JSON as text. */
    private static Value spath(Value input, Value path) {
        if (input.isAbsent() || path.isAbsent()) {
            return Values.NULL;
        }
        return walk(structure(input), Scope.path(path.asText()).segments(), 0);
    }

    private static Value structure(Value input) {
        if (!(input instanceof Value.Text text)) {
            return input;
        }
        try {
            return value(JSON.readTree(text.value()));
        } catch (JsonProcessingException e) {
            return Values.NULL;
        }
    }

    private static Value walk(Value value, List<FieldPath.Segment> path, int at) {
        if (at == path.size()) {
            return value;
        }
        FieldPath.Segment segment = path.get(at);
        if (segment instanceof FieldPath.Segment.Key key) {
            return value instanceof Value.ObjectOf object ? walk(object.get(key.name()), path, at + 1) : Values.MISSING;
        }
        if (!(value instanceof Value.ListOf list)) {
            return Values.MISSING;
        }
        if (segment instanceof FieldPath.Segment.Index index) {
            return index.index() >= 0 && index.index() < list.elements().size()
                    ? walk(list.elements().get(index.index()), path, at + 1)
                    : Values.MISSING;
        }
        var found = new ArrayList<Value>();
        for (Value element : list.elements()) {
            Value inside = walk(element, path, at + 1);
            if (inside instanceof Value.ListOf several && at + 1 < path.size()) {
                found.addAll(several.elements());
            } else if (!inside.isAbsent()) {
                found.add(inside);
            }
        }
        return found.isEmpty() ? Values.MISSING : Values.listOf(found);
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var members = new LinkedHashMap<String, Value>();
            node.properties().forEach(e -> members.put(e.getKey(), value(e.getValue())));
            return new Value.ObjectOf(members);
        }
        if (node.isArray()) {
            var elements = new ArrayList<Value>();
            node.forEach(e -> elements.add(value(e)));
            return new Value.ListOf(elements);
        }
        if (node.isTextual()) {
            return Values.of(node.textValue());
        }
        if (node.isBoolean()) {
            return Values.of(node.booleanValue());
        }
        if (node.isNumber()) {
            return node.canConvertToLong() && node.isIntegralNumber()
                    ? Values.of(node.longValue())
                    : Values.of(node.doubleValue());
        }
        return node.isMissingNode() ? Values.MISSING : Values.NULL;
    }
}
