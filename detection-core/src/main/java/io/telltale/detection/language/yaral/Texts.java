package io.telltale.detection.language.yaral;

import static io.telltale.detection.language.yaral.Library.entry;
import static io.telltale.detection.language.yaral.Library.text;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.yaral.Library.Entry;
import io.telltale.detection.language.yaral.Library.Result;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions {@code strings.…} and {@code hash.…}. Those that only compare are lowered to comparisons. */
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
        table.put(
                "strings.base64_decode",
                entry(1, 1, Result.TEXT, a -> Values.of(decodedBase64(text(a, 0), text(a, 0)))));
        table.put("strings.from_base64", entry(1, 1, Result.TEXT, a -> Values.of(decodedBase64(text(a, 0), ""))));
        table.put("strings.from_hex", entry(1, 1, Result.TEXT, a -> Values.of(decodedHex(text(a, 0)))));
        table.put("strings.url_decode", entry(1, 1, Result.TEXT, a -> Values.of(decodedUrl(text(a, 0)))));
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
                        a -> Values.of(
                                text(a, 1).isEmpty()
                                        ? 0
                                        : split(text(a, 0), text(a, 1)).size() - 1)));
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
        table.put("hash.sha256", entry(1, 1, Result.TEXT, a -> sha256(text(a, 0))));
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
        if (separator.isEmpty()) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
        var parts = new ArrayList<String>();
        int from = 0;
        int at = text.indexOf(separator);
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

    /** The host of an address, or what stands in its place before the first sign that no host has. */
    private static String hostname(String url) {
        int scheme = url.indexOf("://");
        String rest = scheme < 0 ? url : url.substring(scheme + 3);
        int end = 0;
        while (end < rest.length() && "/?#\\".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(rest.lastIndexOf('@', end - 1) + 1, end);
        int port = authority.indexOf(':');
        return port >= 0 && authority.indexOf('[') < 0 ? authority.substring(0, port) : authority;
    }

    private static Value sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Values.of(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            return Values.failure("SHA-256 is not there");
        }
    }

    /** What a text encodes; another one where it encodes nothing. */
    private static String decodedBase64(String text, String otherwise) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }

    /** A plus sign stays one. */
    private static String decodedUrl(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String decodedHex(String text) {
        try {
            return new String(HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
