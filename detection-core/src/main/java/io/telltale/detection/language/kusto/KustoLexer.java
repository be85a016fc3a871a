package io.telltale.detection.language.kusto;

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
    private static final Set<String> RAW_LITERALS = Set.of("datetime", "date", "timespan", "time", "guid");
    private static final Set<String> TWO_CHARACTERS = Set.of("==", "!=", "=~", "!~", "<=", ">=", "<>", "..", "=>");
    private static final String ONE_CHARACTER = "|()[]{},;.=<>+-*/%:?";

    private final KustoCharacters in;
    private final KustoLiterals literals;
    private final List<KustoToken> tokens = new ArrayList<>();

    private KustoLexer(SourceText source) {
        this.in = new KustoCharacters(source);
        this.literals = new KustoLiterals(in);
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
        while (in.hasMore()) {
            char c = in.peek(0);
            if (Character.isWhitespace(c) || c == '\uFEFF' || c == '\u00A0') {
                in.at++;
            } else if (in.ahead("//")) {
                int end = in.text.indexOf('\n', in.at);
                in.at = end < 0 ? in.text.length() : end;
            } else {
                return true;
            }
        }
        return false;
    }

    private void next() throws RuleSyntaxException {
        int start = in.at;
        char c = in.peek(0);
        if (literals.startsText()) {
            tokens.add(literals.text());
        } else if (KustoCharacters.isDigit(c)) {
            tokens.add(literals.number());
        } else if (KustoCharacters.isNameStart(c)) {
            name(start);
        } else if (c == '!' && (in.peek(1) == '=' || in.peek(1) == '~')) {
            in.at += 2;
            add(Kind.MARK, start);
        } else if (c == '!' && Character.isLetter(in.peek(1))) {
            in.at++;
            in.skipName();
            if (in.peek(0) == '~') {
                in.at++;
            }
            add(Kind.MARK, start);
        } else if (c == '[' && (in.peek(1) == '\'' || in.peek(1) == '"') && isQuotedName(start)) {
            quotedName(start);
        } else if (start + 1 < in.text.length() && TWO_CHARACTERS.contains(in.text.substring(start, start + 2))) {
            in.at += 2;
            add(Kind.MARK, start);
        } else if (ONE_CHARACTER.indexOf(c) >= 0) {
            in.at++;
            add(Kind.MARK, start);
        } else {
            throw in.error(start, start + 1, "found '" + c + "', expected a name, a literal or an operator");
        }
    }

    private void name(int start) throws RuleSyntaxException {
        in.skipName();
        String name = in.since(start);
        if (RAW_LITERALS.contains(name)) {
            int open = in.at;
            while (open < in.text.length() && Character.isWhitespace(in.text.charAt(open))) {
                open++;
            }
            if (open < in.text.length() && in.text.charAt(open) == '(') {
                tokens.add(name.equals("guid") ? literals.guid(start, open) : literals.time(start, open, name));
                return;
            }
        }
        if (name.equals("in") && in.peek(0) == '~') {
            in.at++;
        }
        add(Kind.NAME, start);
    }

    private boolean isQuotedName(int start) {
        int close = in.text.indexOf(in.peek(1), in.at + 2);
        return close >= 0 && in.text.startsWith("]", close + 1) && !afterOperand(start);
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

    private void quotedName(int start) {
        int close = in.text.indexOf(in.peek(1), in.at + 2);
        in.at = close + 2;
        tokens.add(KustoToken.of(Kind.QUOTED_NAME, in.text.substring(start + 2, close), new Span(start, in.at)));
    }

    private void add(Kind kind, int start) {
        tokens.add(KustoToken.of(kind, in.since(start), new Span(start, in.at)));
    }
}
