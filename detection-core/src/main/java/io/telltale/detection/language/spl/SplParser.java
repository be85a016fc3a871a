package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses a search into its commands, by the table of those that are supported. */
final class SplParser {
    /** A command's arguments, behind its name. */
    @FunctionalInterface
    interface CommandParser {
        Command parse(SplParser parser, int start) throws RuleSyntaxException;
    }

    /** The commands by name. */
    static final Map<String, CommandParser> TABLE = table();

    private final Scanner in;
    private final Arguments arguments;

    SplParser(ExpandedSearch search) {
        this.in = new Scanner(search);
        this.arguments = new Arguments(in);
    }

    Scanner in() {
        return in;
    }

    Arguments arguments() {
        return arguments;
    }

    private static Map<String, CommandParser> table() {
        var out = new LinkedHashMap<String, CommandParser>();
        out.put("search", (p, start) -> {
            SearchSyntax condition = new SearchParser(p.in, p).parse();
            return new Command.Search(condition, p.in.span(start));
        });
        out.put("where", (p, start) -> {
            EvalSyntax condition = new EvalParser(p.in).parse();
            return new Command.Where(condition, p.in.span(start));
        });
        out.put("stats", (p, start) -> p.statistics().stats(Command.Stats.Kind.STATS, start));
        out.put("eventstats", (p, start) -> p.statistics().stats(Command.Stats.Kind.EVENTSTATS, start));
        out.put("streamstats", (p, start) -> p.statistics().stats(Command.Stats.Kind.STREAMSTATS, start));
        out.put("tstats", (p, start) -> p.statistics().tstats(start));
        out.put("timechart", (p, start) -> p.statistics().chart(true, start));
        out.put("chart", (p, start) -> p.statistics().chart(false, start));
        out.put("xyseries", (p, start) -> p.statistics().xyseries(start));
        out.put("untable", (p, start) -> {
            Word row = p.in.name("a field");
            p.in.separators();
            Word name = p.in.name("a field");
            p.in.separators();
            return new Command.Untable(row, name, p.in.name("a field"), p.in.span(start));
        });
        FieldCommands.addTo(out);
        NumberCommands.addTo(out);
        RowCommands.addTo(out);
        JoinCommands.addTo(out);
        return Collections.unmodifiableMap(out);
    }

    private StatsParser statistics() {
        return new StatsParser(in, arguments, this);
    }

    List<Command> parse() throws RuleSyntaxException {
        List<Command> commands = pipeline();
        if (!in.space().atEnd()) {
            throw in.unexpected("expected | or the end of the search");
        }
        return commands;
    }

    /** {@code [ search … ]} or {@code [ | command … ]}. */
    List<Command> subsearch() throws RuleSyntaxException {
        in.expect("[");
        in.deeper();
        List<Command> commands = pipeline();
        in.shallower();
        in.expect("]");
        return commands;
    }

    /** {@code [ command … ]}: commands on the rows at hand, which begin with no search of the log. */
    List<Command> continuation() throws RuleSyntaxException {
        in.expect("[");
        in.deeper();
        in.take("|");
        var commands = new ArrayList<Command>();
        do {
            commands.add(command());
        } while (in.take("|"));
        in.shallower();
        in.expect("]");
        return commands;
    }

    private List<Command> pipeline() throws RuleSyntaxException {
        var commands = new ArrayList<Command>();
        if (in.take("|")) {
            commands.add(command());
        } else {
            commands.add(first());
        }
        while (in.take("|")) {
            commands.add(command());
        }
        return commands;
    }

    /** What stands before the first pipe: a search, unless a subsearch begins with the name of a command that makes rows. */
    private Command first() throws RuleSyntaxException {
        int start = in.space().at();
        for (String generating : List.of("inputlookup", "makeresults", "tstats", "from")) {
            if (in.seesKeyword(generating, true)) {
                return command();
            }
        }
        in.takeKeyword("search", true);
        return new Command.Search(new SearchParser(in, this).parse(), in.span(start));
    }

    private Command command() throws RuleSyntaxException {
        int start = in.space().at();
        String name = Scanner.lower(in.identifier());
        if (name.isEmpty()) {
            throw in.unexpected("expected a command");
        }
        CommandParser parser = TABLE.get(name);
        return parser == null ? other("command " + name, start) : parser.parse(this, start);
    }

    Command other(String construct, int start) throws RuleSyntaxException {
        String text = in.rest();
        return new Command.Other(construct, text, in.span(start));
    }
}
