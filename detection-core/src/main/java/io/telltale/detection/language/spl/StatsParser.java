package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses {@code stats} and the commands that aggregate as it does. */
final class StatsParser {
    private final Scanner in;
    private final Arguments arguments;
    private final SplParser commands;

    StatsParser(Scanner in, Arguments arguments, SplParser commands) {
        this.in = in;
        this.arguments = arguments;
        this.commands = commands;
    }

    Command stats(Command.Stats.Kind kind, int start) throws RuleSyntaxException {
        Map<String, Word> options = arguments.options();
        List<Command.AggregateTerm> terms = terms(options, "BY");
        var by = new ArrayList<Word>();
        if (in.takeKeyword("BY", false)) {
            while (arguments.more()) {
                // dedup_splitvals and its like may stand at the end.
                if (arguments.atOption()) {
                    options.putAll(arguments.options());
                } else {
                    by.add(in.name("a field"));
                }
            }
            wanted(by);
        }
        if (terms.isEmpty()) {
            throw in.unexpected("expected an aggregate function");
        }
        return new Command.Stats(kind, options, terms, by, in.span(start));
    }

    Command tstats(int start) throws RuleSyntaxException {
        Map<String, Word> options = arguments.options();
        List<Command.AggregateTerm> terms = terms(options, "FROM", "WHERE", "BY");
        Optional<Word> model = Optional.empty();
        if (in.takeKeyword("FROM", false)) {
            in.takeKeyword("datamodel", false);
            in.take("=");
            in.take(":");
            model = Optional.of(in.word("()|[],", "a data model"));
            if (in.space().peek() == '.') {
                in.skip(1);
                Word dataset = in.word("()|[],", "a dataset");
                model = model.map(m -> new Word(m.text() + "." + dataset.text(), true, m.span()));
            }
        }
        Optional<SearchSyntax> where = Optional.empty();
        if (in.takeKeyword("WHERE", false)) {
            where = Optional.of(new SearchParser(in, commands).until("BY", "GROUPBY"));
        }
        var by = new ArrayList<Word>();
        Optional<Word> timeSpan = Optional.empty();
        if (in.takeKeyword("GROUPBY", false) || in.takeKeyword("BY", false)) {
            while (arguments.more()) {
                Optional<Word> span = arguments.option("span");
                if (span.isPresent()) {
                    timeSpan = span;
                } else if (arguments.atOption()) {
                    options.putAll(arguments.options());
                } else {
                    by.add(in.name("a field"));
                }
            }
            wanted(by);
        }
        if (terms.isEmpty()) {
            throw in.unexpected("expected an aggregate function");
        }
        return new Command.Tstats(options, terms, model, where, by, timeSpan, in.span(start));
    }

    private void wanted(List<Word> by) throws RuleSyntaxException {
        if (by.isEmpty()) {
            throw in.unexpected("expected a field");
        }
    }

    /** {@code timechart span=… aggregates} and {@code chart aggregates over field}; a second key makes columns. */
    Command chart(boolean time, int start) throws RuleSyntaxException {
        Map<String, Word> options = arguments.options();
        List<Command.AggregateTerm> terms = terms(options, "BY", "OVER");
        var keys = new ArrayList<Word>();
        while (in.takeKeyword("OVER", false) || in.takeKeyword("BY", false)) {
            while (arguments.more() && !in.seesKeyword("BY", false) && !in.seesKeyword("WHERE", false)) {
                if (arguments.atOption()) {
                    options.putAll(arguments.options());
                } else {
                    keys.add(in.name("a field"));
                }
            }
        }
        String name = time ? "timechart" : "chart";
        if (in.seesKeyword("WHERE", false)) {
            return commands.other(name + " where", start);
        }
        if (arguments.more()) {
            throw in.unexpected("expected BY, | or the end of the search");
        }
        if (terms.isEmpty()) {
            throw in.unexpected("expected an aggregate function");
        }
        if (time) {
            keys.add(0, new Word("_time", false, in.span(start)));
        }
        if (keys.isEmpty() || keys.size() > 2) {
            return new Command.Other(name + " by " + keys.size() + " fields", "", in.span(start));
        }
        return new Command.Chart(
                keys.get(0),
                keys.size() > 1 ? Optional.of(keys.get(1)) : Optional.empty(),
                time,
                options,
                terms,
                in.span(start));
    }

    Command xyseries(int start) throws RuleSyntaxException {
        Map<String, Word> options = arguments.options();
        List<Word> fields = arguments.names();
        if (fields.size() < 3) {
            throw in.unexpected("expected a field");
        }
        for (String option : List.of("grouped", "format")) {
            if (options.containsKey(option)) {
                return new Command.Other("xyseries " + option, "", in.span(start));
            }
        }
        return new Command.Xyseries(fields.get(0), fields.get(1), fields.subList(2, fields.size()), in.span(start));
    }

    /** Aggregates, and options among them, up to one of the keywords or the end of the command. */
    private List<Command.AggregateTerm> terms(Map<String, Word> options, String... ends) throws RuleSyntaxException {
        var terms = new ArrayList<Command.AggregateTerm>();
        while (arguments.more()) {
            for (String end : ends) {
                if (in.seesKeyword(end, false)) {
                    return terms;
                }
            }
            if (arguments.atOption()) {
                options.putAll(arguments.options());
            } else {
                terms.add(term());
            }
        }
        return terms;
    }

    private Command.AggregateTerm term() throws RuleSyntaxException {
        int start = in.space().at();
        String function = Scanner.lower(in.dottedIdentifier());
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
        boolean named = in.takeKeyword("AS", false);
        if (named) {
            label = in.name("a name").text();
        }
        return new Command.AggregateTerm(function, field, expression, label, named, in.span(start));
    }
}
