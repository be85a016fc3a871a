package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Parses the expressions of {@code search}: NOT binds tightest, then OR, then AND, written or not. */
final class SearchParser {
    private static final String FIELD_STOPS = "()|,[]=<>!";
    private static final String VALUE_STOPS = "()|,[]";

    private final Scanner in;

    SearchParser(Scanner in) {
        this.in = in;
    }

    SearchSyntax parse() throws RuleSyntaxException {
        int start = in.space().at();
        in.deeper();
        var operands = new ArrayList<SearchSyntax>();
        do {
            operands.add(any());
            in.takeKeyword("AND", true);
            in.space();
        } while (!in.atEnd() && in.peek() != ')' && in.peek() != '|' && in.peek() != ']');
        in.shallower();
        return operands.size() == 1 ? operands.get(0) : new SearchSyntax.All(operands, in.span(start));
    }

    private SearchSyntax any() throws RuleSyntaxException {
        int start = in.space().at();
        var operands = new ArrayList<SearchSyntax>();
        do {
            operands.add(not());
        } while (in.takeKeyword("OR", true));
        return operands.size() == 1 ? operands.get(0) : new SearchSyntax.Any(operands, in.span(start));
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
            SearchSyntax inner = parse();
            in.expect(")");
            return inner;
        }
        if (in.peek() == '[') {
            return new SearchSyntax.Subsearch(in.brackets());
        }
        for (String keyword : List.of("OR", "AND")) {
            if (in.seesKeyword(keyword, true)) {
                throw in.unexpected("expected a condition");
            }
        }
        Word word = in.word(FIELD_STOPS, "a condition");
        int afterWord = in.at();
        for (String operator : List.of("!=", "<=", ">=", "==", "=", "<", ">")) {
            if (in.take(operator)) {
                in.space();
                if (in.peek() == '[') {
                    return new SearchSyntax.Subsearch(in.brackets());
                }
                Word value = in.word(VALUE_STOPS, "a value");
                return new SearchSyntax.Comparison(word, operator.equals("==") ? "=" : operator, value, in.span(start));
            }
        }
        boolean negated = in.takeKeyword("NOT", true);
        if (in.takeKeyword("IN", false) && in.take("(")) {
            var values = new ArrayList<Word>();
            do {
                values.add(in.word(VALUE_STOPS, "a value"));
                in.separators();
            } while (!in.take(")"));
            SearchSyntax membership = new SearchSyntax.Membership(word, values, in.span(start));
            return negated ? new SearchSyntax.Not(membership, in.span(start)) : membership;
        }
        in.back(afterWord);
        return new SearchSyntax.Term(word, in.span(start));
    }
}
