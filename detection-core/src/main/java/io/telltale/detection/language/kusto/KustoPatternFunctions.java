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
import java.util.List;

/** Functions that look into texts with regular expressions, and what {@code parse} and {@code parse-kv} cut. */
final class KustoPatternFunctions {
    private KustoPatternFunctions() {}

    static void addTo(List<FunctionEntry> all) {
        add(all, "matches_regex", (in, context) -> guarded(() -> matches(text(in.get(0)), text(in.get(1)))));
        add(all, "extract", (in, context) -> guarded(() -> extract(in)));
        add(all, "extract_all", (in, context) -> guarded(() -> extractAll(in)));
        add(all, "replace_regex", (in, context) -> guarded(() -> replaced(in.get(0), in.get(1), in.get(2))));
        add(all, "replace", (in, context) -> guarded(() -> replaced(in.get(2), in.get(0), in.get(1))));
        add(all, "indexof_regex", (in, context) -> guarded(() -> indexOf(in)));
        add(all, "trim", (in, context) -> guarded(() -> trim(in, true, true)));
        add(all, "trim_start", (in, context) -> guarded(() -> trim(in, true, false)));
        add(all, "trim_end", (in, context) -> guarded(() -> trim(in, false, true)));
        add(all, "parsed", (in, context) -> guarded(() -> parsed(in)));
        add(all, "parsed_kv", (in, context) -> guarded(() -> KustoPairs.read(in)));
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

    /** Whether a pattern that only the row knows occurs in the text. */
    private static Value matches(String text, String pattern) {
        return Values.of(Patterns.re2(pattern, 0).matcher(text).find());
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
                } else if (one instanceof Value.Text name
                        && pattern.namedGroups().containsKey(name.value())) {
                    groups.add(pattern.namedGroups().get(name.value()));
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
        if (start < 0) {
            return Values.NULL;
        }
        if (start > text.length() || occurrence < 1) {
            return Values.of(-1L);
        }
        int from = (int) start;
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
            String piece = matcher.group("c" + i);
            KustoType type = KustoType.named(types.get(i)).orElse(KustoType.STRING);
            Value value = KustoTables.converted(Values.of(piece == null ? "" : piece), type);
            if (value.isAbsent() && !relaxed) {
                return Values.NULL;
            }
            pieces.add(value);
        }
        return Values.listOf(pieces);
    }
}
