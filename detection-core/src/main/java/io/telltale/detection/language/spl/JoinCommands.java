package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.language.spl.SplParser.CommandParser;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses the commands that bring rows of other searches, of tables and of data models. */
final class JoinCommands {
    private JoinCommands() {}

    static void addTo(Map<String, CommandParser> table) {
        table.put("join", JoinCommands::join);
        table.put("append", (p, start) -> append(p, false, start));
        table.put("appendpipe", (p, start) -> append(p, true, start));
        table.put("union", (p, start) -> append(p, false, start));
        table.put("multisearch", (p, start) -> append(p, false, start));
        table.put("appendcols", JoinCommands::appendcols);
        table.put("lookup", JoinCommands::lookup);
        table.put("inputlookup", JoinCommands::inputlookup);
        table.put("makeresults", JoinCommands::makeresults);
        table.put("from", JoinCommands::from);
        table.put("datamodel", JoinCommands::datamodel);
        table.put("return", JoinCommands::returns);
    }

    private static Command join(SplParser p, int start) throws RuleSyntaxException {
        var options = new LinkedHashMap<String, Word>();
        var fields = new ArrayList<Word>();
        while (p.arguments().more() && p.in().peek() != '[') {
            if (p.arguments().atOption()) {
                options.putAll(p.arguments().options());
            } else {
                fields.add(p.in().name("a field or a subsearch"));
            }
        }
        if (p.in().space().peek() != '[') {
            throw p.in().unexpected("expected [");
        }
        if (startsWithSummary(p)) {
            return new Command.Other("command summary", "", p.in().span(start));
        }
        List<Command> subsearch = p.subsearch();
        for (String option : List.of("usetime", "left", "right")) {
            if (options.containsKey(option) && !options.get(option).text().equalsIgnoreCase("false")) {
                return new Command.Other("join with " + option, "", p.in().span(start));
            }
        }
        String type =
                options.containsKey("type") ? Scanner.lower(options.get("type").text()) : "inner";
        return new Command.Join(
                type.equals("outer") || type.equals("left"),
                Truth.option(options, "overwrite", true),
                options.containsKey("max") ? p.arguments().whole(options.get("max")) : 1,
                fields,
                subsearch,
                p.in().span(start));
    }

    /** {@code [summary model]}: a trained model's own table, which no search reads without the toolkit. */
    private static boolean startsWithSummary(SplParser p) throws RuleSyntaxException {
        int at = p.in().at();
        p.in().expect("[");
        p.in().take("|");
        if (p.in().seesKeyword("summary", false)) {
            p.in().back(at);
            p.in().brackets();
            return true;
        }
        p.in().back(at);
        return false;
    }

    private static Command append(SplParser p, boolean continues, int start) throws RuleSyntaxException {
        var subsearches = new ArrayList<List<Command>>();
        while (p.arguments().more()) {
            if (p.in().peek() == '[') {
                subsearches.add(continues ? p.continuation() : p.subsearch());
            } else if (p.arguments().atOption()) {
                p.arguments().options();
            } else {
                return p.other("union of a dataset", start);
            }
        }
        if (subsearches.isEmpty()) {
            throw p.in().unexpected("expected [");
        }
        return new Command.Append(continues, subsearches, p.in().span(start));
    }

    private static Command appendcols(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        if (p.in().space().peek() != '[') {
            throw p.in().unexpected("expected [");
        }
        List<Command> subsearch = p.subsearch();
        return new Command.Appendcols(Truth.option(options, "override", false), subsearch, p.in().span(start));
    }

    private static Command lookup(SplParser p, int start) throws RuleSyntaxException {
        p.arguments().options();
        Word table = p.in().name("a lookup");
        List<Command.Pair> keys = pairs(p);
        boolean output = p.in().takeKeyword("OUTPUT", false);
        boolean keepsOld = !output && p.in().takeKeyword("OUTPUTNEW", false);
        List<Command.Pair> outputs = output || keepsOld ? pairs(p) : List.of();
        if (keys.isEmpty()) {
            throw p.in().unexpected("expected a field");
        }
        return new Command.Lookup(table, keys, keepsOld, outputs, p.in().span(start));
    }

    private static List<Command.Pair> pairs(SplParser p) throws RuleSyntaxException {
        var out = new ArrayList<Command.Pair>();
        while (p.arguments().more()
                && !p.in().seesKeyword("OUTPUT", false)
                && !p.in().seesKeyword("OUTPUTNEW", false)) {
            Word column = p.in().name("a field");
            out.add(new Command.Pair(column, p.in().takeKeyword("AS", false) ? p.in().name("a field") : column));
        }
        return out;
    }

    private static Command inputlookup(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        Word table = p.in().name("a lookup");
        options.putAll(p.arguments().options());
        Optional<SearchSyntax> where = p.in().takeKeyword("WHERE", false)
                ? Optional.of(new SearchParser(p.in(), p).parse())
                : Optional.empty();
        boolean append = Truth.option(options, "append", false);
        Optional<Integer> most =
                options.containsKey("max") ? Optional.of(p.arguments().whole(options.get("max"))) : Optional.empty();
        if (options.containsKey("start")) {
            return new Command.Other("inputlookup start", "", p.in().span(start));
        }
        return new Command.Inputlookup(table, append, where, most, p.in().span(start));
    }

    private static Command makeresults(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        for (String option : List.of("format", "data", "annotate")) {
            if (options.containsKey(option) && !options.get(option).text().equalsIgnoreCase("false")) {
                return new Command.Other("makeresults " + option, "", p.in().span(start));
            }
        }
        int count = options.containsKey("count") ? p.arguments().whole(options.get("count")) : 1;
        return count > 10_000
                ? new Command.Other("makeresults of more than 10000 rows", "", p.in().span(start))
                : new Command.Makeresults(count, p.in().span(start));
    }

    private static Command from(SplParser p, int start) throws RuleSyntaxException {
        if (!p.in().takeKeyword("datamodel", false) && !p.in().take("datamodel")) {
            return p.other("command from", start);
        }
        p.in().take(":");
        p.in().take("=");
        Word model = p.in().word("|[]", "a data model");
        return new Command.FromModel(model, true, p.in().span(start));
    }

    private static Command datamodel(SplParser p, int start) throws RuleSyntaxException {
        List<Word> words = p.arguments().more() ? p.arguments().names() : List.of();
        String mode = words.size() > 2 ? Scanner.lower(words.get(2).text()) : "";
        if (!mode.equals("search") && !mode.equals("flat")) {
            return new Command.Other("datamodel without a search", "", p.in().span(start));
        }
        Word model = new Word(
                words.get(0).text() + "." + words.get(1).text(),
                true,
                words.get(0).span());
        return new Command.FromModel(model, mode.equals("flat"), p.in().span(start));
    }

    private static Command returns(SplParser p, int start) throws RuleSyntaxException {
        int rows = p.arguments().number().orElse(1);
        var terms = new ArrayList<Command.ReturnTerm>();
        while (p.arguments().more()) {
            Word word = p.in().name("a field");
            if (!word.quoted() && word.text().startsWith("$") && word.text().length() > 1) {
                terms.add(
                        new Command.ReturnTerm("search", new Word(word.text().substring(1), true, word.span()), true));
            } else if (p.in().take("=")) {
                terms.add(new Command.ReturnTerm(word.text(), p.in().name("a field"), false));
            } else {
                terms.add(new Command.ReturnTerm(word.text(), word, false));
            }
        }
        if (terms.isEmpty()) {
            throw p.in().unexpected("expected a field");
        }
        return new Command.Return(rows, terms, p.in().span(start));
    }
}
