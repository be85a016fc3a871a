package io.telltale.detection.language.lucene;

import io.telltale.detection.language.lucene.LuceneSyntax.Term;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the words of Lucene's query string. */
final class LuceneScanner {
    private static final int MAX_INPUT = 1_000_000;
    private static final String ENDS_TERM = "()[]{}\":^~/!";
    private static final Set<String> CONNECTIVES = Set.of("AND", "OR", "NOT", "&&", "||");

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

    /** A connective, in capitals. */
    boolean keyword(String word) {
        if (!seesWord(word)) {
            return false;
        }
        advance(word.length());
        return true;
    }

    private boolean endsTerm(int at) {
        return at >= text.length()
                || Character.isWhitespace(text.charAt(at))
                || ENDS_TERM.indexOf(text.charAt(at)) >= 0;
    }

    /**
     * Plain terms, two at least, with nothing but white space between them, which are one text. The last one is left out where
     * what stands behind it belongs to it.
     */
    Optional<Term> text() throws RuleSyntaxException {
        int start = start();
        int place = position;
        int placeEnd = lastEnd;
        var words = new ArrayList<String>();
        Optional<Term> word = plain();
        while (word.isPresent() && (words.isEmpty() || !bindsToTerm())) {
            words.add(word.get().text());
            if (words.size() > 1) {
                place = position;
                placeEnd = lastEnd;
            }
            word = plain();
        }
        position = place;
        lastEnd = placeEnd;
        String joined = String.join(" ", words);
        return words.size() < 2
                ? Optional.empty()
                : Optional.of(new Term(joined, Wildcard.quote(joined), false, from(start)));
    }

    /** A term without wildcards that is no bound. */
    private Optional<Term> plain() throws RuleSyntaxException {
        if (!seesTerm() || seesBound()) {
            return Optional.empty();
        }
        return Optional.of(term()).filter(term -> !term.hasWildcard());
    }

    private boolean seesTerm() {
        int at = start();
        return !endsTerm(at)
                && "+-".indexOf(text.charAt(at)) < 0
                && CONNECTIVES.stream().noneMatch(this::seesWord);
    }

    /** Whether the whole word stands here. */
    private boolean seesWord(String word) {
        return sees(word) && endsTerm(position + word.length());
    }

    /** Whether a comparison begins here, as {@code >=5}. */
    boolean seesBound() {
        return sees(">") || sees("<");
    }

    private boolean bindsToTerm() {
        return Stream.of(":", "^", "~").anyMatch(this::sees)
                || Stream.of("*", "AND", "OR", "&&", "||").anyMatch(this::seesWord);
    }

    /** A term with its escapes resolved, and the same as a pattern. */
    Term term() throws RuleSyntaxException {
        if (!seesTerm()) {
            throw error("expected a term");
        }
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
            } else if (endsTerm(at)) {
                break;
            } else {
                literal.append(c);
                pattern.append(c == '\\' ? "\\\\" : String.valueOf(c));
                at++;
            }
        }
        advance(at - start);
        return new Term(literal.toString(), pattern.toString(), false, from(start));
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

    RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
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
