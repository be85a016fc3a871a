package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a query into tokens. */
final class KustoLexer {
    private static final int MAX_LENGTH = 1_000_000;
    private static final Set<String> RAW_LITERALS = Set.of("datetime", "date", "timespan", "time");
    private static final Set<String> TWO_CHARACTERS = Set.of("==", "!=", "=~", "!~", "<=", ">=", "<>", "..", "=>");
    private static final String ONE_CHARACTER = "|()[]{},;.=<>+-*/%:?";

    private final SourceText source;
    private final String text;
    private final List<KustoToken> tokens = new ArrayList<>();
    private int at;

    private KustoLexer(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    /** The tokens of the body, the last of them {@link Kind#END}. */
    static List<KustoToken> read(SourceText source) throws RuleSyntaxException {
        if (source.text().length() > MAX_LENGTH) {
            throw new RuleSyntaxException(source, Span.NONE, "query longer than " + MAX_LENGTH + " characters");
        }
        var lexer = new KustoLexer(source);
        while (lexer.skipBlank()) {
            lexer.next();
        }
        int end = source.text().length();
        lexer.tokens.add(KustoToken.of(Kind.END, "", new Span(end, end)));
        return lexer.tokens;
    }

    private boolean skipBlank() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == '\uFEFF' || c == '\u00A0') {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return true;
            }
        }
        return false;
    }

    private void next() throws RuleSyntaxException {
        int start = at;
        char c = text.charAt(at);
        if ((c == '@' || c == 'h' || c == 'H') && peek(1) != 0 && startsText(at)) {
            text(start);
        } else if (c == '"' || c == '\'' || text.startsWith("```", at)) {
            text(start);
        } else if (isDigit(c)) {
            number(start);
        } else if (isNameStart(c)) {
            name(start);
        } else if (c == '!' && (peek(1) == '=' || peek(1) == '~')) {
            at += 2;
            add(Kind.MARK, start);
        } else if (c == '!' && Character.isLetter(peek(1))) {
            at++;
            skipName();
            if (peek(0) == '~') {
                at++;
            }
            add(Kind.MARK, start);
        } else if (c == '[' && (peek(1) == '\'' || peek(1) == '"') && isQuotedName(start)) {
            quotedName(start);
        } else if (at + 1 < text.length() && TWO_CHARACTERS.contains(text.substring(at, at + 2))) {
            at += 2;
            add(Kind.MARK, start);
        } else if (ONE_CHARACTER.indexOf(c) >= 0) {
            at++;
            add(Kind.MARK, start);
        } else {
            throw error(start, start + 1, "found '" + c + "', expected a name, a literal or an operator");
        }
    }

    /** Whether a bracket here is an index into what stands before it, with no space between. */
    private boolean afterOperand(int start) {
        if (tokens.isEmpty()) {
            return false;
        }
        KustoToken last = tokens.get(tokens.size() - 1);
        boolean operand = last.kind() == Kind.NAME
                || last.kind() == Kind.QUOTED_NAME
                || last.text().equals(")")
                || last.text().equals("]");
        return operand && last.span().end() == start;
    }

    private boolean startsText(int from) {
        int i = from;
        if (text.charAt(i) == 'h' || text.charAt(i) == 'H') {
            i++;
        }
        if (i < text.length() && text.charAt(i) == '@') {
            i++;
        }
        return i < text.length() && (text.charAt(i) == '"' || text.charAt(i) == '\'');
    }

    private void text(int start) throws RuleSyntaxException {
        if (text.startsWith("```", at)) {
            int close = text.indexOf("```", at + 3);
            if (close < 0) {
                throw error(start, start + 3, "found no end of this text, expected ```");
            }
            literal(start, text.substring(at + 3, close), close + 3);
            return;
        }
        boolean verbatim = false;
        while (text.charAt(at) != '"' && text.charAt(at) != '\'') {
            verbatim |= text.charAt(at) == '@';
            at++;
        }
        char quote = text.charAt(at++);
        var out = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == quote) {
                if (verbatim && peek(1) == quote) {
                    out.append(quote);
                    at += 2;
                    continue;
                }
                literal(start, out.toString(), at + 1);
                return;
            }
            if (c == '\\' && !verbatim) {
                escape(out);
            } else {
                out.append(c);
                at++;
            }
        }
        throw error(start, start + 1, "found no end of this text, expected " + quote);
    }

    private void literal(int start, String value, int end) {
        at = end;
        tokens.add(new KustoToken(Kind.TEXT, text.substring(start, end), Values.of(value), new Span(start, end)));
    }

    private void escape(StringBuilder out) throws RuleSyntaxException {
        int start = at;
        char c = peek(1);
        at += 2;
        switch (c) {
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'v' -> out.append('\u000B');
            case '0' -> out.append('\0');
            case '\\', '"', '\'' -> out.append(c);
            case 'u', 'x' -> {
                int digits = c == 'u' ? 4 : 2;
                try {
                    out.append((char) Integer.parseInt(text.substring(at, at + digits), 16));
                } catch (NumberFormatException | IndexOutOfBoundsException e) {
                    throw error(start, at, "found an escape without " + digits + " hexadecimal digits");
                }
                at += digits;
            }
            default ->
                throw error(
                        start, Math.min(at, text.length()), "found an unknown escape, expected \\\\ for a backslash");
        }
    }

    private void number(int start) throws RuleSyntaxException {
        if (text.charAt(at) == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
            at += 2;
            while (Character.digit(peek(0), 16) >= 0) {
                at++;
            }
            number(start, text.substring(start + 2, at), 16);
            return;
        }
        skipDigits();
        boolean decimal = false;
        if (peek(0) == '.' && isDigit(peek(1))) {
            decimal = true;
            at++;
            skipDigits();
        }
        if ((peek(0) == 'e' || peek(0) == 'E')
                && (isDigit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && isDigit(peek(2))))) {
            decimal = true;
            at += 2;
            skipDigits();
        }
        int end = at;
        skipName();
        if (at > end) {
            var length = KustoTime.unit(text.substring(end, at));
            if (length.isEmpty()) {
                throw error(start, at, "found '" + text.substring(start, at) + "', expected a number or a time span");
            }
            Value span = KustoTime.times(length.get(), Double.parseDouble(text.substring(start, end)));
            tokens.add(new KustoToken(Kind.TIMESPAN, text.substring(start, at), span, new Span(start, at)));
        } else if (decimal) {
            tokens.add(new KustoToken(
                    Kind.NUMBER,
                    text.substring(start, at),
                    Values.of(Double.parseDouble(text.substring(start, at))),
                    new Span(start, at)));
        } else {
            number(start, text.substring(start, at), 10);
        }
    }

    private void number(int start, String digits, int radix) throws RuleSyntaxException {
        try {
            tokens.add(new KustoToken(
                    Kind.NUMBER,
                    text.substring(start, at),
                    Values.of(Long.parseLong(digits, radix)),
                    new Span(start, at)));
        } catch (NumberFormatException e) {
            throw error(start, at, "found a number outside 64 bits");
        }
    }

    private void name(int start) throws RuleSyntaxException {
        skipName();
        String name = text.substring(start, at);
        if (RAW_LITERALS.contains(name)) {
            int open = at;
            while (open < text.length() && Character.isWhitespace(text.charAt(open))) {
                open++;
            }
            if (open < text.length() && text.charAt(open) == '(') {
                rawLiteral(start, open, name.startsWith("date"));
                return;
            }
        }
        if (name.equals("in") && peek(0) == '~') {
            at++;
        }
        add(Kind.NAME, start);
    }

    private void rawLiteral(int start, int open, boolean date) throws RuleSyntaxException {
        int close = text.indexOf(')', open);
        if (close < 0) {
            throw error(start, at, "found no end of this literal, expected )");
        }
        String inside = text.substring(open + 1, close).strip();
        if (inside.length() >= 2 && (inside.charAt(0) == '"' || inside.charAt(0) == '\'')) {
            inside = inside.substring(1, inside.length() - 1);
        }
        at = close + 1;
        var value = inside.equals("null")
                ? java.util.Optional.of(Values.NULL)
                : date ? KustoTime.datetime(inside) : KustoTime.timespan(inside);
        if (value.isEmpty()) {
            throw error(start, at, "found '" + inside + "', expected a " + (date ? "date" : "time span"));
        }
        tokens.add(new KustoToken(
                date ? Kind.DATETIME : Kind.TIMESPAN, text.substring(start, at), value.get(), new Span(start, at)));
    }

    private boolean isQuotedName(int start) {
        int close = text.indexOf(peek(1), at + 2);
        return close >= 0 && text.startsWith("]", close + 1) && !afterOperand(start);
    }

    private void quotedName(int start) {
        int close = text.indexOf(peek(1), at + 2);
        at = close + 2;
        tokens.add(KustoToken.of(Kind.QUOTED_NAME, text.substring(start + 2, close), new Span(start, at)));
    }

    private void add(Kind kind, int start) {
        tokens.add(KustoToken.of(kind, text.substring(start, at), new Span(start, at)));
    }

    private void skipDigits() {
        while (isDigit(peek(0))) {
            at++;
        }
    }

    private void skipName() {
        while (isNameStart(peek(0)) || isDigit(peek(0))) {
            at++;
        }
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c == '_' || c == '$' || Character.isLetter(c);
    }

    private RuleSyntaxException error(int start, int end, String detail) {
        return new RuleSyntaxException(source, new Span(start, Math.max(start, end)), detail);
    }
}
