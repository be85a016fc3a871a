package io.telltale.detection.language.yaral;

import io.telltale.detection.language.yaral.Token.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts a rule into words. A slash begins a regular expression where a value may stand, else it divides. */
final class Lexer {
    private static final int MAX_LENGTH = 1_000_000;
    private static final Set<String> TWO_SIGNS = Set.of("!=", "<=", ">=", "==");
    private static final String SIGNS = "{}()[]:,.=<>+-*/%!";
    private static final Set<String> BEFORE_VALUES = Set.of("and", "or", "not", "in", "regex", "cidr", "any", "all");

    private final SourceText source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    /** The rule's words, the last of them {@link Kind#END}. */
    static List<Token> read(SourceText source) throws RuleSyntaxException {
        if (source.text().length() > MAX_LENGTH) {
            throw new RuleSyntaxException(source, Span.NONE, "rule longer than " + MAX_LENGTH + " characters");
        }
        var lexer = new Lexer(source);
        while (lexer.skip()) {
            lexer.next();
        }
        int end = source.text().length();
        lexer.tokens.add(new Token(Kind.END, "", new Span(end, end)));
        return lexer.tokens;
    }

    private boolean skip() throws RuleSyntaxException {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\uFEFF') {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw error(at, at + 2, "found a comment that does not end");
                }
                at = end + 2;
            } else {
                return true;
            }
        }
        return false;
    }

    private void next() throws RuleSyntaxException {
        int start = at;
        char c = text.charAt(at);
        if (isLetter(c)) {
            add(Kind.WORD, word(), start);
        } else if (c == '$' || c == '#' || (c == '%' && namesList())) {
            at++;
            String name = word();
            if (name.isEmpty()) {
                throw error(start, at, "found " + c + " without a name");
            }
            add(c == '$' ? Kind.VARIABLE : c == '#' ? Kind.COUNT : Kind.LIST, name, start);
        } else if (isDigit(c)) {
            number(start);
        } else if (c == '"') {
            quoted(start);
        } else if (c == '`') {
            int end = text.indexOf('`', at + 1);
            if (end < 0) {
                throw error(start, start + 1, "found a text that does not end");
            }
            at = end + 1;
            add(Kind.TEXT, text.substring(start + 1, end), start);
        } else if (c == '/' && valueMayStand()) {
            regex(start);
        } else if (at + 1 < text.length() && TWO_SIGNS.contains(text.substring(at, at + 2))) {
            at += 2;
            add(Kind.SIGN, text.substring(start, at), start);
        } else if (SIGNS.indexOf(c) >= 0) {
            at++;
            add(Kind.SIGN, String.valueOf(c), start);
        } else {
            int end = start + Character.charCount(text.codePointAt(start));
            throw error(start, end, "found " + text.substring(start, end) + ", which has no meaning here");
        }
    }

    /** A percent sign before a letter begins a list's name; before anything else it is the remainder's sign. */
    private boolean namesList() {
        return at + 1 < text.length() && isLetter(text.charAt(at + 1));
    }

    private void number(int start) {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
            at++;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
        }
        boolean unit = at < text.length() && isLetter(text.charAt(at));
        if (unit) {
            word();
        }
        add(unit ? Kind.DURATION : Kind.NUMBER, text.substring(start, at), start);
    }

    private void quoted(int start) throws RuleSyntaxException {
        var value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c == '\n') {
                break;
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                char escaped = text.charAt(at);
                switch (escaped) {
                    case 'n' -> value.append('\n');
                    case 't' -> value.append('\t');
                    case 'r' -> value.append('\r');
                    case '"', '\\', '\'', '/' -> value.append(escaped);
                    default -> value.append('\\').append(escaped);
                }
            } else {
                value.append(c);
            }
            at++;
        }
        if (at >= text.length() || text.charAt(at) != '"') {
            throw error(start, start + 1, "found a text that does not end");
        }
        at++;
        add(Kind.TEXT, value.toString(), start);
    }

    /** A slash inside is quoted by a backslash, which stays before anything else. */
    private void regex(int start) throws RuleSyntaxException {
        var pattern = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '/' && text.charAt(at) != '\n') {
            if (text.charAt(at) == '\\' && at + 1 < text.length() && text.charAt(at + 1) != '\n') {
                if (text.charAt(at + 1) != '/') {
                    pattern.append('\\');
                }
                at++;
            }
            pattern.append(text.charAt(at));
            at++;
        }
        if (at >= text.length() || text.charAt(at) != '/') {
            throw error(start, start + 1, "found a regular expression that does not end");
        }
        at++;
        add(Kind.REGEX, pattern.toString(), start);
    }

    private boolean valueMayStand() {
        if (tokens.isEmpty()) {
            return true;
        }
        Token before = tokens.get(tokens.size() - 1);
        if (before.kind() == Kind.WORD) {
            return BEFORE_VALUES.contains(before.text().toLowerCase(Locale.ROOT));
        }
        return before.kind() == Kind.SIGN && !before.isSign(")") && !before.isSign("]") && !before.isSign("}");
    }

    private String word() {
        int start = at;
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void add(Kind kind, String value, int start) {
        tokens.add(new Token(kind, value, new Span(start, at)));
    }

    private RuleSyntaxException error(int start, int end, String detail) {
        return new RuleSyntaxException(source, new Span(start, Math.min(end, text.length())), detail);
    }
}
