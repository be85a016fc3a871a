package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;

/** Parses the expressions of {@code search}: NOT binds tightest, then OR, then AND, written or not. */
final class SearchParser {
    private static final String FIELD_STOPS = "()|,[]=<>!";
    private static final String VALUE_STOPS = "()|,[]";

    private final Scanner in;
    private final SplParser commands;

    SearchParser(Scanner in, SplParser commands) {
        this.in = in;
        this.commands = commands;
    }

    SearchSyntax parse() throws RuleSyntaxException {
        return until();
    }

    /** A condition that ends where the command does, or at one of the keywords. */
    SearchSyntax until(String... keywords) throws RuleSyntaxException {
        int start = in.space().at();
        in.deeper();
        var operands = new ArrayList<SearchSyntax>();
        do {
            operands.add(any());
            in.takeKeyword("AND", true);
            in.separators();
        } while (!in.atEnd() && ")|]".indexOf(in.peek()) < 0 && !sees(keywords));
        in.shallower();
        return operands.size() == 1 ? operands.get(0) : new SearchSyntax.All(operands, in.span(start));
    }

    private boolean sees(String... keywords) {
        for (String keyword : keywords) {
            if (in.seesKeyword(keyword, false)) {
                return true;
            }
        }
        return false;
    }

    private SearchSyntax any() throws RuleSyntaxException {
        int start = in.space().at();
        var operands = new ArrayList<SearchSyntax>();
        do {
            operands.add(not());
        } while (in.takeKeyword("OR", true));
        return operands.size() == 1 ? operands.get(0) : new SearchSyntax.Any(operands, in.span(start));
    }

    private SearchSyntax subsearch() throws RuleSyntaxException {
        int start = in.at();
        List<Command> inner = commands.subsearch();
        return new SearchSyntax.Subsearch(inner, in.span(start));
    }

    /** A subsearch in a place where its text would have to be read as a part of the search around. */
    private SearchSyntax unread(String construct, int start) throws RuleSyntaxException {
        int at = in.at();
        Span inner = in.brackets();
        return new SearchSyntax.Subsearch(
                List.of(new Command.Other(construct, in.textFrom(at), inner)), in.span(start));
    }

    private SearchSyntax not() throws RuleSyntaxException {
        int start = in.space().at();
        if (in.takeKeyword("NOT", true)) {
            in.deeper();
            SearchSyntax operand = not();
            in.shallower();
            return new SearchSyntax.Not(operand, in.span(start));
        }
        if (in.take("(")) {
            if (in.take(")")) {
                return new SearchSyntax.Nothing(in.span(start));
            }
            SearchSyntax inner = parse();
            in.expect(")");
            return inner;
        }
        if (in.peek() == '[') {
            return subsearch();
        }
        for (String keyword : List.of("OR", "AND")) {
            if (in.seesKeyword(keyword, true)) {
                throw in.unexpected("expected a condition");
            }
        }
        Word word = in.word(FIELD_STOPS, "a condition");
        if (!word.quoted()
                && in.peek() == '('
                && (word.text().equals("TERM") || word.text().equals("CASE"))) {
            return directive(word, start);
        }
        int afterWord = in.at();
        for (String operator : List.of("!=", "<=", ">=", "==", "=", "<", ">")) {
            if (in.take(operator)) {
                in.space();
                if (in.peek() == '[') {
                    return unread("subsearch as a field's value", start);
                }
                Word value = in.word(VALUE_STOPS, "a value");
                return new SearchSyntax.Comparison(word, operator.equals("==") ? "=" : operator, value, in.span(start));
            }
        }
        boolean negated = in.takeKeyword("NOT", true);
        if (in.takeKeyword("IN", false) && in.take("(")) {
            var values = new ArrayList<Word>();
            in.separators();
            do {
                if (in.space().peek() == '[') {
                    SearchSyntax unread = unread("subsearch in a list of values", start);
                    in.expect(")");
                    return unread;
                }
                values.add(in.word(VALUE_STOPS, "a value"));
                in.separators();
            } while (!in.take(")"));
            SearchSyntax membership = new SearchSyntax.Membership(word, values, in.span(start));
            return negated ? new SearchSyntax.Not(membership, in.span(start)) : membership;
        }
        in.back(afterWord);
        return new SearchSyntax.Term(word, false, in.span(start));
    }

    /** {@code TERM(…)} and {@code CASE(…)}. */
    private SearchSyntax directive(Word name, int start) throws RuleSyntaxException {
        in.expect("(");
        Word word = in.word("()|[]", "a word");
        in.expect(")");
        return new SearchSyntax.Term(word, name.text().equals("CASE"), in.span(start));
    }
}
