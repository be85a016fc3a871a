package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.language.spl.SplParser.CommandParser;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the commands that compute with numbers: totals, differences, ranges, and steps that numbers and times are put into. */
final class NumberCommands {
    /** A step that begins where its own unit does, as steps of these units do by themselves. */
    private static final Pattern SNAPPED = Pattern.compile("^(\\d*[smhd])@[smhd]$");

    private static final Pattern STEPS_BACK = Pattern.compile("(\\d{1,2})(?:-(\\d{1,2}))?");
    private static final Pattern RANGE = Pattern.compile("(-?\\d+(?:\\.\\d+)?)-(-?\\d+(?:\\.\\d+)?)");

    private NumberCommands() {}

    static void addTo(Map<String, CommandParser> table) {
        table.put("bin", NumberCommands::bin);
        table.put("bucket", NumberCommands::bin);
        table.put("addtotals", NumberCommands::addtotals);
        table.put("accum", (p, start) -> running(p, false, start));
        table.put("delta", (p, start) -> running(p, true, start));
        table.put("autoregress", NumberCommands::autoregress);
        table.put("rangemap", NumberCommands::rangemap);
    }

    private static Command bin(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        Word field = p.in().name("a field");
        Optional<Word> as = Optional.empty();
        while (p.arguments().more()) {
            if (p.in().takeKeyword("AS", false)) {
                as = Optional.of(p.in().name("a field"));
            } else if (p.arguments().atOption()) {
                options.putAll(p.arguments().options());
            } else {
                throw p.in().unexpected("expected AS, an option or |");
            }
        }
        for (String option : List.of("aligntime", "start", "end", "minspan")) {
            if (options.containsKey(option)) {
                return new Command.Other("bin " + option, "", p.in().span(start));
            }
        }
        if (!options.containsKey("span")) {
            return new Command.Other("bin without a span", "", p.in().span(start));
        }
        return span(field, as, Scanner.lower(options.get("span").text()), p.in().span(start));
    }

    /** A step such as {@code 5m}, {@code 100} or {@code 1mon}; what has no fixed place is named. */
    static Command span(Word field, Optional<Word> as, String text, io.telltale.detection.text.Span span) {
        Optional<Double> number = Numbers.of(io.telltale.detection.ir.Values.of(text));
        if (number.isPresent() && number.get() > 0) {
            return new Command.Bin(field, as, number.get(), Command.Bin.Step.NUMBER, span);
        }
        Optional<Long> seconds = TimeSpan.seconds(SNAPPED.matcher(text).replaceFirst("$1"));
        if (seconds.isPresent() && !text.contains("w")) {
            return new Command.Bin(field, as, seconds.get(), Command.Bin.Step.SECONDS, span);
        }
        Optional<Integer> months = TimeSpan.months(text);
        return months.<Command>map(m -> new Command.Bin(field, as, m, Command.Bin.Step.MONTHS, span))
                .orElseGet(() -> new Command.Other("bin span " + text, "", span));
    }

    private static Command addtotals(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        List<Word> fields = p.arguments().more() ? p.arguments().names() : List.of();
        if (Truth.option(options, "col", false)) {
            return new Command.Other("addtotals col=true", "", p.in().span(start));
        }
        return new Command.Addtotals(
                fields,
                Optional.ofNullable(options.get("fieldname")).map(Word::text).orElse("Total"),
                p.in().span(start));
    }

    private static Command running(SplParser p, boolean delta, int start) throws RuleSyntaxException {
        Word field = p.in().name("a field");
        Optional<Word> as = p.in().takeKeyword("AS", false) ? Optional.of(p.in().name("a field")) : Optional.empty();
        Optional<Word> back = delta ? p.arguments().option("p") : Optional.empty();
        return new Command.Running(
                delta, field, as, back.isPresent() ? p.arguments().whole(back.get()) : 1, p.in().span(start));
    }

    private static Command autoregress(SplParser p, int start) throws RuleSyntaxException {
        Word field = p.in().name("a field");
        Optional<Word> as = p.in().takeKeyword("AS", false) ? Optional.of(p.in().name("a field")) : Optional.empty();
        Optional<Word> back = p.arguments().option("p");
        Matcher range = STEPS_BACK.matcher(back.map(Word::text).orElse("1"));
        if (!range.matches()) {
            throw p.in().error(p.in().at(), "found p=" + back.map(Word::text).orElse("") + ", expected p=1 or p=1-3");
        }
        int from = Integer.parseInt(range.group(1));
        int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
        if (from < 1 || to < from) {
            return new Command.Other("autoregress p=" + range.group(), "", p.in().span(start));
        }
        return new Command.Autoregress(field, as, from, to, p.in().span(start));
    }

    private static Command rangemap(SplParser p, int start) throws RuleSyntaxException {
        Map<String, Word> options = p.arguments().options();
        Word field = options.remove("field");
        Word otherwise = options.remove("default");
        if (field == null || p.arguments().more()) {
            throw p.in().unexpected("expected field=… and ranges name=1-2");
        }
        var ranges = new ArrayList<Command.Rangemap.Range>();
        for (var option : options.entrySet()) {
            Matcher range = RANGE.matcher(option.getValue().text());
            if (!range.matches()) {
                return new Command.Other("rangemap " + option.getValue().text(), "", p.in().span(start));
            }
            ranges.add(new Command.Rangemap.Range(
                    option.getKey(), Double.parseDouble(range.group(1)), Double.parseDouble(range.group(2))));
        }
        return new Command.Rangemap(field, ranges, otherwise == null ? "None" : otherwise.text(), p.in().span(start));
    }
}
