package io.telltale.detection.language.esql;

import io.telltale.detection.language.esql.EsqlSyntax.Assignment;
import io.telltale.detection.language.esql.EsqlSyntax.Command;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses the pipeline of an ES|QL query. */
final class EsqlParser {
    /** Commands other than FROM that a query can begin with. */
    private static final java.util.Set<String> OTHER_SOURCES = java.util.Set.of("ROW", "SHOW", "TS", "SET", "PROMQL");

    private final EsqlScanner in;
    private final EsqlExpressionParser expressions;

    EsqlParser(SourceText source) throws RuleSyntaxException {
        this.in = new EsqlScanner(source);
        this.expressions = new EsqlExpressionParser(in);
    }

    List<Command> parse() throws RuleSyntaxException {
        var commands = new ArrayList<Command>();
        commands.add(from());
        while (!in.atEnd()) {
            in.expect("|");
            commands.add(command());
        }
        return commands;
    }

    private Command from() throws RuleSyntaxException {
        int start = in.start();
        if (!in.keyword("from")) {
            String found = in.word();
            String word = found.toUpperCase(Locale.ROOT);
            if (!OTHER_SOURCES.contains(word)) {
                throw found.isEmpty()
                        ? in.error("expected FROM")
                        : in.error(in.from(start), "found \"" + found + "\", expected FROM");
            }
            in.restOfCommand();
            return new Command.Other(word, in.from(start));
        }
        var sources = new ArrayList<String>();
        do {
            if (in.sees("(")) {
                in.restOfCommand();
                return new Command.Other("FROM (…)", in.from(start));
            }
            sources.add(in.index());
        } while (in.symbol(","));
        boolean bracketed = in.symbol("[");
        List<String> metadata = in.keyword("metadata")
                ? names(false).stream().map(EsqlSyntax.Name::name).toList()
                : List.of();
        if (bracketed) {
            in.expect("]");
        }
        return new Command.From(sources, metadata, in.from(start));
    }

    private Command command() throws RuleSyntaxException {
        int start = in.start();
        String word = in.word();
        if (word.isEmpty()) {
            throw in.error("expected a command");
        }
        Optional<EsqlCommand> command = EsqlCommand.of(word);
        return command.isPresent() ? command(command.get(), start) : other(word.toUpperCase(Locale.ROOT), start);
    }

    private Command command(EsqlCommand command, int start) throws RuleSyntaxException {
        return switch (command) {
            case WHERE -> new Command.Where(expressions.expression(), in.from(start));
            case EVAL -> new Command.Eval(assignments(), in.from(start));
            case KEEP -> new Command.Keep(names(true), in.from(start));
            case DROP -> new Command.Drop(names(true), in.from(start));
            case RENAME -> rename(start);
            case STATS -> stats(start, false);
            case INLINESTATS -> stats(start, true);
            case INLINE -> {
                if (!in.keyword("stats")) {
                    throw in.error("expected STATS");
                }
                yield stats(start, true);
            }
            case SORT -> sort(start);
            case LIMIT -> limit(start);
            case MV_EXPAND -> new Command.MvExpand(column(), in.from(start));
            case GROK -> {
                EsqlSyntax input = expressions.primary();
                var patterns = new ArrayList<EsqlSyntax.Constant>();
                do {
                    patterns.add(pattern());
                } while (in.symbol(","));
                yield new Command.Grok(input, patterns, in.from(start));
            }
            case DISSECT -> dissect(start);
            case ENRICH -> enrich(start);
            case LOOKUP -> lookup(start);
        };
    }

    private Command other(String word, int start) throws RuleSyntaxException {
        in.restOfCommand();
        return new Command.Other(word, in.from(start));
    }

    private Command enrich(int start) throws RuleSyntaxException {
        String policy = in.index();
        Optional<EsqlSyntax.Name> key = in.keyword("on") ? Optional.of(column()) : Optional.empty();
        var columns = new ArrayList<List<String>>();
        if (in.keyword("with")) {
            do {
                String first = in.name(false);
                columns.add(List.of(first, in.symbol("=") ? in.name(false) : first));
            } while (in.symbol(","));
        }
        // A mode of the search over several clusters may stand before the policy's name.
        return new Command.Enrich(policy.substring(policy.indexOf(':') + 1), key, columns, in.from(start));
    }

    private Command lookup(int start) throws RuleSyntaxException {
        if (!in.keyword("join")) {
            throw in.error("expected JOIN");
        }
        String index = in.index();
        if (!in.keyword("on")) {
            throw in.error("expected ON");
        }
        var keys = new ArrayList<EsqlSyntax>();
        do {
            keys.add(expressions.expression());
        } while (in.symbol(","));
        return new Command.LookupJoin(index, keys, in.from(start));
    }

    private Command limit(int start) throws RuleSyntaxException {
        String digits = in.seesDigit() ? in.number() : "";
        if (digits.isEmpty() || digits.length() > 9 || digits.indexOf('.') >= 0) {
            throw in.error("expected a whole number");
        }
        if (in.keyword("by")) {
            in.restOfCommand();
            return new Command.Other("LIMIT BY", in.from(start));
        }
        return new Command.Limit(Integer.parseInt(digits), in.from(start));
    }

    private Command stats(int start, boolean inline) throws RuleSyntaxException {
        List<Assignment> aggregates = in.keyword("by") ? List.of() : assignments();
        boolean by = aggregates.isEmpty() || in.keyword("by");
        return new Command.Stats(aggregates, by ? assignments() : List.of(), inline, in.from(start));
    }

    private EsqlSyntax.Name column() throws RuleSyntaxException {
        int at = in.start();
        return new EsqlSyntax.Name(in.name(false), in.from(at));
    }

    private EsqlSyntax.Constant pattern() throws RuleSyntaxException {
        int at = in.start();
        if (!in.sees("\"")) {
            throw in.error("expected a pattern in quotes");
        }
        return new EsqlSyntax.Constant(io.telltale.detection.ir.Values.of(in.string()), in.from(at));
    }

    private Command dissect(int start) throws RuleSyntaxException {
        EsqlSyntax input = expressions.primary();
        EsqlSyntax.Constant pattern = pattern();
        String separator = "";
        if (in.keyword("append_separator")) {
            in.expect("=");
            separator = pattern().value().asText();
        }
        return new Command.Dissect(input, pattern, separator, in.from(start));
    }

    private Command rename(int start) throws RuleSyntaxException {
        var pairs = new ArrayList<EsqlSyntax.NewName>();
        do {
            EsqlSyntax.Name first = column();
            if (in.symbol("=")) {
                pairs.add(new EsqlSyntax.NewName(column(), first.name()));
            } else if (in.keyword("as")) {
                pairs.add(new EsqlSyntax.NewName(first, in.name(false)));
            } else {
                throw in.error("expected AS");
            }
        } while (in.symbol(","));
        return new Command.Rename(pairs, in.from(start));
    }

    private Command sort(int start) throws RuleSyntaxException {
        var keys = new ArrayList<EsqlSyntax.SortKey>();
        do {
            EsqlSyntax key = expressions.expression();
            boolean descending = in.keyword("desc");
            if (!descending) {
                in.keyword("asc");
            }
            boolean last = !descending;
            if (in.keyword("nulls")) {
                last = in.keyword("last");
                if (!last && !in.keyword("first")) {
                    throw in.error("expected FIRST or LAST");
                }
            }
            keys.add(new EsqlSyntax.SortKey(key, descending, last));
        } while (in.symbol(","));
        return new Command.Sort(keys, in.from(start));
    }

    private List<EsqlSyntax.Name> names(boolean wildcards) throws RuleSyntaxException {
        var names = new ArrayList<EsqlSyntax.Name>();
        do {
            int at = in.start();
            names.add(new EsqlSyntax.Name(in.name(wildcards), in.from(at)));
        } while (in.symbol(","));
        return names;
    }

    private List<Assignment> assignments() throws RuleSyntaxException {
        var assignments = new ArrayList<Assignment>();
        do {
            int start = in.start();
            EsqlSyntax value = expressions.expression();
            String name = value instanceof EsqlSyntax.Name own ? own.name() : in.slice(start);
            if (!in.sees("==") && in.symbol("=")) {
                if (!(value instanceof EsqlSyntax.Name)) {
                    throw in.error("expected a name before =");
                }
                value = expressions.expression();
            }
            Optional<EsqlSyntax> condition =
                    in.keyword("where") ? Optional.of(expressions.expression()) : Optional.empty();
            assignments.add(new Assignment(name, value, condition));
        } while (in.symbol(","));
        return assignments;
    }
}
