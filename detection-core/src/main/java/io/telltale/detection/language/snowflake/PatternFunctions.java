package io.telltale.detection.language.snowflake;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Functions of regular expressions, found anywhere but for {@code REGEXP_LIKE}.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/functions-regexp">regular expressions</a>
 */
final class PatternFunctions {
    private PatternFunctions() {}

    static void fill(Functions.Table table) {
        pattern(table, "regexp_substr", 2, 6, Type.TEXT, 4, PatternFunctions::substring);
        pattern(table, "regexp_substr_all regexp_extract_all", 2, 6, Type.ARRAY, 4, PatternFunctions::all);
        pattern(
                table,
                "regexp_count",
                2,
                4,
                Type.NUMBER,
                3,
                (p, a) -> Values.of(found(p, a, 2).size()));
        pattern(table, "regexp_instr", 2, 7, Type.NUMBER, 5, PatternFunctions::position);
        pattern(table, "regexp_replace", 2, 6, Type.TEXT, 5, PatternFunctions::replaced);
        pattern(
                table,
                "regexp_like",
                2,
                3,
                Type.BOOLEAN,
                2,
                (p, a) -> Values.of(p.matcher(text(a)).matches()));
        table.hidden("like", a -> Values.of(like(a, true)));
        table.hidden("ilike", a -> Values.of(like(a, false)));
    }

    private static void pattern(
            Functions.Table table,
            String names,
            int least,
            int most,
            Type type,
            int parameters,
            BiFunction<Pattern, List<Value>, Value> function) {
        table.named(
                names.split(" ", -1),
                least,
                most,
                type,
                FunctionEntry.of("snowflake:" + names.split(" ", -1)[0], new Prepared(parameters, function)));
    }

    /** A function whose pattern, where it is constant, is compiled once. */
    private record Prepared(int parameters, BiFunction<Pattern, List<Value>, Value> function)
            implements FunctionEntry.Body {
        @Override
        public Value apply(List<Value> a, io.telltale.detection.ir.EvaluationContext context) {
            if (a.stream().anyMatch(Value::isAbsent)) {
                return Values.NULL;
            }
            try {
                return function.apply(
                        compile(a.get(1), a.size() > parameters ? a.get(parameters) : Values.EMPTY_TEXT), a);
            } catch (IllegalArgumentException e) {
                return Values.failure(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public FunctionEntry.Body prepared(List<Optional<Value>> constants) {
            Optional<Value> flags =
                    constants.size() > parameters ? constants.get(parameters) : Optional.of(Values.EMPTY_TEXT);
            if (constants.size() < 2 || constants.get(1).isEmpty() || flags.isEmpty()) {
                return this;
            }
            Pattern pattern = compile(constants.get(1).get(), flags.get());
            return (a, context) -> a.stream().anyMatch(Value::isAbsent) ? Values.NULL : function.apply(pattern, a);
        }
    }

    private static Pattern compile(Value pattern, Value parameters) {
        String flags = parameters.asText();
        return Patterns.re2(
                pattern.asText(),
                (flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0)
                        | (flags.contains("m") ? Pattern.MULTILINE : 0)
                        | (flags.contains("s") ? Pattern.DOTALL : 0));
    }

    private static String text(List<Value> a) {
        return Times.text(a.get(0));
    }

    private static int number(List<Value> a, int index, int otherwise) {
        Value number = index < a.size() ? Numbers.of(a.get(index)) : Values.of(otherwise);
        return number instanceof Value.Failure
                ? otherwise
                : (int) Math.max(-1, Math.min(Integer.MAX_VALUE - 1, Numbers.decimal(number)));
    }

    private record Found(int start, int end, List<Optional<String>> groups) {}

    /** All matches from the place that the argument at an index says. */
    private static List<Found> found(Pattern pattern, List<Value> a, int place) {
        String text = text(a);
        int from = Math.max(1, number(a, place, 1)) - 1;
        var all = new ArrayList<Found>();
        Matcher matcher = pattern.matcher(text);
        if (from > text.length()) {
            return all;
        }
        for (boolean more = matcher.find(from); more; more = matcher.find()) {
            var groups = new ArrayList<Optional<String>>();
            for (int group = 0; group <= matcher.groupCount(); group++) {
                groups.add(Optional.ofNullable(matcher.group(group)));
            }
            all.add(new Found(matcher.start(), matcher.end(), groups));
        }
        return all;
    }

    /** Which group is asked for: 0 for the whole match; with the parameter e, the first where none is named. */
    private static int group(List<Value> a, int parameters, int index) {
        boolean extract = a.size() > parameters && a.get(parameters).asText().contains("e");
        return a.size() > index ? number(a, index, 0) : extract ? 1 : 0;
    }

    private static Value substring(Pattern pattern, List<Value> a) {
        List<Found> all = found(pattern, a, 2);
        int occurrence = number(a, 3, 1);
        if (occurrence < 1 || occurrence > all.size()) {
            return Values.NULL;
        }
        return grouped(all.get(occurrence - 1), group(a, 4, 5));
    }

    private static Value grouped(Found found, int group) {
        return group < 0 || group >= found.groups().size()
                ? Values.NULL
                : found.groups().get(group).map(Values::of).orElse(Values.NULL);
    }

    private static Value all(Pattern pattern, List<Value> a) {
        List<Found> all = found(pattern, a, 2);
        int from = Math.max(1, number(a, 3, 1)) - 1;
        int group = group(a, 4, 5);
        return Values.listOf(
                all.stream().skip(from).map(found -> grouped(found, group)).toList());
    }

    private static Value position(Pattern pattern, List<Value> a) {
        List<Found> all = found(pattern, a, 2);
        int occurrence = number(a, 3, 1);
        if (occurrence < 1 || occurrence > all.size()) {
            return Values.of(0);
        }
        Found found = all.get(occurrence - 1);
        return Values.of((number(a, 4, 0) == 1 ? found.end() : found.start()) + 1L);
    }

    /** The replacement may name groups: {@code \1}. */
    private static Value replaced(Pattern pattern, List<Value> a) {
        String text = text(a);
        String replacement = a.size() > 2 ? Times.text(a.get(2)) : "";
        int occurrence = number(a, 4, 0);
        var out = new StringBuilder();
        int at = 0;
        int number = 0;
        for (Found found : found(pattern, a, 3)) {
            number++;
            if (occurrence > 0 && number != occurrence) {
                continue;
            }
            out.append(text, at, found.start()).append(expanded(replacement, found));
            at = found.end();
        }
        return Values.of(out.append(text, at, text.length()).toString());
    }

    private static String expanded(String replacement, Found found) {
        var out = new StringBuilder();
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            boolean reference =
                    c == '\\' && i + 1 < replacement.length() && Character.isDigit(replacement.charAt(i + 1));
            if (reference) {
                int group = replacement.charAt(++i) - '0';
                out.append(
                        group < found.groups().size()
                                ? found.groups().get(group).orElse("")
                                : "");
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean like(List<Value> a, boolean cased) {
        String pattern = a.get(1).asText();
        String escape = a.get(2).asText();
        var expression = new StringBuilder("(?s)");
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (!escape.isEmpty() && c == escape.charAt(0) && i + 1 < pattern.length()) {
                expression.append(Patterns.quote("" + pattern.charAt(++i)));
            } else {
                expression.append(c == '%' ? ".*" : c == '_' ? "." : Patterns.quote("" + c));
            }
        }
        return Patterns.re2(expression.toString(), cased ? 0 : Pattern.CASE_INSENSITIVE)
                .matcher(text(a))
                .matches();
    }
}
