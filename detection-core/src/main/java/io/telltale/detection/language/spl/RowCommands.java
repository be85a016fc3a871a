package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.language.spl.SplParser.CommandParser;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses the commands that choose, order, join and make rows. */
final class RowCommands {
    private static final List<String> PASSED = List.of(
            "outputlookup",
            "outputcsv",
            "outputtext",
            "collect",
            "sendemail",
            "sendalert",
            "tee",
            "highlight",
            "fieldformat",
            "noop",
            "localop",
            "redistribute");

    private RowCommands() {}

    static void addTo(Map<String, CommandParser> table) {
        table.put("dedup", RowCommands::dedup);
        table.put("sort", RowCommands::sort);
        table.put("head", RowCommands::head);
        table.put("tail", (p, start) -> {
            Optional<Word> limit = p.arguments().option("limit");
            int rows = limit.isPresent()
                    ? p.arguments().whole(limit.get())
                    : p.arguments().number().orElse(10);
            return new Command.Tail(rows, p.in().span(start));
        });
        table.put("reverse", (p, start) -> new Command.Reverse(p.in().span(start)));
        table.put("top", (p, start) -> top(p, false, start));
        table.put("rare", (p, start) -> top(p, true, start));
        table.put("format", RowCommands::format);
        table.put("transaction", RowCommands::transaction);
        for (String name : PASSED) {
            table.put(name, (p, start) -> {
                p.in().rest();
                return new Command.Passed(name, p.in().span(start));
            });
        }
    }

    private static Command dedup(SplParser p, int start) throws RuleSyntaxException {
        int keep = p.arguments().number().orElse(1);
        var options = new LinkedHashMap<String, Word>();
        var fields = new ArrayList<Word>();
        List<Command.SortKey> sortBy = List.of();
        while (p.arguments().more()) {
            if (p.arguments().atOption()) {
                options.putAll(p.arguments().options());
            } else if (p.in().takeKeyword("sortby", false)) {
                sortBy = p.arguments().sortKeys();
            } else {
                fields.add(p.in().name("a field"));
            }
        }
        if (fields.isEmpty()) {
            throw p.in().unexpected("expected a field");
        }
        return new Command.Dedup(keep, fields, options, sortBy, p.in().span(start));
    }

    private static Command sort(SplParser p, int start) throws RuleSyntaxException {
        Optional<Integer> limit = p.arguments().number();
        Optional<Word> option = p.arguments().option("limit");
        if (option.isPresent()) {
            limit = Optional.of(p.arguments().whole(option.get()));
        }
        List<Command.SortKey> keys = p.arguments().sortKeys();
        if (keys.isEmpty()) {
            throw p.in().unexpected("expected a field");
        }
        return new Command.Sort(limit.orElse(10_000), keys, p.in().span(start));
    }

    private static Command head(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        Optional<Integer> rows = p.arguments().number();
        if (options.containsKey("limit")) {
            rows = Optional.of(p.arguments().whole(options.get("limit")));
        }
        Optional<EvalSyntax> condition = Optional.empty();
        if (p.arguments().more()) {
            condition = Optional.of(new EvalParser(p.in()).parse());
            options.putAll(p.arguments().options());
        }
        return new Command.Head(
                rows.isEmpty() && condition.isEmpty() ? Optional.of(10) : rows,
                condition,
                Truth.option(options, "keeplast", false),
                Truth.option(options, "null", false),
                p.in().span(start));
    }

    private static Command top(SplParser p, boolean rare, int start) throws RuleSyntaxException {
        Optional<Integer> limit = p.arguments().number();
        Map<String, Word> options = p.arguments().options();
        var fields = new ArrayList<Word>();
        var by = new ArrayList<Word>();
        List<Word> into = fields;
        while (p.arguments().more()) {
            if (by.isEmpty() && p.in().takeKeyword("BY", false)) {
                into = by;
            } else if (p.arguments().atOption()) {
                options.putAll(p.arguments().options());
            } else {
                into.add(p.in().name("a field"));
            }
        }
        if (options.containsKey("limit")) {
            limit = Optional.of(p.arguments().whole(options.get("limit")));
        }
        if (fields.isEmpty()) {
            throw p.in().unexpected("expected a field");
        }
        if (Truth.option(options, "useother", false)) {
            return new Command.Other("top useother", "", p.in().span(start));
        }
        return new Command.Top(rare, limit.orElse(10), options, fields, by, p.in().span(start));
    }

    private static Command format(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        var marks = new ArrayList<String>();
        while (p.arguments().more() && p.in().peek() == '"') {
            marks.add(p.in().quoted().text().strip());
        }
        options.putAll(p.arguments().options());
        boolean plain =
                options.isEmpty() && (marks.isEmpty() || marks.equals(List.of("(", "(", "AND", ")", "OR", ")")));
        if (p.arguments().more()) {
            throw p.in().unexpected("expected six texts in quotes");
        }
        return plain
                ? new Command.Passed("format", p.in().span(start))
                : new Command.Other("format with options", "", p.in().span(start));
    }

    private static Command transaction(SplParser p, int start) throws RuleSyntaxException {
        var options = new LinkedHashMap<String, Word>();
        var marks = new LinkedHashMap<String, Command.Mark>();
        var fields = new ArrayList<Word>();
        while (p.arguments().more()) {
            boolean mark = p.in().seesKeyword("startswith", false) || p.in().seesKeyword("endswith", false);
            if (mark) {
                String name = Scanner.lower(p.in().identifier());
                p.in().expect("=");
                marks.put(name, mark(p));
            } else if (p.arguments().atOption()) {
                options.putAll(p.arguments().options());
            } else {
                fields.add(p.in().name("a field"));
            }
        }
        return new Command.Transaction(fields, options, marks, p.in().span(start));
    }

    /** {@code (condition)}, {@code eval(expression)} or a word that is looked for in the event. */
    private static Command.Mark mark(SplParser p) throws RuleSyntaxException {
        if (p.in().takeKeyword("eval", false)) {
            p.in().expect("(");
            EvalSyntax expression = new EvalParser(p.in()).parse();
            p.in().expect(")");
            return new Command.Mark(Optional.empty(), Optional.of(expression));
        }
        if (p.in().take("(")) {
            SearchSyntax condition = new SearchParser(p.in(), p).parse();
            p.in().expect(")");
            return new Command.Mark(Optional.of(condition), Optional.empty());
        }
        Word word = p.in().word(",|[]()", "a condition");
        return new Command.Mark(Optional.of(new SearchSyntax.Term(word, false, word.span())), Optional.empty());
    }
}
