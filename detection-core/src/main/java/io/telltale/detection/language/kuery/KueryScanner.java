package io.telltale.detection.language.kuery;

import io.telltale.detection.language.kuery.KuerySyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads words of KQL. An unquoted value runs on over white space to the next special character or to {@code and},
 * {@code or} between white space or {@code not} before it, and is trimmed.
 */
final class KueryScanner {
    private static final int MAX_INPUT = 1_000_000;
    private static final String SPECIAL = "():<>\"{}";

    private final SourceText source;
    private final String text;
    private int position;

    KueryScanner(SourceText source) throws RuleSyntaxException {
        this.source = source;
        this.text = source.text();
        if (text.length() > MAX_INPUT) {
            throw new RuleSyntaxException(source, Span.NONE, "a query longer than " + MAX_INPUT + " characters");
        }
    }

    /** Where the next word begins. */
    int start() {
        while (position < text.length() && isSpace(position)) {
            position++;
        }
        return position;
    }

    Span from(int start) {
        int end = position;
        while (end > start && isSpace(end - 1)) {
            end--;
        }
        return new Span(start, Math.max(start, end));
    }

    boolean atEnd() {
        return start() >= text.length();
    }

    boolean symbol(String symbol) {
        if (!text.startsWith(symbol, start())) {
            return false;
        }
        position += symbol.length();
        return true;
    }

    boolean sees(String symbol) {
        return text.startsWith(symbol, start());
    }

    void expect(String symbol) throws RuleSyntaxException {
        if (!symbol(symbol)) {
            throw error("expected " + symbol);
        }
    }

    /** A connective: the word itself with white space behind it and, where it stands between two operands, before it. */
    boolean keyword(String word) {
        int at = start();
        if (!isKeyword(at, word)) {
            return false;
        }
        position = at + word.length();
        return true;
    }

    private boolean isKeyword(int at, String word) {
        int end = at + word.length();
        return text.regionMatches(true, at, word, 0, word.length())
                && end < text.length()
                && isSpace(end)
                && (word.equals("not") || (at > 0 && isSpace(at - 1)));
    }

    /** A value, which null is none of: Elasticsearch does not search for it. */
    Word value() throws RuleSyntaxException {
        Word word = word();
        if (!word.quoted() && word.text().equals("null")) {
            throw new RuleSyntaxException(
                    source, word.span(), "found null, which no search finds; what lacks a field is not field: *");
        }
        return word;
    }

    /** A name or a value. */
    Word word() throws RuleSyntaxException {
        int start = start();
        if (sees("\"")) {
            return quoted(start);
        }
        var literal = new StringBuilder();
        var pattern = new StringBuilder();
        int kept = 0;
        int keptPattern = 0;
        int end = start;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\\') {
                if (position + 1 >= text.length()) {
                    throw error("expected a character behind the backslash");
                }
                String escaped = escapedWord();
                literal.append(escaped);
                appendLiteral(pattern, escaped);
            } else if (SPECIAL.indexOf(c) >= 0 || isKeyword(position, "not")) {
                break;
            } else if (isSpace(position)) {
                if (startsConnective()) {
                    break;
                }
                literal.append(c);
                pattern.append(c);
                position++;
                continue;
            } else if (c == '*') {
                literal.append(c);
                pattern.append(c);
                position++;
            } else {
                literal.append(c);
                appendLiteral(pattern, String.valueOf(c));
                position++;
            }
            kept = literal.length();
            keptPattern = pattern.length();
            end = position;
        }
        if (kept == 0) {
            throw error("expected a value");
        }
        return new Word(literal.substring(0, kept), pattern.substring(0, keptPattern), false, new Span(start, end));
    }

    private boolean startsConnective() {
        int at = position;
        while (at < text.length() && isSpace(at)) {
            at++;
        }
        return isKeyword(at, "and") || isKeyword(at, "or");
    }

    private Word quoted(int start) throws RuleSyntaxException {
        position = start + 1;
        var literal = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '"') {
                position++;
                var pattern = new StringBuilder();
                appendLiteral(pattern, literal.toString());
                return new Word(literal.toString(), pattern.toString(), true, new Span(start, position));
            }
            if (c == '\\' && position + 1 < text.length()) {
                literal.append(escaped(List.of("\"", "\\")).orElse("\\"));
            } else {
                literal.append(c);
                position++;
            }
        }
        position = start;
        throw error("expected a closing quote");
    }

    /** What a backslash and the characters behind it stand for outside of quotes, where it must be an escape. */
    private String escapedWord() throws RuleSyntaxException {
        for (String word : List.of("and", "not", "or")) {
            if (text.regionMatches(true, position + 1, word, 0, word.length())) {
                position += 1 + word.length();
                return text.substring(position - word.length(), position);
            }
        }
        Optional<String> escaped = escaped(List.of("(", ")", ":", "<", ">", "\"", "{", "}", "\\", "*"));
        if (escaped.isPresent()) {
            return escaped.get();
        }
        position--;
        throw new RuleSyntaxException(
                source,
                new Span(position, position + 2),
                "found " + text.substring(position, position + 2)
                        + ", expected behind a backslash one of \\():<>\"*{}, t, r, n, a character's number as in"
                        + " u00e9, or and, or, not");
    }

    /**
     * What a backslash and the characters behind it stand for; passes over them, or over the backslash where they are no
     * escape.
     */
    private Optional<String> escaped(List<String> characters) {
        position++;
        char c = text.charAt(position);
        if (c == 'u' && position + 5 <= text.length()) {
            try {
                String decoded = String.valueOf((char) Integer.parseInt(text, position + 1, position + 5, 16));
                position += 5;
                return Optional.of(decoded);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        String decoded = switch (c) {
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'n' -> "\n";
            default -> characters.contains(String.valueOf(c)) ? String.valueOf(c) : "";
        };
        position += decoded.isEmpty() ? 0 : 1;
        return Optional.of(decoded).filter(d -> !d.isEmpty());
    }

    private static void appendLiteral(StringBuilder pattern, String literal) {
        pattern.append(io.telltale.detection.text.Wildcard.quote(literal));
    }

    RuleSyntaxException error(String expected) {
        int at = Math.min(start(), text.length());
        String found =
                at >= text.length() ? "the end" : "\"" + text.substring(at, Math.min(at + 12, text.length())) + "\"";
        return new RuleSyntaxException(
                source,
                new Span(at, at),
                String.format(Locale.ROOT, "found %s, %s", found.replace('\n', ' '), expected));
    }

    private boolean isSpace(int at) {
        return Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\u00a0';
    }
}
