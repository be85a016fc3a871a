package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoValues.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

/** Functions that look into texts with regular expressions, and what {@code parse} and {@code parse-kv} cut. */
final class KustoPatternFunctions {
    private KustoPatternFunctions() {}

    static void addTo(List<FunctionEntry> all) {
        add(all, "extract", (in, context) -> guarded(() -> extract(in)));
        add(all, "extract_all", (in, context) -> guarded(() -> extractAll(in)));
        add(all, "replace_regex", (in, context) -> guarded(() -> replaced(in.get(0), in.get(1), in.get(2))));
        add(all, "replace", (in, context) -> guarded(() -> replaced(in.get(2), in.get(0), in.get(1))));
        add(all, "indexof_regex", (in, context) -> guarded(() -> indexOf(in)));
        add(all, "trim", (in, context) -> guarded(() -> trim(in, true, true)));
        add(all, "trim_start", (in, context) -> guarded(() -> trim(in, true, false)));
        add(all, "trim_end", (in, context) -> guarded(() -> trim(in, false, true)));
        add(all, "parsed", (in, context) -> guarded(() -> parsed(in)));
        add(all, "parsed_kv", (in, context) -> parsedKv(in));
    }

    private interface Computation {
        Value get();
    }

    private static Value guarded(Computation computation) {
        try {
            return computation.get();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Values.failure("regular expression: " + e.getMessage());
        }
    }

    /** {@code extract(regex, group, text [, typeof])}: the empty text where nothing is found. */
    private static Value extract(List<Value> in) {
        Pattern pattern = Patterns.re2(text(in.get(0)), 0);
        Matcher matcher = pattern.matcher(text(in.get(2)));
        long group = in.get(1) instanceof Value.Int number ? number.value() : 0;
        if (group < 0 || group > pattern.groupCount() || !matcher.find()) {
            return Values.EMPTY_TEXT;
        }
        String found = matcher.group((int) group);
        return Values.of(found == null ? "" : found);
    }

    /**
     * {@code extract_all(regex [, groups], text)}: what the groups hold, in one list where there is one group, in a list a
     * match where there are several; null where nothing is found.
     */
    private static Value extractAll(List<Value> in) {
        Pattern pattern = Patterns.re2(text(in.get(0)), 0);
        Matcher matcher = pattern.matcher(text(in.get(in.size() - 1)));
        var groups = new ArrayList<Integer>();
        if (in.size() == 3 && in.get(1) instanceof Value.ListOf wanted) {
            for (Value one : wanted.elements()) {
                if (one instanceof Value.Int number && number.value() >= 0 && number.value() <= pattern.groupCount()) {
                    groups.add((int) number.value());
                }
            }
        } else {
            for (int i = 1; i <= pattern.groupCount(); i++) {
                groups.add(i);
            }
        }
        var found = new ArrayList<Value>();
        while (matcher.find()) {
            var pieces = new ArrayList<Value>();
            for (int group : groups) {
                String piece = matcher.group(group);
                pieces.add(Values.of(piece == null ? "" : piece));
            }
            found.add(pieces.size() == 1 ? pieces.get(0) : Values.listOf(pieces));
        }
        return found.isEmpty() ? Values.NULL : Values.listOf(found);
    }

    private static Value replaced(Value text, Value pattern, Value rewrite) {
        // Kusto's groups are \0 to \9, the library's $0 to $9.
        var out = new StringBuilder();
        String given = text(rewrite);
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            if (c == '\\' && i + 1 < given.length() && Character.isDigit(given.charAt(i + 1))) {
                out.append('$').append(given.charAt(++i));
            } else if (c == '\\' && i + 1 < given.length()) {
                out.append('\\').append(given.charAt(++i));
            } else {
                out.append(c == '$' ? "\\$" : c == '\\' ? "\\\\" : Character.toString(c));
            }
        }
        return Values.of(Patterns.re2(text(pattern), 0).matcher(text(text)).replaceAll(out.toString()));
    }

    private static Value indexOf(List<Value> in) {
        String text = text(in.get(0));
        long start = in.size() > 2 && in.get(2) instanceof Value.Int number ? number.value() : 0;
        long length = in.size() > 3 && in.get(3) instanceof Value.Int number ? number.value() : -1;
        long occurrence = in.size() > 4 && in.get(4) instanceof Value.Int number ? number.value() : 1;
        if (start > text.length() || occurrence < 1) {
            return Values.of(-1L);
        }
        int from = (int) (start < 0 ? Math.max(0, text.length() + start) : start);
        int end = length < 0 ? text.length() : (int) Math.min(text.length(), from + length);
        Matcher matcher = Patterns.re2(text(in.get(1)), 0).matcher(text);
        int at = from;
        for (long i = 0; i < occurrence; i++) {
            if (at > text.length() || !matcher.find(at)) {
                return Values.of(-1L);
            }
            at = Math.max(matcher.end(), matcher.start() + 1);
        }
        return Values.of(matcher.end() > end ? -1L : matcher.start());
    }

    /** {@code countof(text, search [, 'normal' or 'regex'])}; plain texts may overlap, matches of a pattern do not. */
    static Value countOf(List<Value> in) {
        String text = text(in.get(0));
        String wanted = text(in.get(1));
        if (in.size() > 2 && text(in.get(2)).equals("regex")) {
            return guarded(() -> {
                Matcher matcher = Patterns.re2(wanted, 0).matcher(text);
                long count = 0;
                while (matcher.find()) {
                    count++;
                }
                return Values.of(count);
            });
        }
        long count = 0;
        for (int at = wanted.isEmpty() ? -1 : text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            count++;
        }
        return Values.of(count);
    }

    private static Value trim(List<Value> in, boolean start, boolean end) {
        String pattern = text(in.get(0));
        String text = text(in.get(1));
        if (start) {
            text = Patterns.re2("^(?:" + pattern + ")", 0).matcher(text).replaceFirst("");
        }
        if (end) {
            text = Patterns.re2("(?:" + pattern + ")$", 0).matcher(text).replaceFirst("");
        }
        return Values.of(text);
    }

    /**
     * The pieces of a text that a pattern's groups hold, converted to their types; null where the pattern does not match
     * or, unless relaxed, where a piece is not of its type. Arguments: the text, the pattern, the types, whether relaxed.
     */
    private static Value parsed(List<Value> in) {
        Matcher matcher = Patterns.re2(text(in.get(1)), 0).matcher(text(in.get(0)));
        if (!matcher.find()) {
            return Values.NULL;
        }
        boolean relaxed = in.get(3).equals(Values.TRUE);
        String names = text(in.get(2));
        var pieces = new ArrayList<Value>();
        List<String> types = names.isEmpty() ? Collections.emptyList() : List.of(names.split(","));
        for (int i = 0; i < types.size(); i++) {
            String piece = matcher.group(i + 1);
            KustoType type = KustoType.named(types.get(i)).orElse(KustoType.STRING);
            Value value = KustoTables.converted(Values.of(piece == null ? "" : piece), type);
            if (value.isAbsent() && !relaxed) {
                return Values.NULL;
            }
            pieces.add(value);
        }
        return Values.listOf(pieces);
    }

    /** Keys and values of a text; arguments: the text, what parts pairs, what parts key and value, quotes, escape, greedy. */
    private static Value parsedKv(List<Value> in) {
        String text = text(in.get(0));
        String pairs = text(in.get(1));
        String equals = text(in.get(2));
        String quote = text(in.get(3));
        char escape = text(in.get(4)).isEmpty() ? 0 : text(in.get(4)).charAt(0);
        boolean greedy = text(in.get(5)).equals("true");
        char open = quote.isEmpty() ? 0 : quote.charAt(0);
        char close = quote.isEmpty() ? 0 : quote.charAt(quote.length() - 1);
        var found = new LinkedHashMap<String, Value>();
        int at = 0;
        while (at < text.length() && !equals.isEmpty() && !pairs.isEmpty()) {
            int middle = text.indexOf(equals, at);
            if (middle < 0) {
                break;
            }
            String key = text.substring(at, middle);
            if (!greedy && key.contains(pairs)) {
                key = key.substring(key.lastIndexOf(pairs) + pairs.length());
            }
            int from = middle + equals.length();
            var value = new StringBuilder();
            int end = from;
            if (open != 0 && from < text.length() && text.charAt(from) == open) {
                end = from + 1;
                while (end < text.length() && text.charAt(end) != close) {
                    if (escape != 0 && text.charAt(end) == escape && end + 1 < text.length()) {
                        end++;
                    }
                    value.append(text.charAt(end++));
                }
                end = Math.min(text.length(), end + 1);
            } else {
                end = text.indexOf(pairs, from);
                if (greedy && end >= 0) {
                    // A value goes on as long as no key and its sign follow.
                    int next = text.indexOf(equals, end);
                    int last = next < 0 ? -1 : text.lastIndexOf(pairs, next);
                    end = next < 0 ? -1 : Math.max(end, last);
                }
                end = end < 0 ? text.length() : end;
                value.append(text, from, end);
            }
            found.putIfAbsent(key.strip(), Values.of(value.toString()));
            at = text.startsWith(pairs, end) ? end + pairs.length() : end;
        }
        return Values.objectOf(found);
    }
}
