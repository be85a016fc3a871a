package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoValues.text;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Functions that write text in another form, or read it as one: hashes, command lines, quoted patterns. */
final class KustoEncodings {
    private static final Map<String, String> HASHES =
            Map.of("hash_md5", "MD5", "hash_sha1", "SHA-1", "hash_sha256", "SHA-256");

    private KustoEncodings() {}

    static void addTo(List<FunctionEntry> all) {
        HASHES.forEach((name, algorithm) -> add(all, name, (in, context) -> hashed(text(in.get(0)), algorithm)));
        add(all, "regex_quote", (in, context) -> Values.of(quoted(text(in.get(0)))));
        add(all, "replace_strings", (in, context) -> replaced(text(in.get(0)), in.get(1), in.get(2)));
        add(all, "parse_command_line", (in, context) -> commandLine(text(in.get(0)), text(in.get(1))));
        add(
                all,
                "isutf8",
                (in, context) -> Values.of(StandardCharsets.UTF_8.newEncoder().canEncode(text(in.get(0)))));
    }

    private static Value hashed(String text, String algorithm) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return Values.of(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            return Values.failure("no hash " + algorithm);
        }
    }

    private static String quoted(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append("\\.+*?()|[]{}^$".indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return out.toString();
    }

    /**
     * Each place where a lookup stands gives way to its rewrite, or stays where that is no text; an earlier lookup takes
     * its places first. A lookup that is no text is passed over.
     */
    private static Value replaced(String text, Value lookups, Value rewrites) {
        if (!(lookups instanceof Value.ListOf wanted) || !(rewrites instanceof Value.ListOf others)) {
            return Values.of(text);
        }
        var found = new TreeMap<Integer, Integer>();
        var taken = new BitSet();
        for (int i = 0; i < Math.min(wanted.elements().size(), others.elements().size()); i++) {
            String lookup = wanted.elements().get(i) instanceof Value.Text given ? given.value() : "";
            int at = lookup.isEmpty() ? -1 : text.indexOf(lookup);
            while (at >= 0) {
                int end = at + lookup.length();
                boolean free = taken.get(at, end).isEmpty();
                if (free) {
                    taken.set(at, end);
                    found.put(at, i);
                }
                at = text.indexOf(lookup, free ? end : at + 1);
            }
        }
        var out = new StringBuilder();
        int at = 0;
        for (var place : found.entrySet()) {
            String lookup = text(wanted.elements().get(place.getValue()));
            Value rewrite = others.elements().get(place.getValue());
            out.append(text, at, place.getKey()).append(rewrite instanceof Value.Text ? text(rewrite) : lookup);
            at = place.getKey() + lookup.length();
        }
        return Values.of(out.append(text.substring(at)).toString());
    }

    /** A command line cut as Windows cuts it: at blanks outside of quotes; backslashes escape only before a quote. */
    private static Value commandLine(String line, String parser) {
        if (!parser.equals("windows")) {
            return Values.NULL;
        }
        var arguments = new ArrayList<Value>();
        var argument = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            int slashes = 0;
            while (i < line.length() && line.charAt(i) == '\\') {
                slashes++;
                i++;
            }
            if (slashes > 0) {
                boolean quote = i < line.length() && line.charAt(i) == '"';
                argument.append("\\".repeat(quote ? slashes / 2 : slashes));
                any = true;
                if (quote && slashes % 2 == 1) {
                    argument.append('"');
                } else {
                    i--;
                }
            } else if (c == '"') {
                quoted = !quoted;
                any = true;
            } else if (Character.isWhitespace(c) && !quoted) {
                if (any) {
                    arguments.add(Values.of(argument.toString()));
                }
                argument.setLength(0);
                any = false;
            } else {
                argument.append(c);
                any = true;
            }
        }
        if (any) {
            arguments.add(Values.of(argument.toString()));
        }
        return Values.listOf(arguments);
    }
}
