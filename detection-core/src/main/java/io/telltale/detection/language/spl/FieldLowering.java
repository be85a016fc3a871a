package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers the commands that change a row's fields. */
final class FieldLowering {
    private final SplLowering whole;

    FieldLowering(SplLowering whole) {
        this.whole = whole;
    }

    void lower(Rows rows, Command next) {
        if (next instanceof Command.Eval eval) {
            eval.assignments().forEach(a -> assign(rows, a.field(), rows.eval(a.value())));
        } else if (next instanceof Command.Rename rename) {
            rename.renamings().forEach(r -> rename(rows, r));
        } else if (next instanceof Command.Spath spath) {
            spath(rows, spath);
        } else if (next instanceof Command.Mvexpand mvexpand) {
            String field = mvexpand.field().text();
            rows.add(new Stage.Unnest(field, rows.resolve(mvexpand.field()), true, mvexpand.limit(), rows.command()));
            rows.rescope(rows.scope().with(field));
        } else if (next instanceof Command.Fillnull fillnull) {
            fillnull(rows, fillnull);
        } else if (next instanceof Command.Filldown filldown) {
            filldown(rows, filldown);
        } else if (next instanceof Command.Fields fields) {
            fields(rows, fields);
        } else if (next instanceof Command.Convert convert) {
            convert(rows, convert);
        } else if (next instanceof Command.Bin bin) {
            rows.bind(bin.as().orElse(bin.field()).text(), binned(rows, bin, rows.resolve(bin.field())));
        } else if (next instanceof Command.Rex rex) {
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
        } else if (next instanceof Command.Running running) {
            running(rows, running);
        } else if (next instanceof Command.Iplocation iplocation) {
            iplocation(rows, iplocation);
        } else if (next instanceof Command.Foreach foreach) {
            foreach(rows, foreach);
        }
    }

    /** {@code {name}} in a field's name is the value of another field. */
    private static void assign(Rows rows, Word field, Expression value) {
        String name = field.text();
        int open = name.indexOf('{');
        int close = name.indexOf('}', open + 1);
        if (field.quoted() || open < 0 || close < open + 2) {
            rows.bind(name, value);
            return;
        }
        Expression computed = rows.resolve(name.substring(open + 1, close));
        if (open > 0) {
            computed = rows.call("concat", rows.literal(name.substring(0, open)), computed);
        }
        if (close < name.length() - 1) {
            computed = rows.call("concat", computed, rows.literal(name.substring(close + 1)));
        }
        var called = (Expression.Column) rows.bindHidden(computed);
        var held = (Expression.Column) rows.bindHidden(value);
        rows.rescope(new Scope.Computed(rows.scope(), called.name(), held.name()));
    }

    static void rename(Rows rows, Command.Renaming renaming) {
        var from = new NamePattern(renaming.from().text());
        var to = new NamePattern(renaming.to().text());
        if (!from.isWild() && !to.isWild()) {
            Expression value = rows.resolve(renaming.from());
            if (!from.equals(to)) {
                rows.bind(to.text(), value);
                rows.remove(from);
                if (from.star(to.text()).isPresent()) {
                    rows.rescope(rows.scope().with(to.text()));
                }
            }
            return;
        }
        if (from.text().chars().filter(c -> c == '*').count() != 1
                || to.text().chars().filter(c -> c == '*').count() != 1) {
            rows.refuse("rename with other than one wildcard on each side");
            return;
        }
        var moved = new LinkedHashMap<String, Expression>();
        for (String name : rows.scope().bound()) {
            from.star(name).ifPresent(star -> moved.put(to.with(star), rows.resolve(name)));
        }
        Scope before = rows.scope();
        List<Stage.Binding> bindings = new ArrayList<>();
        before.bound().stream()
                .filter(n -> from.star(n).isPresent() && !moved.containsKey(n))
                .forEach(n -> bindings.add(new Stage.Binding(n, SplLowering.missing(rows))));
        moved.forEach((name, value) -> bindings.add(new Stage.Binding(name, value)));
        List<String> severals = moved.entrySet().stream()
                .filter(m -> rows.isSeveral(m.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!bindings.isEmpty()) {
            rows.add(new Stage.Extend(bindings, rows.command()));
        }
        Scope after = before.open() ? new Scope.Renamed(before, from, to) : new Scope.Removed(before, from);
        for (String name : moved.keySet()) {
            after = after.with(name);
        }
        rows.rescope(after);
        severals.forEach(rows::markSeveral);
    }

    private static void spath(Rows rows, Command.Spath spath) {
        boolean raw = spath.input().isEmpty() || spath.input().get().text().equals("_raw");
        if (spath.path().isPresent()) {
            String path = spath.path().get().text();
            String output = spath.output().map(Word::text).orElse(path);
            if (raw && rows.scope() instanceof Scope.Event event && event.ocsf()) {
                rows.bind(output, rows.resolve(path));
            } else if (raw && rows.scope().open()) {
                rows.bind(
                        output,
                        new Expression.Field(
                                Scope.path(path), spath.path().get().span()));
            } else {
                Expression input =
                        raw ? rows.resolve("_raw") : rows.resolve(spath.input().get());
                rows.bind(
                        output,
                        new Expression.Call(
                                "spl:spath",
                                List.of(
                                        input,
                                        new Expression.Literal(
                                                Values.of(path),
                                                spath.path().get().span())),
                                rows.command()));
            }
        } else if (!raw) {
            rows.rescope(
                    new Scope.Extracted(rows.scope(), rows.resolve(spath.input().get())));
        }
    }

    private static void fillnull(Rows rows, Command.Fillnull fillnull) {
        if (fillnull.fields().isEmpty() && rows.scope().open()) {
            rows.rescope(new Scope.Filled(rows.scope(), fillnull.value()));
            return;
        }
        for (String name : named(rows, fillnull.fields())) {
            rows.bind(name, rows.call("alias", rows.resolve(name), rows.literal(fillnull.value())));
        }
    }

    /** The fields that are named, stars filled from the names that are bound; all of those where none is named. */
    private static List<String> named(Rows rows, List<Word> fields) {
        if (fields.isEmpty()) {
            if (rows.scope().open()) {
                rows.refuse("all fields of an event");
            }
            return rows.scope().bound();
        }
        var out = new ArrayList<String>();
        for (Word field : fields) {
            var pattern = new NamePattern(field.text());
            if (!pattern.isWild()) {
                out.add(field.text());
            } else {
                if (rows.scope().open()) {
                    rows.refuse("wildcard in a list of fields");
                }
                rows.scope().bound().stream()
                        .filter(n -> pattern.star(n).isPresent())
                        .forEach(out::add);
            }
        }
        return out;
    }

    private static void filldown(Rows rows, Command.Filldown filldown) {
        rows.putInOrder();
        for (String name : named(rows, filldown.fields())) {
            Expression last = aggregated(rows, "last", rows.resolve(name), true, Optional.empty());
            rows.bind(name, last);
        }
    }

    /** An aggregate over the rows so far. */
    private static Expression aggregated(
            Rows rows, String function, Expression value, boolean withCurrent, Optional<Integer> window) {
        String name = rows.hiddenName();
        rows.add(new Stage.Running(
                List.of(),
                List.of(new Stage.Aggregation(name, "spl:" + function, List.of(value), Optional.empty())),
                withCurrent,
                window,
                Optional.empty(),
                rows.command()));
        return new Expression.Column(name, rows.command());
    }

    private static void running(Rows rows, Command.Running running) {
        rows.putInOrder();
        Expression value = rows.resolve(running.field());
        String name = running.field().text();
        if (!running.delta()) {
            Expression total = aggregated(rows, "sum", value, true, Optional.empty());
            rows.bind(running.as().map(Word::text).orElse(name), total);
            return;
        }
        Expression earlier = aggregated(rows, "first", value, false, Optional.of(running.back()));
        if (running.back() > 1) {
            // Fewer rows than that came before: there is nothing to compare with.
            Expression count = SplLowering.counted(rows, List.of());
            earlier = new Expression.Conditional(
                    new Expression.Test(
                            TestKind.GT,
                            count,
                            List.of(rows.literal(running.back())),
                            SearchLowering.MATCHING,
                            rows.command()),
                    earlier,
                    rows.literal(Values.NULL),
                    rows.command());
        }
        rows.bind(running.as().map(Word::text).orElse("delta(" + name + ")"), rows.call("subtract", value, earlier));
    }

    private static void fields(Rows rows, Command.Fields fields) {
        if (fields.remove()) {
            fields.fields().forEach(f -> rows.remove(new NamePattern(f.text())));
            return;
        }
        var bindings = new LinkedHashMap<String, Expression>();
        boolean timed = rows.scope().open() || rows.scope().bound().contains("_time");
        if (!fields.table() && timed) {
            bindings.put("_time", rows.resolve("_time"));
        }
        boolean whole = false;
        for (Word field : fields.fields()) {
            var pattern = new NamePattern(field.text());
            if (!pattern.isWild()) {
                bindings.put(field.text(), rows.resolve(field));
            } else if (rows.scope().open() && field.text().equals("*")) {
                whole = true;
            } else if (rows.scope().open()) {
                rows.refuse("wildcard in a list of fields");
            } else {
                rows.scope().bound().stream()
                        .filter(n -> pattern.star(n).isPresent())
                        .forEach(n -> bindings.put(n, rows.resolve(n)));
            }
        }
        if (whole) {
            return;
        }
        List<String> severals = bindings.entrySet().stream()
                .filter(b -> rows.isSeveral(b.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        boolean pending = !rows.order().isEmpty();
        boolean ordered = pending && bindings.containsKey("_time");
        var projected = new ArrayList<Stage.Binding>();
        bindings.forEach((name, value) -> projected.add(new Stage.Binding(name, value)));
        String time = rows.context().newName();
        boolean keptAside =
                pending && !ordered && rows.orderMatters() && rows.scope().open();
        if (keptAside) {
            projected.add(new Stage.Binding(time, rows.resolve("_time")));
        }
        rows.add(new Stage.Project(projected, rows.command()));
        rows.renewed(bindings.keySet());
        severals.forEach(rows::markSeveral);
        rows.order(ordered ? rows.newestFirst() : List.of());
        if (keptAside) {
            rows.hide(time);
            rows.order(List.of(new Stage.Ordering(new Expression.Column(time, rows.command()), true, true)));
        }
    }

    private static void convert(Rows rows, Command.Convert convert) {
        for (Command.Conversion conversion : convert.conversions()) {
            for (String name : named(rows, List.of(conversion.field()))) {
                Expression value = rows.resolve(name);
                String as = conversion.as().equals(conversion.field())
                        ? name
                        : conversion.as().text();
                switch (conversion.function()) {
                    case "ctime", "mktime" ->
                        rows.bind(as, rows.call(conversion.function(), value, rows.literal(convert.timeFormat())));
                    default -> {
                        if (Conversions.TABLE.containsKey(conversion.function())) {
                            rows.bind(as, rows.call("convert_" + conversion.function(), value));
                        } else {
                            rows.refuse("convert " + conversion.function());
                        }
                    }
                }
            }
        }
    }

    static Expression binned(Rows rows, Command.Bin bin, Expression value) {
        return switch (bin.unit()) {
            case MONTHS -> rows.call("bin_month", value, rows.literal((long) bin.step()));
            case SECONDS -> rows.call("bin", value, rows.literal((long) bin.step()));
            case NUMBER -> {
                Expression width = rows.literal(Numbers.value(bin.step()));
                boolean time = bin.field().text().equals("_time");
                Expression floor = rows.call("bin", value, width);
                yield time ? floor : rows.call("range_text", floor, width);
            }
        };
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
        for (String name : named(rows, replace.fields())) {
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
        List<Expression> values =
                named(rows, totals.fields()).stream().map(rows::resolve).toList();
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

    private void foreach(Rows rows, Command.Foreach foreach) {
        if (!foreach.mode().equals("multifield")) {
            rows.refuse("foreach mode=" + foreach.mode());
            return;
        }
        for (Word field : foreach.fields()) {
            var pattern = new NamePattern(field.text());
            if (pattern.isWild() && rows.scope().open()) {
                rows.refuse("foreach over a wildcard of an event's fields");
                return;
            }
            List<String> names = pattern.isWild()
                    ? rows.scope().bound().stream()
                            .filter(n -> pattern.star(n).isPresent())
                            .toList()
                    : List.of(field.text());
            for (String name : names) {
                String star = pattern.star(name).orElse("");
                String piece = foreach.template()
                        .replace("<<FIELD>>", name)
                        .replace("<<MATCHSTR>>", star)
                        .replace("<<MATCHSEG1>>", star);
                try {
                    List<Command> commands = new SplParser(rows.context()
                                    .search()
                                    .piece("| " + piece.strip().replaceFirst("^\\|", ""), foreach.at()))
                            .parse();
                    whole.run(rows, commands, false, rows.orderMatters());
                } catch (RuleSyntaxException e) {
                    rows.refuse("foreach whose piece is no search: " + e.detail());
                    return;
                }
            }
        }
    }

    /** Whether a value is a constant nothing. */
    static boolean isNothing(Expression expression) {
        return expression instanceof Expression.Literal literal && literal.value() instanceof Value.Missing;
    }
}
