package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.Patterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers the commands that compute a field from its own value, or from the rows before. */
final class ValueLowering {
    private ValueLowering() {}

    static void lower(Rows rows, Command next) {
        if (next instanceof Command.Rex rex) {
            rex(rows, rex);
        } else if (next instanceof Command.Regex regex) {
            regex(rows, regex);
        } else if (next instanceof Command.Makemv makemv) {
            makemv(rows, makemv);
        } else if (next instanceof Command.Nomv nomv) {
            rows.bind(nomv.field().text(), rows.call("mvjoin", rows.resolve(nomv.field()), rows.literal("\n")));
        } else if (next instanceof Command.Mvcombine mvcombine) {
            mvcombine(rows, mvcombine);
        } else if (next instanceof Command.Replace replace) {
            replace(rows, replace);
        } else if (next instanceof Command.Strcat strcat) {
            strcat(rows, strcat);
        } else if (next instanceof Command.Addtotals totals) {
            addtotals(rows, totals);
        } else if (next instanceof Command.Autoregress autoregress) {
            RunningLowering.autoregress(rows, autoregress);
        } else if (next instanceof Command.Rangemap rangemap) {
            rangemap(rows, rangemap);
        } else if (next instanceof Command.Running running) {
            RunningLowering.running(rows, running);
        } else if (next instanceof Command.Iplocation iplocation) {
            iplocation(rows, iplocation);
        } else if (next instanceof Command.Filldown filldown) {
            RunningLowering.filldown(rows, filldown);
        }
    }

    private static void rex(Rows rows, Command.Rex rex) {
        Expression field = rows.resolve(rex.field());
        if (rex.offset().isPresent()) {
            rows.refuse("rex offset_field");
        }
        if (rex.sed()) {
            sed(rows, rex, field);
            return;
        }
        List<String> groups;
        try {
            var pattern = Patterns.re2(rex.expression().text(), 0);
            groups = pattern.namedGroups().entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (IllegalArgumentException e) {
            rows.refuse(
                    "regular expression that needs backtracking",
                    rex.expression().span());
            return;
        }
        if (groups.isEmpty()) {
            rows.refuse("rex without a named group");
        }
        for (String group : groups) {
            Expression found = rows.call(
                    "rex",
                    field,
                    new Expression.Literal(
                            Values.of(rex.expression().text()), rex.expression().span()),
                    rows.literal(group),
                    rows.literal(rex.most()));
            boolean open = rows.scope().open() || rows.scope().bound().contains(group);
            rows.bind(group, open ? rows.call("alias", found, rows.resolve(group)) : found);
        }
    }

    private static void sed(Rows rows, Command.Rex rex, Expression field) {
        Optional<List<String>> characters = Sed.characters(rex.expression().text());
        if (characters.isPresent()) {
            List<String> both = characters.get();
            rows.bind(
                    rex.field().text(),
                    rows.call("translated", field, rows.literal(both.get(0)), rows.literal(both.get(1))));
            return;
        }
        Optional<Sed> sed = Sed.read(rex.expression().text());
        if (sed.isEmpty()) {
            rows.refuse(
                    "rex mode=sed " + rex.expression().text(), rex.expression().span());
            return;
        }
        try {
            Patterns.re2(sed.get().regex(), 0);
        } catch (IllegalArgumentException e) {
            rows.refuse(
                    "regular expression that needs backtracking",
                    rex.expression().span());
            return;
        }
        rows.bind(
                rex.field().text(),
                rows.call(
                        "sed",
                        field,
                        rows.literal(sed.get().regex()),
                        rows.literal(sed.get().replacement()),
                        rows.literal(sed.get().which())));
    }

    private static void regex(Rows rows, Command.Regex regex) {
        try {
            Patterns.re2(regex.expression().text(), 0);
        } catch (IllegalArgumentException e) {
            rows.refuse(
                    "regular expression that needs backtracking",
                    regex.expression().span());
            return;
        }
        Expression test = new Expression.Test(
                TestKind.REGEX,
                rows.resolve(regex.field()),
                List.of(new Expression.Literal(
                        Values.of(regex.expression().text()), regex.expression().span())),
                EvalLowering.TEXT.withCase(true),
                rows.command());
        Expression found =
                new Expression.Conditional(test, rows.literal(Values.TRUE), rows.literal(Values.FALSE), rows.command());
        rows.filter(regex.negated() ? new Expression.Not(found, rows.command()) : test);
    }

    private static void makemv(Rows rows, Command.Makemv makemv) {
        Expression field = rows.resolve(makemv.field());
        if (makemv.tokenizer().isPresent()) {
            try {
                Patterns.re2(makemv.tokenizer().get().text(), 0);
            } catch (IllegalArgumentException e) {
                rows.refuse("regular expression that needs backtracking");
                return;
            }
            rows.bind(
                    makemv.field().text(),
                    rows.call(
                            "pieces",
                            field,
                            rows.literal(makemv.tokenizer().get().text())));
            return;
        }
        Expression split = rows.call("split", field, rows.literal(makemv.delimiter()));
        rows.bind(makemv.field().text(), makemv.allowEmpty() ? split : rows.call("without_empty", split));
        rows.markSeveral(makemv.field().text());
    }

    /** Rows that differ in one field only become one, with all its values. */
    private static void mvcombine(Rows rows, Command.Mvcombine mvcombine) {
        if (rows.scope().open()) {
            rows.refuse("mvcombine of whole events");
            return;
        }
        String field = mvcombine.field().text();
        List<String> others =
                rows.scope().bound().stream().filter(n -> !n.equals(field)).toList();
        rows.add(new Stage.Aggregate(
                others.stream().map(n -> new Stage.Binding(n, rows.resolve(n))).toList(),
                List.of(new Stage.Aggregation(
                        field, "spl:list", List.of(rows.resolve(mvcombine.field())), Optional.empty())),
                false,
                false,
                rows.command()));
        var names = new ArrayList<>(others);
        names.add(field);
        rows.renewed(names);
        rows.markSeveral(field);
    }

    private static void replace(Rows rows, Command.Replace replace) {
        for (String name : SelectionLowering.named(rows, replace.fields())) {
            for (Command.Replacement replacement : replace.replacements()) {
                rows.bind(
                        name,
                        rows.call(
                                "replaced",
                                rows.resolve(name),
                                rows.literal(replacement.wanted().text()),
                                rows.literal(replacement.with().text())));
            }
        }
    }

    private static void strcat(Rows rows, Command.Strcat strcat) {
        Expression joined = rows.literal("");
        for (Word piece : strcat.pieces()) {
            Expression value = piece.quoted() ? rows.literal(piece.text()) : rows.resolve(piece);
            if (!piece.quoted() && !strcat.allRequired()) {
                value = rows.call("alias", value, rows.literal(""));
            }
            joined = rows.call("concat", joined, value);
        }
        rows.bind(strcat.into().text(), joined);
    }

    private static void addtotals(Rows rows, Command.Addtotals totals) {
        List<Expression> values = SelectionLowering.named(rows, totals.fields()).stream()
                .map(rows::resolve)
                .toList();
        if (!values.isEmpty()) {
            rows.bind(totals.into(), new Expression.Call("spl:sum", values, rows.command()));
        }
    }

    private static void iplocation(Rows rows, Command.Iplocation iplocation) {
        Expression table = rows.literal(rows.context().places().asValue());
        Expression address = rows.resolve(iplocation.field());
        var names = new ArrayList<>(List.of("City", "Country", "Region", "lat", "lon"));
        if (iplocation.allFields()) {
            names.addAll(List.of("Continent", "MetroCode", "Timezone"));
        }
        for (String name : names) {
            rows.bind(iplocation.prefix() + name, rows.call("place", table, address, rows.literal(name)));
        }
    }

    private static void rangemap(Rows rows, Command.Rangemap rangemap) {
        Expression value = rows.resolve(rangemap.field());
        var named = new ArrayList<Expression>();
        for (Command.Rangemap.Range range : rangemap.ranges()) {
            Expression inside = Expression.allOf(
                    List.of(
                            bound(rows, TestKind.GE, value, range.least()),
                            bound(rows, TestKind.LE, value, range.most())),
                    rows.command());
            named.add(new Expression.Conditional(
                    inside, rows.literal(range.name()), rows.literal(Values.NULL), rows.command()));
        }
        Expression names = new Expression.Call("spl:mvappend", named, rows.command());
        rows.bind("range", rows.call("alias", names, rows.literal(rangemap.otherwise())));
    }

    private static Expression bound(Rows rows, TestKind kind, Expression value, double limit) {
        return new Expression.Test(
                kind, value, List.of(rows.literal(Numbers.value(limit))), SearchComparison.MATCHING, rows.command());
    }
}
