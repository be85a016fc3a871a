package io.telltale.detection.language.lucene;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;

/** Reads the words of Lucene's query string. */
final class LuceneScanner {
    private static final int MAX_INPUT = 1_000_000;
    private static final String ENDS_TERM = "()[]{}\":^~";

    private final SourceText source;
    private final String text;
    private int position;
    private int lastEnd;

    LuceneScanner(SourceText source) throws RuleSyntaxException {
        this.source = source;
        this.text = source.text();
        if (text.length() > MAX_INPUT) {
            throw new RuleSyntaxException(source, Span.NONE, "a query longer than " + MAX_INPUT + " characters");
        }
    }

    int start() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position;
    }

    Span from(int start) {
        return new Span(start, Math.max(start, lastEnd));
    }

    boolean atEnd() {
        return start() >= text.length();
    }

    boolean sees(String symbol) {
        return text.startsWith(symbol, start());
    }

    /** Whether the symbol follows without white space before it. */
    boolean seesAtOnce(String symbol) {
        return text.startsWith(symbol, position);
    }

    boolean symbol(String symbol) {
        if (!sees(symbol)) {
            return false;
        }
        advance(symbol.length());
        return true;
    }

    boolean symbolAtOnce(String symbol) {
        return seesAtOnce(symbol) && symbol(symbol);
    }

    void expect(String symbol) throws RuleSyntaxException {
        if (!symbol(symbol)) {
            throw error("expected " + symbol);
        }
    }

    /** A connective, in capitals. */
    boolean keyword(String word) {
        int end = start() + word.length();
        boolean ends = end >= text.length()
                || Character.isWhitespace(text.charAt(end))
                || text.charAt(end) == '('
                || text.charAt(end) == ')';
        if (!sees(word) || !ends) {
            return false;
        }
        advance(word.length());
        return true;
    }

    /** A term with its escapes resolved, and the same as a pattern. */
    String[] term() throws RuleSyntaxException {
        int start = start();
        var literal = new StringBuilder();
        var pattern = new StringBuilder();
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                char next = text.charAt(at + 1);
                literal.append(next);
                pattern.append(Wildcard.quote(String.valueOf(next)));
                at += 2;
            } else if (Character.isWhitespace(c) || ENDS_TERM.indexOf(c) >= 0) {
                break;
            } else {
                literal.append(c);
                pattern.append(c == '\\' ? "\\\\" : String.valueOf(c));
                at++;
            }
        }
        if (at == start) {
            throw error("expected a term");
        }
        advance(at - start);
        return new String[] {literal.toString(), pattern.toString()};
    }

    String phrase() throws RuleSyntaxException {
        int start = start();
        var out = new StringBuilder();
        for (int at = start + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                advance(at + 1 - start);
                return out.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                c = text.charAt(at);
            }
            out.append(c);
        }
        throw error("expected a closing quote");
    }

    String regular() throws RuleSyntaxException {
        int start = start();
        var out = new StringBuilder();
        for (int at = start + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '/') {
                advance(at + 1 - start);
                return out.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                if (text.charAt(at + 1) != '/') {
                    out.append(c);
                }
                at++;
                c = text.charAt(at);
            }
            out.append(c);
        }
        throw error("expected a closing /");
    }

    /** A bound of a range: a phrase, or everything to white space or the range's end. */
    String bound() throws RuleSyntaxException {
        if (sees("\"")) {
            return phrase();
        }
        int start = start();
        int at = start;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == start) {
            throw error("expected a bound");
        }
        advance(at - start);
        return text.substring(start, at).replace("\\", "");
    }

    /** A number, as a boost has; may be empty. */
    String number() {
        int at = position;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String number = text.substring(position, at);
        advance(at - position);
        return number;
    }

    RuleSyntaxException error(String expected) {
        int at = Math.min(start(), text.length());
        String found =
                at >= text.length() ? "the end" : "\"" + text.substring(at, Math.min(at + 12, text.length())) + "\"";
        return new RuleSyntaxException(source, new Span(at, at), "found " + found.replace('\n', ' ') + ", " + expected);
    }

    private void advance(int characters) {
        position += characters;
        lastEnd = position;
    }
}
