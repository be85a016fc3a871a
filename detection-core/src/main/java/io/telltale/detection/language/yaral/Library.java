package io.telltale.detection.language.yaral;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions that rules call. An absent text is the empty text and an absent number 0, as everywhere in the language.
 * Documented at https://cloud.google.com/chronicle/docs/detection/yara-l-2-0-functions.
 */
final class Library {
    /** {@code re.regex} with a pattern that is no constant: text, pattern, and whether case does not count. */
    static final String MATCHES = "re.regex_of";

    private static final int MOST_TEXT = 1_000_000;
    private static final Map<String, Entry> TABLE = table();

    private Library() {}

    /** What a function gives. */
    enum Result {
        TEXT,
        NUMBER,
        TRUTH,
        LIST
    }

    /**
     * A function of the table.
     *
     * @param least arguments at the least
     * @param most arguments at the most
     * @param pattern the argument that is a regular expression, written as a constant; -1 where none is
     */
    record Entry(int least, int most, Result result, int pattern, boolean readsClock, FunctionEntry.Body body) {}

    static Optional<Entry> find(String name) {
        return name.equals(MATCHES) ? Optional.empty() : Optional.ofNullable(TABLE.get(name));
    }

    /** What rules may call. */
    static List<String> names() {
        return TABLE.keySet().stream().filter(name -> !name.equals(MATCHES)).toList();
    }

    static String fullName(String name) {
        return YaralLanguage.SLUG + ":" + name;
    }

    static List<FunctionEntry> functions() {
        var entries = new ArrayList<FunctionEntry>();
        entries.add(Lines.function());
        TABLE.forEach((name, entry) -> {
            boolean looksThrough = name.equals("strings.to_lower") || name.equals("strings.to_upper");
            FunctionEntry plain = FunctionEntry.of(fullName(name), entry.body());
            FunctionEntry function = looksThrough
                    ? FunctionEntry.transparent(fullName(name), entry.body())
                    : name.equals(MATCHES) ? plain.as(TestKind.REGEX, 0, 1, true) : plain;
            entries.add(entry.readsClock() ? function.readingClock() : function);
        });
        return entries;
    }

    private static Map<String, Entry> table() {
        var table = new LinkedHashMap<String, Entry>();
        table.put("re.capture", pattern(2, 2, Result.TEXT, a -> capture(text(a, 0), text(a, 1))));
        table.put("re.capture_all", pattern(2, 2, Result.LIST, a -> captureAll(text(a, 0), text(a, 1))));
        table.put(
                "re.count",
                pattern(
                        2,
                        2,
                        Result.NUMBER,
                        a -> Values.of(
                                captureAll(text(a, 0), text(a, 1)).elements().size())));
        table.put("re.replace", pattern(3, 3, Result.TEXT, a -> replace(text(a, 0), text(a, 1), text(a, 2))));
        table.put(MATCHES, entry(3, 3, Result.TRUTH, a -> matches(text(a, 0), text(a, 1), text(a, 2))));
        Texts.addTo(table);
        Times.addTo(table);
        Arrays.addTo(table);
        Numbers.addTo(table);
        return table;
    }

    /** A function's meaning, without the clock. */
    interface Meaning {
        Value of(List<Value> arguments);
    }

    static Entry entry(int least, int most, Result result, Meaning meaning) {
        return new Entry(least, most, result, -1, false, (arguments, context) -> limited(meaning.of(arguments)));
    }

    static Entry clock(Result result, java.util.function.Function<EvaluationContext, Value> meaning) {
        return new Entry(0, 0, result, -1, true, (arguments, context) -> meaning.apply(context));
    }

    private static Entry pattern(int least, int most, Result result, Meaning meaning) {
        return new Entry(least, most, result, 1, false, (arguments, context) -> limited(meaning.of(arguments)));
    }

    private static Value limited(Value value) {
        return value instanceof Value.Text text && text.value().length() > MOST_TEXT
                ? Values.failure("text longer than " + MOST_TEXT + " characters")
                : value;
    }

    static String text(List<Value> arguments, int index) {
        return arguments.get(index).asText();
    }

    static double decimal(List<Value> arguments, int index) {
        return ScalarFunctions.decimal(arguments.get(index));
    }

    static boolean isTrue(Value value) {
        return value.asText().equalsIgnoreCase("true");
    }

    /** Whether a pattern that an event gives is found; one that cannot be read is not. */
    private static Value matches(String text, String pattern, String nocase) {
        try {
            return Values.of(Patterns.compile(pattern, !nocase.equals("true")).find(Lines.seenBy(pattern, text)));
        } catch (IllegalArgumentException e) {
            return Values.FALSE;
        }
    }

    private static Value capture(String text, String pattern) {
        Matcher matcher = compiled(pattern).matcher(text);
        if (!matcher.find()) {
            return Values.EMPTY_TEXT;
        }
        String group = matcher.group(Math.min(1, matcher.groupCount()));
        return Values.of(group == null ? "" : group);
    }

    private static Value.ListOf captureAll(String text, String pattern) {
        Matcher matcher = compiled(pattern).matcher(text);
        var all = new ArrayList<Value>();
        while (matcher.find()) {
            String group = matcher.group(Math.min(1, matcher.groupCount()));
            all.add(Values.of(group == null ? "" : group));
        }
        return new Value.ListOf(all);
    }

    /** In the replacement, {@code \1} is the first group and {@code \0} the whole match. */
    private static Value replace(String text, String pattern, String replacement) {
        String written = replacement.replace("$", "\\$").replaceAll("\\\\([0-9])", "\\$$1");
        Pattern compiled = compiled(pattern);
        try {
            return Values.of(compiled.matcher(text).replaceAll(written));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return Values.failure("re.replace: no such group in " + replacement);
        }
    }

    /** How many groups a pattern captures. */
    static int groups(String pattern) {
        return compiled(pattern).groupCount();
    }

    private static Pattern compiled(String pattern) {
        return Patterns.re2(pattern, 0);
    }
}
