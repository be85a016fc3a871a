package io.telltale.detection.language.eql;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;

/** Reads the words of EQL, as the parser asks for them. */
final class EqlScanner {
    private static final int MAX_INPUT = 1_000_000;

    private final SourceText source;
    private final String text;
    private int position;
    private int lastEnd;

    EqlScanner(SourceText source) throws RuleSyntaxException {
        this.source = source;
        this.text = source.text();
        if (text.length() > MAX_INPUT) {
            throw new RuleSyntaxException(source, Span.NONE, "a query longer than " + MAX_INPUT + " characters");
        }
    }

    /** Where the next word begins. */
    int start() {
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
                break;
            }
        }
        return position;
    }

    Span from(int start) {
        return new Span(start, Math.max(start, lastEnd));
    }

    boolean atEnd() {
        return start() >= text.length();
    }

    void toEnd() {
        advance(text.length() - position);
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

    /** A keyword, which EQL writes in lower case, perhaps with a tilde. */
    boolean keyword(String word) {
        int start = start();
        int end = start + word.length();
        if (!text.startsWith(word, start) || (end < text.length() && isPart(end))) {
            return false;
        }
        if (!word.endsWith("~") && end < text.length() && text.charAt(end) == '~') {
            return false;
        }
        advance(word.length());
        return true;
    }

    /** Whether a name can begin here. */
    boolean seesName() {
        int at = start();
        return at < text.length() && (isPart(at) || text.charAt(at) == '`') && !seesDigit();
    }

    /** A dotted name, parts of it perhaps in back-quotes. */
    String name() throws RuleSyntaxException {
        int start = start();
        var name = new StringBuilder();
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '`') {
                int close = closingBackQuote(at + 1);
                name.append(text.substring(at + 1, close).replace("``", "`"));
                at = close + 1;
            } else if (isPart(at)
                    || (c == '.' && at > start)
                    || (c == '-'
                            && at > start
                            && at + 1 < text.length()
                            && Character.isLetter(text.charAt(at + 1))
                            && Character.isLetter(text.charAt(at - 1)))) {
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

    /** Digits, perhaps with a fraction and an exponent. */
    String number() {
        int start = start();
        int end = digits(start);
        if (end + 1 < text.length() && text.charAt(end) == '.' && digits(end + 1) > end + 1) {
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
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** Letters directly behind what was read last, as a unit of time is. */
    String unit() {
        int end = position;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        String unit = text.substring(position, end);
        advance(end - position);
        return unit;
    }

    String string() throws RuleSyntaxException {
        int start = start();
        if (text.startsWith("\"\"\"", start)) {
            int close = text.indexOf("\"\"\"", start + 3);
            if (close < 0) {
                throw error("expected closing \"\"\"");
            }
            while (text.startsWith("\"\"\"", close + 1)) {
                close++;
            }
            advance(close + 3 - start);
            return text.substring(start + 3, close);
        }
        var out = new StringBuilder();
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == '"') {
                advance(at + 1 - start);
                return out.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                at = escape(at + 1, out);
            } else {
                out.append(c);
                at++;
            }
        }
        throw error("expected a closing quote");
    }

    /** Appends what an escape stands for; answers the place behind it. */
    private int escape(int at, StringBuilder out) throws RuleSyntaxException {
        char c = text.charAt(at);
        if (c == 'u' && text.startsWith("u{", at)) {
            // The documentation doubles the braces in places.
            int braces = text.startsWith("u{{", at) ? 2 : 1;
            int close = text.indexOf("}".repeat(braces), at);
            try {
                String digits = text.substring(at + 1 + braces, Math.max(at + 1 + braces, close));
                out.appendCodePoint(Integer.parseInt(digits, 16));
                return close + braces;
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw error(new Span(at, at + 1), "a character by its number is written \\u{2} to \\u{10ffff}");
            }
        }
        int known = "btnfr\"'\\".indexOf(c);
        if (known < 0) {
            throw error(
                    new Span(at - 1, at + 1),
                    "found \\" + c
                            + ", expected behind a backslash one of btnfr\"'\\ or u{…}; a text in \"\"\" has no"
                            + " escapes");
        }
        out.append("\b\t\n\f\r\"'\\".charAt(known));
        return at + 1;
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

    private boolean isPart(int at) {
        char c = text.charAt(at);
        return Character.isLetterOrDigit(c) || c == '_' || c == '@';
    }

    private void advance(int characters) {
        position += characters;
        lastEnd = position;
    }
}
