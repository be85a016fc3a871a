package io.telltale.detection.language.eql;

import io.telltale.detection.ir.Values;
import io.telltale.detection.language.eql.EqlSyntax.Constant;
import io.telltale.detection.language.eql.EqlSyntax.Item;
import io.telltale.detection.language.eql.EqlSyntax.Name;
import io.telltale.detection.language.eql.EqlSyntax.Pipe;
import io.telltale.detection.language.eql.EqlSyntax.Query;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses event queries and sequences, with their pipes. */
final class EqlParser {
    private final EqlScanner in;
    private final EqlExpressionParser expressions;

    EqlParser(SourceText source) throws RuleSyntaxException {
        this.in = new EqlScanner(source);
        this.expressions = new EqlExpressionParser(in);
    }

    Query parse() throws RuleSyntaxException {
        int start = in.start();
        if (in.keyword("sequence")) {
            return sequence(start);
        }
        for (String other : List.of("sample", "join")) {
            if (in.keyword(other)) {
                in.toEnd();
                return new Query.Other(other, in.from(start));
            }
        }
        EqlSyntax.Event event = event();
        return new Query.Events(event, pipes());
    }

    private EqlSyntax.Event event() throws RuleSyntaxException {
        int start = in.start();
        Optional<Constant> category = Optional.empty();
        if (in.sees("\"")) {
            category = Optional.of(new Constant(Values.of(in.string()), in.from(start)));
        } else if (!in.keyword("any")) {
            if (!in.seesName()) {
                throw in.error("expected an event category, any, or sequence");
            }
            category = Optional.of(new Constant(Values.of(in.name()), in.from(start)));
        }
        if (!in.keyword("where")) {
            throw in.error("expected where");
        }
        EqlSyntax condition = expressions.expression();
        return new EqlSyntax.Event(category, condition, in.from(start));
    }

    private Query sequence(int start) throws RuleSyntaxException {
        List<Name> keys = List.of();
        Optional<Duration> maxSpan = Optional.empty();
        for (int i = 0; i < 2; i++) {
            if (keys.isEmpty() && in.keyword("by")) {
                keys = names();
            } else if (maxSpan.isEmpty() && in.keyword("with")) {
                maxSpan = Optional.of(maxSpan());
            }
        }
        var items = new ArrayList<Item>();
        while (in.sees("[") || in.sees("!")) {
            items.add(item());
        }
        Optional<Item> until = Optional.empty();
        if (in.keyword("until")) {
            until = Optional.of(item());
        }
        if (items.size() < 2 && items.stream().mapToInt(Item::runs).sum() < 2) {
            throw in.error("expected at least two steps of a sequence");
        }
        checkSteps(items, until, maxSpan.isPresent());
        return new Query.Sequence(keys, maxSpan, List.copyOf(items), until, pipes(), in.from(start));
    }

    private void checkSteps(List<Item> items, Optional<Item> until, boolean limited) throws RuleSyntaxException {
        int wanted = items.get(0).keys().size();
        var all = new ArrayList<>(items);
        until.ifPresent(all::add);
        for (Item item : all) {
            if (item.keys().size() != wanted) {
                throw in.error(item.event().span(), "expected " + wanted + " keys, as the first step has");
            }
        }
        Optional<Item> absent = items.stream().filter(Item::absent).findFirst();
        if (absent.isPresent() && !limited) {
            throw in.error(absent.get().event().span(), "expected maxspan, within which the event is missing");
        }
        if (items.stream().allMatch(Item::absent)) {
            throw in.error(items.get(0).event().span(), "expected a step that must happen");
        }
    }

    private Duration maxSpan() throws RuleSyntaxException {
        if (!in.keyword("maxspan")) {
            throw in.error("expected maxspan");
        }
        in.expect("=");
        int start = in.start();
        String digits = in.seesDigit() ? in.number() : "";
        String unit = in.unit();
        try {
            long number = Long.parseLong(digits);
            return switch (unit) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> throw in.error(in.from(start), "expected a time such as 5m, with ms, s, m, h or d");
            };
        } catch (NumberFormatException | ArithmeticException e) {
            throw in.error(in.from(start), "expected a time such as 5m");
        }
    }

    private Item item() throws RuleSyntaxException {
        boolean absent = in.symbol("!");
        in.expect("[");
        EqlSyntax.Event event = event();
        in.expect("]");
        List<Name> keys = in.keyword("by") ? names() : List.of();
        int runs = 1;
        if (in.keyword("with")) {
            if (!in.keyword("runs")) {
                throw in.error("expected runs");
            }
            in.expect("=");
            int start = in.start();
            String digits = in.seesDigit() ? in.number() : "";
            if (!digits.matches("[1-9]\\d{0,2}") || Integer.parseInt(digits) > 100) {
                throw in.error(in.from(start), "expected a number of runs from 1 to 100");
            }
            runs = Integer.parseInt(digits);
        }
        return new Item(event, keys, runs, absent);
    }

    private List<Name> names() throws RuleSyntaxException {
        var names = new ArrayList<Name>();
        do {
            int start = in.start();
            boolean optional = in.symbol("?");
            names.add(new Name(in.name(), optional, in.from(start)));
        } while (in.symbol(","));
        return names;
    }

    private List<Pipe> pipes() throws RuleSyntaxException {
        var pipes = new ArrayList<Pipe>();
        while (in.symbol("|")) {
            int start = in.start();
            String name = in.name();
            var arguments = new ArrayList<EqlSyntax>();
            if (!in.atEnd() && !in.sees("|")) {
                do {
                    arguments.add(expressions.expression());
                } while (in.symbol(","));
            }
            pipes.add(new Pipe(name, List.copyOf(arguments), in.from(start)));
        }
        if (!in.atEnd()) {
            throw in.error("expected and, or, | or the end");
        }
        return pipes;
    }
}
