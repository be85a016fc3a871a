package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.Optional;

/** Parses the aggregates of {@code stats} and {@code eventstats}. */
final class StatsParser {
    private final Scanner in;

    StatsParser(Scanner in) {
        this.in = in;
    }

    Command parse(boolean keepsRows, int start) throws RuleSyntaxException {
        var terms = new ArrayList<Command.AggregateTerm>();
        var by = new ArrayList<Word>();
        in.separators();
        while (!in.takeKeyword("BY", false)) {
            if (ended()) {
                break;
            }
            terms.add(term());
            in.separators();
        }
        while (!ended()) {
            by.add(in.name("a field"));
            in.separators();
        }
        if (terms.isEmpty()) {
            throw in.unexpected("expected an aggregate function");
        }
        return new Command.Stats(keepsRows, terms, by, in.span(start));
    }

    private boolean ended() {
        in.space();
        return in.atEnd() || in.peek() == '|' || in.peek() == ']';
    }

    private Command.AggregateTerm term() throws RuleSyntaxException {
        int start = in.space().at();
        String function = Scanner.lower(in.identifier());
        if (function.isEmpty()) {
            throw in.unexpected("expected an aggregate function");
        }
        Optional<Word> field = Optional.empty();
        Optional<EvalSyntax> expression = Optional.empty();
        String label = function;
        if (in.peek() == '(') {
            in.skip(1);
            if (in.takeKeyword("eval", false) && in.take("(")) {
                int from = in.at();
                expression = Optional.of(new EvalParser(in).parse());
                label += "(eval(" + in.textFrom(from) + "))";
                in.expect(")");
                in.expect(")");
            } else if (!in.take(")")) {
                field = Optional.of(in.name("a field"));
                label += "(" + field.get().text() + ")";
                in.expect(")");
            }
        } else if (in.space().peek() == '=') {
            throw in.unexpected("expected an aggregate function");
        }
        if (in.takeKeyword("AS", false)) {
            label = in.name("a name").text();
        }
        return new Command.AggregateTerm(function, field, expression, label, in.span(start));
    }
}
