package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.language.spl.SplParser.CommandParser;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the commands that compute with numbers: totals, differences, ranges, and steps that numbers and times are put into. */
final class NumberCommands {
    private static final double DAY = 86_400;
    /** The days from the one that times are counted from, a Thursday, to the Sunday behind it. */
    private static final int SUNDAY = 3;

    /** A step that begins where its own unit does, as steps of these units do by themselves. */
    private static final Pattern SNAPPED = Pattern.compile("^(\\d*(?:[smhdqy]|mon))@(?:[smhdqy]|mon)$");

    private static final Pattern WEEKS = Pattern.compile("(\\d{0,4})w(?:eeks?)?(?:@w([0-7]?))?");
    private static final Pattern LOGARITHM = Pattern.compile("(\\d*(?:\\.\\d+)?)log(\\d*(?:\\.\\d+)?)");
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
        for (String option : List.of("start", "end", "minspan")) {
            if (options.containsKey(option)) {
                return new Command.Other("bin " + option, "", p.in().span(start));
            }
        }
        if (!options.containsKey("span")) {
            return new Command.Other("bin without a span", "", p.in().span(start));
        }
        Command bin = span(field, as, Scanner.lower(options.get("span").text()), p.in().span(start));
        Word align = options.get("aligntime");
        return align != null && bin instanceof Command.Bin step ? aligned(step, align.text()) : bin;
    }

    /** Steps that begin at a given time; those of days and longer begin where days do. */
    private static Command aligned(Command.Bin bin, String time) {
        if (bin.unit() != Command.Bin.Step.SECONDS || bin.step() >= DAY) {
            return bin;
        }
        Optional<Double> seconds = Numbers.of(Values.of(time));
        return seconds.isEmpty() && !RelativeTime.isOne(time)
                ? new Command.Other("bin aligntime=" + time, "", bin.span())
                : new Command.Bin(
                        bin.field(),
                        bin.as(),
                        bin.step(),
                        bin.unit(),
                        seconds.orElse(0.0),
                        seconds.isPresent() ? Optional.empty() : Optional.of(time),
                        bin.span());
    }

    /** A step such as {@code 5m}, {@code 100}, {@code 1mon}, {@code 1w@w1} or {@code 2log10}. */
    static Command span(Word field, Optional<Word> as, String text, Span span) {
        Optional<Double> number = Numbers.of(Values.of(text));
        if (number.isPresent() && number.get() > 0) {
            return bin(field, as, number.get(), Command.Bin.Step.NUMBER, 0, span);
        }
        Matcher factor = LOGARITHM.matcher(text);
        if (factor.matches()) {
            double first = factor.group(1).isEmpty() ? 1 : Double.parseDouble(factor.group(1));
            double base = factor.group(2).isEmpty() ? 10 : Double.parseDouble(factor.group(2));
            return first < 1 || base <= first
                    ? new Command.Other("bin span " + text, "", span)
                    : bin(field, as, base, Command.Bin.Step.FACTOR, first, span);
        }
        Matcher week = WEEKS.matcher(text);
        if (week.matches()) {
            long weeks = week.group(1).isEmpty() ? 1 : Long.parseLong(week.group(1));
            double day = week.group(2) == null
                    ? 0
                    : (SUNDAY + (week.group(2).isEmpty() ? 0 : Integer.parseInt(week.group(2)))) % 7;
            return bin(field, as, weeks * 7 * DAY, Command.Bin.Step.SECONDS, day * DAY, span);
        }
        String plain = SNAPPED.matcher(text).replaceFirst("$1");
        Optional<Long> seconds = TimeSpan.seconds(plain);
        if (seconds.isPresent()) {
            return bin(field, as, seconds.get(), Command.Bin.Step.SECONDS, 0, span);
        }
        Optional<Integer> months = TimeSpan.months(plain);
        return months.map(m -> bin(field, as, m, Command.Bin.Step.MONTHS, 0, span))
                .orElseGet(() -> new Command.Other("bin span " + text, "", span));
    }

    private static Command bin(
            Word field, Optional<Word> as, double step, Command.Bin.Step unit, double start, Span span) {
        return new Command.Bin(field, as, step, unit, start, Optional.empty(), span);
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
