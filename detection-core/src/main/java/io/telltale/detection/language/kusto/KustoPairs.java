package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoValues.text;

import com.google.re2j.Matcher;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the keys and values of a text, as {@code parse-kv} does; of equal keys the first counts. */
final class KustoPairs {
    private final String text;
    private final String pairs;
    private final String equals;
    private final String quote;
    private final String escape;
    private final boolean greedy;
    private final Map<String, Value> found = new LinkedHashMap<>();
    private int at;

    private KustoPairs(List<Value> in) {
        text = text(in.get(0));
        pairs = text(in.get(1));
        equals = text(in.get(2));
        quote = text(in.get(3));
        escape = text(in.get(4));
        greedy = text(in.get(5)).equals("true");
    }

    /** Arguments: the text, what parts pairs, what parts key and value, quotes, escape, greedy, a regular expression. */
    static Value read(List<Value> in) {
        var reader = new KustoPairs(in);
        if (!text(in.get(6)).isEmpty()) {
            reader.byPattern(text(in.get(6)));
        } else if (reader.pairs.isEmpty() && reader.equals.isEmpty()) {
            reader.byWords();
        } else if (!reader.pairs.isEmpty() && !reader.equals.isEmpty()) {
            reader.byDelimiters();
        }
        return Values.objectOf(reader.found);
    }

    private void put(String key, String value) {
        found.putIfAbsent(key.strip(), Values.of(value.strip()));
    }

    /** The first group is the key, the second the value. */
    private void byPattern(String regex) {
        Matcher matcher = Patterns.re2(regex, 0).matcher(text);
        while (matcher.groupCount() == 2 && matcher.find()) {
            String value = matcher.group(2);
            put(matcher.group(1), value == null ? "" : value);
        }
    }

    /** A word that a mark follows is a key, and the next word or quoted text its value; marks are all but letters and digits. */
    private void byWords() {
        while (at < text.length()) {
            if (!Character.isLetterOrDigit(text.charAt(at))) {
                at++;
                continue;
            }
            String key = word();
            int mark = at;
            while (at < text.length() && !Character.isLetterOrDigit(text.charAt(at)) && !quoted()) {
                at++;
            }
            boolean delimited = at > mark;
            if (delimited && at < text.length()) {
                int value = at;
                put(key, quoted() ? quotedText() : word());
                // What was taken for a value may itself be a key.
                at = text.charAt(value) == (quote.isEmpty() ? 0 : quote.charAt(0)) ? at : value;
            }
        }
    }

    private String word() {
        int from = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean quoted() {
        return !quote.isEmpty() && at < text.length() && text.charAt(at) == quote.charAt(0);
    }

    /** What stands between the quote here and the next that is not escaped; reads on behind it. */
    private String quotedText() {
        char close = quote.charAt(quote.length() - 1);
        var value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != close) {
            if (!escape.isEmpty() && text.charAt(at) == escape.charAt(0) && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at = Math.min(text.length(), at + 1);
        return value.toString();
    }

    private void byDelimiters() {
        while (at < text.length()) {
            String key = key();
            if (at >= text.length()) {
                return;
            }
            at += equals.length();
            put(key, quoted() ? quotedText() : value());
            if (text.startsWith(pairs, at)) {
                at += pairs.length();
            }
        }
    }

    /** The key that ends before the next sign, and reads on to that; one in quotes may hold what parts pairs. */
    private String key() {
        while (text.startsWith(pairs, at)) {
            at += pairs.length();
        }
        if (quoted()) {
            int from = at;
            String key = quotedText();
            if (text.startsWith(equals, at)) {
                return key;
            }
            at = from;
        }
        int middle = text.indexOf(equals, at);
        String key = text.substring(at, middle < 0 ? text.length() : middle);
        int other = key.lastIndexOf(pairs);
        int quoteAt = quote.isEmpty() ? -1 : key.indexOf(quote.charAt(0));
        if (!greedy && quoteAt > 0 && key.startsWith(pairs, quoteAt - pairs.length())) {
            // What stands before a quoted key has no value.
            at += quoteAt;
            return key();
        }
        at = middle < 0 ? text.length() : middle;
        return greedy || other < 0 ? key : key.substring(other + pairs.length());
    }

    /** What stands up to the next pair; if greedy, up to the last delimiter before the next sign. */
    private String value() {
        int from = at;
        int end = text.indexOf(pairs, from);
        if (greedy && end >= 0) {
            int next = text.indexOf(equals, end);
            int last = next < 0 ? -1 : text.lastIndexOf(pairs, next);
            end = next < 0 ? -1 : Math.max(end, last);
        }
        at = end < 0 ? text.length() : end;
        return text.substring(from, at);
    }
}
