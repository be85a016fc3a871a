package io.telltale.detection.language.esql;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;

/** Reads the words of ES|QL; what a word may be depends on where the parser stands, so it asks for one kind at a time. */
final class EsqlScanner {
    private static final int MAX_INPUT = 1_000_000;

    private final SourceText source;
    private final String text;
    private int position;
    private int lastEnd;

    EsqlScanner(SourceText source) throws RuleSyntaxException {
        this.source = source;
        this.text = source.text();
        if (text.length() > MAX_INPUT) {
            throw new RuleSyntaxException(source, Span.NONE, "a query longer than " + MAX_INPUT + " characters");
        }
    }

    /** Where the next word begins. */
    int start() {
        skip();
        return position;
    }

    Span from(int start) {
        return new Span(start, Math.max(start, lastEnd));
    }

    String slice(int start) {
        return source.slice(from(start));
    }

    boolean atEnd() {
        return start() >= text.length();
    }

    boolean sees(String symbol) {
        return text.startsWith(symbol, start());
    }

    boolean symbol(String symbol) {
        if (!sees(symbol)) {
            return false;
        }
        advance(symbol.length());
        return true;
    }

    void expect(String symbol) throws RuleSyntaxException {
        if (!symbol(symbol)) {
            throw error("expected " + symbol);
        }
    }

    boolean keyword(String word) {
        int start = start();
        int end = start + word.length();
        if (!text.regionMatches(true, start, word, 0, word.length()) || (end < text.length() && isPart(end))) {
            return false;
        }
        advance(word.length());
        return true;
    }

    /** A bare word of letters, digits and underscores; empty where there is none. */
    String word() {
        int start = start();
        int end = start;
        while (end < text.length() && isPart(end)) {
            end++;
        }
        advance(end - start);
        return text.substring(start, end);
    }

    /** A dotted name, parts of it perhaps in back-quotes. */
    String name(boolean wildcards) throws RuleSyntaxException {
        int start = start();
        var name = new StringBuilder();
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '`') {
                int close = closingBackQuote(at + 1);
                name.append(text.substring(at + 1, close).replace("``", "`"));
                at = close + 1;
            } else if (isPart(at) || (c == '.' && at > start) || (wildcards && (c == '*' || c == '-'))) {
                name.append(c);
                at++;
            } else {
                break;
            }
        }
        if (name.length() == 0) {
            throw error("expected a name");
        }
        advance(at - start);
        return name.toString();
    }

    /** The index patterns of {@code FROM}: everything but white space, commas and bars. */
    String index() throws RuleSyntaxException {
        int start = start();
        int end = start;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && ",|\"".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (end == start) {
            return sees("\"") ? string() : name(true);
        }
        advance(end - start);
        return text.substring(start, end);
    }

    /** The back-quote that ends a name; two of them are one that belongs to it. */
    private int closingBackQuote(int from) throws RuleSyntaxException {
        int close = text.indexOf('`', from);
        while (close >= 0 && text.startsWith("``", close)) {
            close = text.indexOf('`', close + 2);
        }
        if (close < 0) {
            throw error("expected a closing back-quote");
        }
        return close;
    }

    boolean seesDigit() {
        int at = start();
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** Whether a number can begin here, perhaps with its decimal point. */
    boolean seesNumber() {
        int at = start();
        return seesDigit() || (sees(".") && at + 1 < text.length() && isDigit(at + 1));
    }

    /** Digits, perhaps with a fraction and an exponent. */
    String number() {
        int start = start();
        int end = digits(start);
        if (end < text.length() && text.charAt(end) == '.') {
            end = digits(end + 1);
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int sign = end + 1 < text.length() && "+-".indexOf(text.charAt(end + 1)) >= 0 ? 1 : 0;
            int exponent = digits(end + 1 + sign);
            end = exponent > end + 1 + sign ? exponent : end;
        }
        advance(end - start);
        return text.substring(start, end);
    }

    private int digits(int from) {
        int at = from;
        while (at < text.length() && isDigit(at)) {
            at++;
        }
        return at;
    }

    String string() throws RuleSyntaxException {
        int start = start();
        if (text.startsWith("\"\"\"", start)) {
            int close = text.indexOf("\"\"\"", start + 3);
            if (close < 0) {
                throw error("expected closing \"\"\"");
            }
            // Up to two quotes may stand before the closing three and belong to the text.
            while (text.startsWith("\"\"\"", close + 1)) {
                close++;
            }
            advance(close + 3 - start);
            return text.substring(start + 3, close);
        }
        var out = new StringBuilder();
        for (int at = start + 1; at < text.length() && text.charAt(at) != '\n'; at++) {
            char c = text.charAt(at);
            if (c == '"') {
                advance(at + 1 - start);
                return out.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                char next = text.charAt(++at);
                out.append(
                        switch (next) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            case '"', '\\' -> next;
                            default ->
                                throw error(
                                        new Span(at - 1, at + 1),
                                        "found \"\\" + next + "\", expected \\n, \\t, \\r, \\\" or \\\\");
                        });
            } else {
                out.append(c);
            }
        }
        throw error("expected a closing quote");
    }

    /** Passes over the rest of a command: everything to the next bar outside of quotes and parentheses. */
    void restOfCommand() throws RuleSyntaxException {
        int depth = 0;
        while (!atEnd() && (depth > 0 || !sees("|"))) {
            if (sees("\"")) {
                string();
            } else {
                depth += sees("(") ? 1 : sees(")") ? -1 : 0;
                advance(1);
            }
        }
    }

    RuleSyntaxException error(String expected) {
        int at = Math.min(start(), text.length());
        String found =
                at >= text.length() ? "the end" : "\"" + text.substring(at, Math.min(at + 12, text.length())) + "\"";
        return new RuleSyntaxException(source, new Span(at, at), "found " + found.replace('\n', ' ') + ", " + expected);
    }

    RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }

    private boolean isDigit(int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private boolean isPart(int at) {
        char c = text.charAt(at);
        return Character.isLetterOrDigit(c) || c == '_' || c == '@';
    }

    private void advance(int characters) {
        position += characters;
        lastEnd = position;
    }

    private void skip() {
        while (position < text.length()) {
            if (Character.isWhitespace(text.charAt(position))) {
                position++;
            } else if (text.startsWith("//", position)) {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", position)) {
                int end = text.indexOf("*/", position + 2);
                position = end < 0 ? text.length() : end + 2;
            } else {
                return;
            }
        }
    }
}
