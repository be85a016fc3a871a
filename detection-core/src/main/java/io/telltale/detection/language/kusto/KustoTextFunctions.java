package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoFunctions.transparent;
import static io.telltale.detection.language.kusto.KustoValues.text;

import com.google.re2j.Pattern;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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
        add(all, "extract", (in, context) -> extract(in));
        add(all, "trim_start", (in, context) -> trim(in, "^(?:" + text(in.get(0)) + ")"));
        add(all, "trim_end", (in, context) -> trim(in, "(?:" + text(in.get(0)) + ")$"));
        add(all, "url_decode", (in, context) -> urlDecode(text(in.get(0))));
        add(all, "base64_decode_tostring", (in, context) -> base64(text(in.get(0))));
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
        int end = length < 0 ? text.length() : (int) Math.min(text.length(), from + length);
        int at = text.indexOf(wanted, from);
        for (long i = 1; i < occurrence && at >= 0; i++) {
            at = text.indexOf(wanted, at + 1);
        }
        return Values.of(at < 0 || at + wanted.length() > end ? -1L : at);
    }

    private static Value extract(List<Value> in) {
        try {
            Pattern pattern = Patterns.re2(text(in.get(0)), 0);
            var matcher = pattern.matcher(text(in.get(2)));
            long group = in.get(1) instanceof Value.Int number ? number.value() : 0;
            if (group < 0 || group > pattern.groupCount() || !matcher.find()) {
                return Values.EMPTY_TEXT;
            }
            String found = matcher.group((int) group);
            return Values.of(found == null ? "" : found);
        } catch (IllegalArgumentException e) {
            return Values.failure("extract: " + e.getMessage());
        }
    }

    private static Value trim(List<Value> in, String pattern) {
        try {
            return Values.of(Patterns.re2(pattern, 0).matcher(text(in.get(1))).replaceFirst(""));
        } catch (IllegalArgumentException e) {
            return Values.failure("trim: " + e.getMessage());
        }
    }

    private static Value urlDecode(String text) {
        try {
            return Values.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Values.of(text);
        }
    }

    private static Value base64(String text) {
        try {
            return Values.of(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Values.EMPTY_TEXT;
        }
    }
}
