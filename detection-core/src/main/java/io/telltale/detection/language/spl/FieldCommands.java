package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.language.spl.SplParser.CommandParser;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Parses the commands that change a row's fields. */
final class FieldCommands {
    private FieldCommands() {}

    static void addTo(Map<String, CommandParser> table) {
        table.put("eval", FieldCommands::eval);
        table.put("rename", FieldCommands::rename);
        table.put("fields", (p, start) -> fields(p, false, start));
        table.put("table", (p, start) -> fields(p, true, start));
        table.put("convert", FieldCommands::convert);
        table.put("fillnull", FieldCommands::fillnull);
        table.put(
                "filldown",
                (p, start) -> new Command.Filldown(
                        p.arguments().more() ? p.arguments().names() : List.of(), p.in().span(start)));
        table.put("spath", FieldCommands::spath);
        table.put("rex", FieldCommands::rex);
        table.put("regex", FieldCommands::regex);
        table.put("replace", FieldCommands::replace);
        table.put("strcat", FieldCommands::strcat);
        table.put("makemv", FieldCommands::makemv);
        table.put("mvcombine", (p, start) -> {
            p.arguments().options();
            Word field = p.in().name("a field");
            return new Command.Mvcombine(field, p.in().span(start));
        });
        table.put("nomv", (p, start) -> new Command.Nomv(p.in().name("a field"), p.in().span(start)));
        table.put("mvexpand", FieldCommands::mvexpand);
        table.put("iplocation", FieldCommands::iplocation);
        table.put("foreach", FieldCommands::foreach);
        table.put("addinfo", (p, start) -> new Command.Addinfo(p.in().span(start)));
    }

    private static Command fields(SplParser p, boolean table, int start) throws RuleSyntaxException {
        boolean remove = p.in().take("-");
        if (!remove) {
            p.in().take("+");
        }
        List<Word> names = p.arguments().names();
        return new Command.Fields(table, remove, names, p.in().span(start));
    }

    private static Command eval(SplParser p, int start) throws RuleSyntaxException {
        var assignments = new ArrayList<Command.Assignment>();
        do {
            Word field = p.in().name("a field");
            p.in().expect("=");
            assignments.add(new Command.Assignment(field, new EvalParser(p.in()).parse()));
        } while (p.in().take(","));
        return new Command.Eval(assignments, p.in().span(start));
    }

    private static Command rename(SplParser p, int start) throws RuleSyntaxException {
        var renamings = new ArrayList<Command.Renaming>();
        do {
            Word from = p.in().name("a field");
            if (!p.in().takeKeyword("AS", false)) {
                throw p.in().unexpected("expected AS");
            }
            renamings.add(new Command.Renaming(from, p.in().name("a field")));
        } while (p.arguments().more());
        return new Command.Rename(renamings, p.in().span(start));
    }

    private static Command spath(SplParser p, int start) throws RuleSyntaxException {
        Optional<Word> input = Optional.empty();
        Optional<Word> output = Optional.empty();
        Optional<Word> path = Optional.empty();
        while (p.arguments().more()) {
            Optional<Word> newInput = p.arguments().option("input");
            Optional<Word> newOutput =
                    newInput.isPresent() ? Optional.empty() : p.arguments().option("output");
            boolean neither = newInput.isEmpty() && newOutput.isEmpty();
            Optional<Word> newPath = neither ? p.arguments().option("path") : Optional.empty();
            input = newInput.or(keep(input));
            output = newOutput.or(keep(output));
            path = newPath.or(keep(path));
            if (neither && newPath.isEmpty()) {
                path = Optional.of(p.in().name("a path"));
            }
        }
        return new Command.Spath(input, output, path, p.in().span(start));
    }

    private static Supplier<Optional<Word>> keep(Optional<Word> word) {
        return () -> word;
    }

    private static Command mvexpand(SplParser p, int start) throws RuleSyntaxException {
        Word field = p.in().name("a field");
        Optional<Word> limit = p.arguments().option("limit");
        return new Command.Mvexpand(
                field,
                limit.isPresent()
                        ? Optional.of(p.arguments().whole(limit.get())).filter(n -> n > 0)
                        : Optional.empty(),
                p.in().span(start));
    }

    private static Command makemv(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        Word field = p.in().name("a field");
        options.putAll(p.arguments().options());
        return new Command.Makemv(
                field,
                Optional.ofNullable(options.get("delim")).map(Word::text).orElse(" "),
                Optional.ofNullable(options.get("tokenizer")),
                Truth.option(options, "allowempty", false),
                p.in().span(start));
    }

    private static Command fillnull(SplParser p, int start) throws RuleSyntaxException {
        String value = p.arguments().option("value").map(Word::text).orElse("0");
        return new Command.Fillnull(
                value, p.arguments().more() ? p.arguments().names() : List.of(), p.in().span(start));
    }

    private static Command convert(SplParser p, int start) throws RuleSyntaxException {
        String format = "%m/%d/%Y %H:%M:%S";
        var conversions = new ArrayList<Command.Conversion>();
        while (p.arguments().more()) {
            Optional<Word> given = p.arguments().option("timeformat");
            if (given.isPresent()) {
                format = given.get().text();
                continue;
            }
            String function = Scanner.lower(p.in().identifier());
            p.in().expect("(");
            Word field = p.in().name("a field");
            p.in().expect(")");
            Word as = p.in().takeKeyword("AS", false) ? p.in().name("a field") : field;
            conversions.add(new Command.Conversion(function, field, as));
        }
        if (conversions.isEmpty()) {
            throw p.in().unexpected("expected a conversion");
        }
        return new Command.Convert(format, conversions, p.in().span(start));
    }

    private static Command rex(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        Word expression = p.in().word("|]", "a regular expression");
        options.putAll(p.arguments().options());
        Word field = options.getOrDefault("field", new Word("_raw", false, expression.span()));
        boolean sed = options.containsKey("mode") && options.get("mode").text().equalsIgnoreCase("sed");
        int most = options.containsKey("max_match") ? p.arguments().whole(options.get("max_match")) : 1;
        return new Command.Rex(
                field, expression, sed, most, Optional.ofNullable(options.get("offset_field")), p.in().span(start));
    }

    private static Command regex(SplParser p, int start) throws RuleSyntaxException {
        int at = p.in().space().at();
        Word field = new Word("_raw", false, p.in().span(at));
        boolean negated = false;
        if (p.in().peek() != '"') {
            field = p.in().word("=!,()|[]", "a field");
            negated = p.in().take("!=");
            if (!negated) {
                p.in().expect("=");
            }
        }
        Word expression = p.in().word("|]", "a regular expression");
        return new Command.Regex(field, negated, expression, p.in().span(start));
    }

    private static Command replace(SplParser p, int start) throws RuleSyntaxException {
        var replacements = new ArrayList<Command.Replacement>();
        do {
            Word wanted = p.in().word(",|[]", "a text");
            if (!p.in().takeKeyword("WITH", false)) {
                throw p.in().unexpected("expected WITH");
            }
            replacements.add(new Command.Replacement(wanted, p.in().word(",|[]", "a text")));
        } while (p.arguments().more() && !p.in().seesKeyword("IN", false));
        boolean some = p.in().takeKeyword("IN", false);
        return new Command.Replace(replacements, some ? p.arguments().names() : List.of(), p.in().span(start));
    }

    private static Command strcat(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        List<Word> words = p.arguments().names();
        if (words.size() < 2) {
            throw p.in().unexpected("expected a field");
        }
        return new Command.Strcat(
                Truth.option(options, "allrequired", false),
                words.subList(0, words.size() - 1),
                words.get(words.size() - 1),
                p.in().span(start));
    }

    private static Command iplocation(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        Word field = p.in().name("a field");
        options.putAll(p.arguments().options());
        return new Command.Iplocation(
                Optional.ofNullable(options.get("prefix")).map(Word::text).orElse(""),
                Truth.option(options, "allfields", false),
                field,
                p.in().span(start));
    }

    private static Command foreach(SplParser p, int start) throws RuleSyntaxException {
        var fields = new ArrayList<Word>();
        String mode = "multifield";
        while (p.arguments().more() && p.in().peek() != '[') {
            if (p.arguments().atOption()) {
                Word chosen = p.arguments().options().get("mode");
                mode = chosen == null ? mode : Scanner.lower(chosen.text());
            } else {
                fields.add(p.in().name("a field"));
            }
        }
        if (p.in().space().peek() != '[') {
            throw p.in().unexpected("expected [");
        }
        int at = p.in().at();
        p.in().brackets();
        String whole = p.in().textFrom(at);
        return new Command.Foreach(fields, mode, whole.substring(1, whole.length() - 1), at + 1, p.in().span(start));
    }
}
