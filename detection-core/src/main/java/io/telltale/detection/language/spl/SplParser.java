package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Parses a search into its commands. */
final class SplParser {
    private static final Map<String, Integer> SECONDS = Map.ofEntries(
            Map.entry("s", 1),
            Map.entry("sec", 1),
            Map.entry("secs", 1),
            Map.entry("second", 1),
            Map.entry("seconds", 1),
            Map.entry("m", 60),
            Map.entry("min", 60),
            Map.entry("mins", 60),
            Map.entry("minute", 60),
            Map.entry("minutes", 60),
            Map.entry("h", 3600),
            Map.entry("hr", 3600),
            Map.entry("hrs", 3600),
            Map.entry("hour", 3600),
            Map.entry("hours", 3600),
            Map.entry("d", 86400),
            Map.entry("day", 86400),
            Map.entry("days", 86400),
            Map.entry("", 1));

    private final Scanner in;

    SplParser(ExpandedSearch search) {
        this.in = new Scanner(search);
    }

    List<Command> parse() throws RuleSyntaxException {
        var commands = new ArrayList<Command>();
        if (in.take("|")) {
            commands.add(command());
        } else {
            int start = in.space().at();
            in.takeKeyword("search", true);
            commands.add(new Command.Search(new SearchParser(in).parse(), in.span(start)));
        }
        while (!in.space().atEnd()) {
            if (!in.take("|")) {
                throw in.unexpected("expected | or the end of the search");
            }
            commands.add(command());
        }
        return commands;
    }

    private Command command() throws RuleSyntaxException {
        int start = in.space().at();
        String name = Scanner.lower(in.identifier());
        if (name.isEmpty()) {
            throw in.unexpected("expected a command");
        }
        return switch (name) {
            case "search" -> {
                SearchSyntax condition = new SearchParser(in).parse();
                yield new Command.Search(condition, in.span(start));
            }
            case "where" -> {
                EvalSyntax condition = new EvalParser(in).parse();
                yield new Command.Where(condition, in.span(start));
            }
            case "eval" -> eval(start);
            case "stats", "eventstats" -> new StatsParser(in).parse(name.equals("eventstats"), start);
            case "rename" -> rename(start);
            case "spath" -> spath(start);
            case "mvexpand" -> mvexpand(start);
            case "fillnull" -> fillnull(start);
            case "fields", "table" -> fields(name.equals("table"), start);
            case "convert" -> convert(start);
            case "dedup" -> dedup(start);
            case "sort" -> sort(start);
            case "head" -> head(start);
            case "bin", "bucket" -> bin(start);
            default -> other("command " + name, start);
        };
    }

    private Command fields(boolean table, int start) throws RuleSyntaxException {
        boolean remove = in.take("-");
        if (!remove) {
            in.take("+");
        }
        List<Word> names = names();
        return new Command.Fields(table, remove, names, in.span(start));
    }

    private Command other(String construct, int start) throws RuleSyntaxException {
        String text = in.rest();
        return new Command.Other(construct, text, in.span(start));
    }

    private boolean more() {
        in.separators();
        return !in.atEnd() && in.peek() != '|' && in.peek() != ']';
    }

    private List<Word> names() throws RuleSyntaxException {
        var names = new ArrayList<Word>();
        while (more()) {
            names.add(in.name("a field"));
        }
        if (names.isEmpty()) {
            throw in.unexpected("expected a field");
        }
        return names;
    }

    /** An option's value, where the option {@code name=…} is next. */
    private Optional<Word> option(String name) throws RuleSyntaxException {
        int at = in.space().at();
        if (in.takeKeyword(name, false) && in.take("=")) {
            return Optional.of(in.word(",|[]", "a value"));
        }
        in.back(at);
        return Optional.empty();
    }

    private Command eval(int start) throws RuleSyntaxException {
        var assignments = new ArrayList<Command.Assignment>();
        do {
            Word field = in.name("a field");
            in.expect("=");
            assignments.add(new Command.Assignment(field, new EvalParser(in).parse()));
        } while (in.take(","));
        return new Command.Eval(assignments, in.span(start));
    }

    private Command rename(int start) throws RuleSyntaxException {
        var renamings = new ArrayList<Command.Renaming>();
        do {
            Word from = in.name("a field");
            if (!in.takeKeyword("AS", false)) {
                throw in.unexpected("expected AS");
            }
            renamings.add(new Command.Renaming(from, in.name("a field")));
        } while (more());
        return new Command.Rename(renamings, in.span(start));
    }

    private Command spath(int start) throws RuleSyntaxException {
        Optional<Word> input = Optional.empty();
        Optional<Word> output = Optional.empty();
        Optional<Word> path = Optional.empty();
        while (more()) {
            Optional<Word> newInput = option("input");
            Optional<Word> newOutput = newInput.isPresent() ? Optional.empty() : option("output");
            boolean neither = newInput.isEmpty() && newOutput.isEmpty();
            Optional<Word> newPath = neither ? option("path") : Optional.empty();
            input = newInput.or(keep(input));
            output = newOutput.or(keep(output));
            path = newPath.or(keep(path));
            if (neither && newPath.isEmpty()) {
                path = Optional.of(in.name("a path"));
            }
        }
        return new Command.Spath(input, output, path, in.span(start));
    }

    private static Supplier<Optional<Word>> keep(Optional<Word> word) {
        return () -> word;
    }

    private Command mvexpand(int start) throws RuleSyntaxException {
        Word field = in.name("a field");
        Optional<Word> limit = option("limit");
        return new Command.Mvexpand(
                field,
                limit.isPresent() ? Optional.of(whole(limit.get())).filter(n -> n > 0) : Optional.empty(),
                in.span(start));
    }

    private Command fillnull(int start) throws RuleSyntaxException {
        String value = option("value").map(Word::text).orElse("0");
        return new Command.Fillnull(value, more() ? names() : List.of(), in.span(start));
    }

    private Command convert(int start) throws RuleSyntaxException {
        String format = option("timeformat").map(Word::text).orElse("%m/%d/%Y %H:%M:%S");
        var conversions = new ArrayList<Command.Conversion>();
        while (more()) {
            String function = Scanner.lower(in.identifier());
            in.expect("(");
            Word field = in.name("a field");
            in.expect(")");
            Word as = in.takeKeyword("AS", false) ? in.name("a field") : field;
            conversions.add(new Command.Conversion(function, field, as));
        }
        if (conversions.isEmpty()) {
            throw in.unexpected("expected a conversion");
        }
        return new Command.Convert(format, conversions, in.span(start));
    }

    private Command dedup(int start) throws RuleSyntaxException {
        List<Word> words = names();
        if (in.space().peek() == '=') {
            in.back(start);
            return other("dedup with options", start);
        }
        boolean counted = !words.get(0).quoted() && words.get(0).text().chars().allMatch(Character::isDigit);
        if (counted && !words.get(0).text().equals("1")) {
            return other("dedup of more than one", start);
        }
        List<Word> fields = counted ? words.subList(1, words.size()) : words;
        if (fields.stream()
                .anyMatch(w -> w.text().equalsIgnoreCase("sortby") || w.text().contains("*"))) {
            return other("dedup with options", start);
        }
        return new Command.Dedup(fields, in.span(start));
    }

    private Command sort(int start) throws RuleSyntaxException {
        int limit = 10_000;
        var keys = new ArrayList<Command.SortKey>();
        if (Character.isDigit(in.space().peek())) {
            limit = whole(in.word(" ,|", "a number"));
        } else if (option("limit").isPresent()) {
            in.back(start);
            return other("sort with limit=", start);
        }
        while (more()) {
            boolean descending = in.peek() == '-';
            if (descending || in.peek() == '+') {
                in.skip(1);
            }
            Word field = in.name("a field");
            if (in.space().peek() == '(') {
                in.back(start);
                return other("sort " + field.text(), start);
            }
            if (field.text().equals("desc") || field.text().equals("d")) {
                keys.replaceAll(k -> new Command.SortKey(k.field(), !k.descending()));
            } else {
                keys.add(new Command.SortKey(field, descending));
            }
        }
        if (keys.isEmpty()) {
            throw in.unexpected("expected a field");
        }
        return new Command.Sort(limit, keys, in.span(start));
    }

    private Command head(int start) throws RuleSyntaxException {
        Optional<Word> limit = option("limit");
        if (limit.isEmpty() && Character.isDigit(in.space().peek())) {
            limit = Optional.of(in.word(",|[]", "a number"));
        }
        if (more()) {
            return other("head with a condition", start);
        }
        return new Command.Head(limit.isPresent() ? whole(limit.get()) : 10, in.span(start));
    }

    private Command bin(int start) throws RuleSyntaxException {
        Optional<Word> span = option("span");
        Word field = in.name("a field");
        if (in.space().peek() == '=') {
            in.back(start);
            return other("bin with options", start);
        }
        Optional<Word> as = Optional.empty();
        if (in.takeKeyword("AS", false)) {
            as = Optional.of(in.name("a field"));
        }
        span = span.isPresent() ? span : option("span");
        if (as.isEmpty() && in.takeKeyword("AS", false)) {
            as = Optional.of(in.name("a field"));
        }
        if (span.isEmpty() || more()) {
            return other("bin without a span", start);
        }
        String text = Scanner.lower(span.get().text());
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        Integer unit = SECONDS.get(text.substring(digits));
        long count = digits == 0 ? 1 : digits < 9 ? Long.parseLong(text.substring(0, digits)) : 0;
        if (unit == null || count == 0) {
            return other("bin span " + text, start);
        }
        return new Command.Bin(field, as, count * unit, in.span(start));
    }

    private int whole(Word word) throws RuleSyntaxException {
        if (word.text().length() < 10
                && word.text().chars().allMatch(Character::isDigit)
                && !word.text().isEmpty()) {
            return Integer.parseInt(word.text());
        }
        throw in.error(in.at(), "found " + word.text() + ", expected a whole number");
    }
}
