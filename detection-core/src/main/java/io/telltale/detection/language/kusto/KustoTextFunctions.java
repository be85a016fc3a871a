package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoFunctions.transparent;
import static io.telltale.detection.language.kusto.KustoValues.text;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Functions over text, and the comparisons that look for whole terms. */
final class KustoTextFunctions {
    private KustoTextFunctions() {}

    static void addTo(List<FunctionEntry> all) {
        for (boolean caseSensitive : new boolean[] {false, true}) {
            String suffix = caseSensitive ? "_cs" : "";
            add(all, "has" + suffix, (in, context) -> term(in, caseSensitive, true, true));
            add(all, "hasprefix" + suffix, (in, context) -> term(in, caseSensitive, true, false));
            add(all, "hassuffix" + suffix, (in, context) -> term(in, caseSensitive, false, true));
        }
        transparent(all, "tolower", (in, context) -> Values.of(text(in.get(0)).toLowerCase(Locale.ROOT)));
        transparent(all, "toupper", (in, context) -> Values.of(text(in.get(0)).toUpperCase(Locale.ROOT)));
        add(
                all,
                "strlen",
                (in, context) -> Values.of(
                        (long) text(in.get(0)).codePointCount(0, text(in.get(0)).length())));
        add(
                all,
                "strcat",
                (in, context) -> Values.of(in.stream().map(KustoValues::text).collect(Collectors.joining())));
        add(all, "countof", (in, context) -> KustoPatternFunctions.countOf(in));
        add(
                all,
                "strcat_delim",
                (in, context) -> Values.of(in.subList(1, in.size()).stream()
                        .map(KustoValues::text)
                        .collect(Collectors.joining(text(in.get(0))))));
        add(
                all,
                "strcat_array",
                (in, context) -> in.get(0) instanceof Value.ListOf list
                        ? Values.of(list.elements().stream()
                                .map(KustoValues::text)
                                .collect(Collectors.joining(text(in.get(1)))))
                        : Values.EMPTY_TEXT);
        add(all, "split", (in, context) -> split(in));
        add(all, "substring", (in, context) -> substring(in));
        add(all, "indexof", (in, context) -> indexOf(in));
        add(
                all,
                "replace_string",
                (in, context) -> text(in.get(1)).isEmpty()
                        ? Values.of(text(in.get(0)))
                        : Values.of(text(in.get(0)).replace(text(in.get(1)), text(in.get(2)))));
        add(all, "has_any", (in, context) -> Values.of(terms(in).anyMatch(term -> term(in.get(0), term))));
        add(all, "has_all", (in, context) -> Values.of(terms(in).allMatch(term -> term(in.get(0), term))));
        add(all, "has_any_index", (in, context) -> hasAnyIndex(in));
        all.add(FunctionEntry.of("kusto:in", (in, context) -> in(in, true)).as(TestKind.IN, 0, 1, true));
        all.add(FunctionEntry.of("kusto:in~", (in, context) -> in(in, false)).as(TestKind.IN, 0, 1, false));
        add(all, "toguid", (in, context) -> guid(text(in.get(0))));
        add(
                all,
                "reverse",
                (in, context) ->
                        Values.of(new StringBuilder(text(in.get(0))).reverse().toString()));
        add(all, "strrep", (in, context) -> repeated(in));
        add(all, "translate", (in, context) -> translated(text(in.get(0)), text(in.get(1)), text(in.get(2))));
        add(
                all,
                "strcmp",
                (in, context) -> Values.of((long) Integer.signum(text(in.get(0)).compareTo(text(in.get(1))))));
        add(
                all,
                "string_size",
                (in, context) -> Values.of((long) text(in.get(0)).getBytes(StandardCharsets.UTF_8).length));
        add(all, "isascii", (in, context) -> Values.of(text(in.get(0)).chars().allMatch(c -> c < 128)));
        add(all, "make_string", (in, context) -> codePoints(in));
        add(
                all,
                "unicode_codepoints_from_string",
                (in, context) -> Values.listOf(text(in.get(0))
                        .codePoints()
                        .mapToObj(point -> Values.of((long) point))
                        .toList()));
    }

    /**
     * Whether a term occurs: with no letter or digit before it where {@code begins}, and none behind it where
     * {@code ends}. An edge that is itself no letter or digit needs none of this.
     */
    private static Value term(List<Value> in, boolean caseSensitive, boolean begins, boolean ends) {
        String text = caseSensitive ? text(in.get(0)) : text(in.get(0)).toLowerCase(Locale.ROOT);
        String term = caseSensitive ? text(in.get(1)) : text(in.get(1)).toLowerCase(Locale.ROOT);
        if (term.isEmpty()) {
            return Values.TRUE;
        }
        int at = text.indexOf(term);
        while (at >= 0) {
            int end = at + term.length();
            boolean before = !begins
                    || at == 0
                    || !Character.isLetterOrDigit(text.charAt(at - 1))
                    || !Character.isLetterOrDigit(term.charAt(0));
            boolean behind = !ends
                    || end == text.length()
                    || !Character.isLetterOrDigit(text.charAt(end))
                    || !Character.isLetterOrDigit(term.charAt(term.length() - 1));
            if (before && behind) {
                return Values.TRUE;
            }
            at = text.indexOf(term, at + 1);
        }
        return Values.FALSE;
    }

    /** 32 hexadecimal digits, wherever hyphens part them; else the empty text, which stands for null. */
    static Value guid(String text) {
        String digits = text.strip().replaceAll("[-{}]", "").toLowerCase(Locale.ROOT);
        return digits.matches("[0-9a-f]{32}")
                ? Values.of(digits.substring(0, 8) + "-" + digits.substring(8, 12) + "-" + digits.substring(12, 16)
                        + "-" + digits.substring(16, 20) + "-" + digits.substring(20))
                : Values.EMPTY_TEXT;
    }

    private static Value split(List<Value> in) {
        String text = text(in.get(0));
        String delimiter = text(in.get(1));
        var parts = new ArrayList<Value>();
        int at = 0;
        for (int next = delimiter.isEmpty() ? -1 : text.indexOf(delimiter);
                next >= 0;
                next = text.indexOf(delimiter, at)) {
            parts.add(Values.of(text.substring(at, next)));
            at = next + delimiter.length();
        }
        parts.add(Values.of(text.substring(at)));
        if (in.size() == 3 && in.get(2) instanceof Value.Int wanted) {
            boolean there = wanted.value() >= 0 && wanted.value() < parts.size();
            return Values.listOf(there ? List.of(parts.get((int) wanted.value())) : List.of());
        }
        return Values.listOf(parts);
    }

    private static Value substring(List<Value> in) {
        String text = text(in.get(0));
        long start = in.get(1) instanceof Value.Int number ? number.value() : 0;
        long from = Math.min(text.length(), start < 0 ? Math.max(0, text.length() + start) : start);
        long length = in.size() == 3 && in.get(2) instanceof Value.Int number ? number.value() : text.length();
        long end = Math.min(text.length(), from + Math.max(0, Math.min(length, text.length())));
        return Values.of(text.substring((int) from, (int) end));
    }

    private static Value indexOf(List<Value> in) {
        String text = text(in.get(0));
        String wanted = text(in.get(1));
        long start = in.size() > 2 && in.get(2) instanceof Value.Int number ? number.value() : 0;
        long length = in.size() > 3 && in.get(3) instanceof Value.Int number ? number.value() : -1;
        long occurrence = in.size() > 4 && in.get(4) instanceof Value.Int number ? number.value() : 1;
        int from = (int) Math.min(text.length(), start < 0 ? Math.max(0, text.length() + start) : start);
        int at = -1;
        // Behind each occurrence the length counts anew.
        for (long i = 0; i < occurrence; i++) {
            at = from > text.length() ? -1 : text.indexOf(wanted, from);
            if (at < 0 || (length >= 0 && at + wanted.length() > from + length)) {
                return Values.of(-1L);
            }
            from = at + 1;
        }
        return Values.of((long) at);
    }

    private static boolean term(Value text, Value term) {
        return term(List.of(text, term), false, true, true).equals(Values.TRUE);
    }

    /** The terms of a list, or the one that stands alone; absent ones are passed over. */
    private static Stream<Value> terms(List<Value> in) {
        return KustoLists.flattened(in.get(1)).filter(term -> !term.isAbsent());
    }

    private static Value hasAnyIndex(List<Value> in) {
        List<Value> all = in.get(1) instanceof Value.ListOf list ? list.elements() : List.of(in.get(1));
        for (int i = 0; i < all.size(); i++) {
            if (term(in.get(0), all.get(i))) {
                return Values.of((long) i);
            }
        }
        return Values.of(-1L);
    }

    /** Whether the first argument is an element of the second, a list, both read as text. */
    private static Value in(List<Value> in, boolean caseSensitive) {
        String wanted = text(in.get(0));
        return Values.of(terms(in)
                .map(KustoValues::text)
                .anyMatch(one -> caseSensitive ? one.equals(wanted) : one.equalsIgnoreCase(wanted)));
    }

    private static Value repeated(List<Value> in) {
        long times = in.get(1) instanceof Value.Int number ? Math.min(1024, Math.max(0, number.value())) : 0;
        String delimiter = in.size() > 2 ? text(in.get(2)) : "";
        var out = new StringBuilder();
        for (int i = 0; i < times; i++) {
            out.append(i == 0 ? "" : delimiter).append(text(in.get(0)));
        }
        return Values.of(out.toString());
    }

    /** Each character of the first text that is in the searched ones becomes the one at its place in the others. */
    private static Value translated(String searched, String others, String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            int at = searched.indexOf(text.charAt(i));
            if (at < 0) {
                out.append(text.charAt(i));
            } else if (!others.isEmpty()) {
                out.append(others.charAt(Math.min(at, others.length() - 1)));
            }
        }
        return Values.of(out.toString());
    }

    /** The characters of code points, in lists or alone; empty, which stands for null, where one is none. */
    private static Value codePoints(List<Value> in) {
        List<Value> points = in.stream()
                .flatMap(one -> one instanceof Value.ListOf list ? list.elements().stream() : Stream.of(one))
                .toList();
        var out = new StringBuilder();
        for (Value point : points) {
            if (!(point instanceof Value.Int number) || !Character.isValidCodePoint((int) number.value())) {
                return Values.EMPTY_TEXT;
            }
            out.appendCodePoint((int) number.value());
        }
        return Values.of(out.toString());
    }
}
