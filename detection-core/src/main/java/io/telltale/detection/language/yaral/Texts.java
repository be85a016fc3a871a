package io.telltale.detection.language.yaral;

import static io.telltale.detection.language.yaral.Library.entry;
import static io.telltale.detection.language.yaral.Library.text;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.yaral.Library.Entry;
import io.telltale.detection.language.yaral.Library.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions {@code strings.…}. Those that only compare are lowered to comparisons. */
final class Texts {
    private Texts() {}

    static void addTo(Map<String, Entry> table) {
        table.put("strings.concat", entry(1, 100, Result.TEXT, a -> {
            var all = new StringBuilder();
            a.forEach(value -> all.append(value.asText()));
            return Values.of(all.toString());
        }));
        table.put(
                "strings.coalesce",
                entry(
                        1,
                        100,
                        Result.TEXT,
                        a -> a.stream()
                                .filter(value -> !value.asText().isEmpty())
                                .findFirst()
                                .orElse(Values.EMPTY_TEXT)));
        table.put(
                "strings.to_lower",
                entry(1, 1, Result.TEXT, a -> Values.of(text(a, 0).toLowerCase(Locale.ROOT))));
        table.put(
                "strings.to_upper",
                entry(1, 1, Result.TEXT, a -> Values.of(text(a, 0).toUpperCase(Locale.ROOT))));
        table.put("strings.base64_decode", entry(1, 1, Result.TEXT, a -> Values.of(Library.decodedBase64(text(a, 0)))));
        table.put("strings.from_base64", entry(1, 1, Result.TEXT, a -> Values.of(Library.decodedBase64(text(a, 0)))));
        table.put("strings.from_hex", entry(1, 1, Result.TEXT, a -> Values.of(Library.decodedHex(text(a, 0)))));
        table.put("strings.url_decode", entry(1, 1, Result.TEXT, a -> Values.of(Library.decodedUrl(text(a, 0)))));
        table.put(
                "strings.reverse",
                entry(
                        1,
                        1,
                        Result.TEXT,
                        a -> Values.of(new StringBuilder(text(a, 0)).reverse().toString())));
        table.put("strings.trim", entry(1, 2, Result.TEXT, a -> Values.of(trimmed(a, true, true))));
        table.put("strings.ltrim", entry(1, 2, Result.TEXT, a -> Values.of(trimmed(a, true, false))));
        table.put("strings.rtrim", entry(1, 2, Result.TEXT, a -> Values.of(trimmed(a, false, true))));
        table.put(
                "strings.count_substrings",
                entry(
                        2,
                        2,
                        Result.NUMBER,
                        a -> Values.of(split(text(a, 0), text(a, 1)).size() - 1)));
        table.put(
                "strings.split",
                entry(
                        1,
                        2,
                        Result.LIST,
                        a -> Values.listOf(split(text(a, 0), a.size() > 1 ? text(a, 1) : ",").stream()
                                .map(Values::of)
                                .toList())));
        table.put("strings.substr", entry(2, 3, Result.TEXT, a -> Values.of(part(a))));
        table.put("strings.extract_hostname", entry(1, 1, Result.TEXT, a -> Values.of(hostname(text(a, 0)))));
    }

    private static String trimmed(List<Value> arguments, boolean start, boolean end) {
        String text = text(arguments, 0);
        String cut = arguments.size() > 1 ? text(arguments, 1) : " \t\r\n";
        int from = 0;
        int to = text.length();
        while (start && from < to && cut.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (end && to > from && cut.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private static List<String> split(String text, String separator) {
        var parts = new ArrayList<String>();
        int from = 0;
        int at = separator.isEmpty() ? -1 : text.indexOf(separator);
        while (at >= 0) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
            at = text.indexOf(separator, from);
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** From a place, counted from 1, on, and no longer than a length. */
    private static String part(List<Value> arguments) {
        String text = text(arguments, 0);
        int place = (int) Library.decimal(arguments, 1);
        int from = Math.max(0, place < 0 ? text.length() + place : place - 1);
        int length = arguments.size() > 2 ? (int) Library.decimal(arguments, 2) : text.length();
        return from >= text.length() || length <= 0
                ? ""
                : text.substring(from, (int) Math.min(text.length(), (long) from + length));
    }

    private static String hostname(String url) {
        int scheme = url.indexOf("://");
        String rest = scheme < 0 ? url : url.substring(scheme + 3);
        int user = rest.indexOf('@');
        int end = rest.length();
        for (char c : new char[] {'/', '?', '#'}) {
            int at = rest.indexOf(c);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        String authority = rest.substring(user >= 0 && user < end ? user + 1 : 0, end);
        int port = authority.lastIndexOf(':');
        return port > 0 ? authority.substring(0, port) : authority;
    }
}
