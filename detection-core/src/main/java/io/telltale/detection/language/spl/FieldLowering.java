package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.List;

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
            rename.renamings().forEach(r -> SelectionLowering.rename(rows, r));
        } else if (next instanceof Command.Spath spath) {
            spath(rows, spath);
        } else if (next instanceof Command.Mvexpand mvexpand) {
            String field = mvexpand.field().text();
            rows.add(new Stage.Unnest(field, rows.resolve(mvexpand.field()), true, mvexpand.limit(), rows.command()));
            rows.rescope(rows.scope().with(field));
        } else if (next instanceof Command.Fillnull fillnull) {
            fillnull(rows, fillnull);
        } else if (next instanceof Command.Fields fields) {
            SelectionLowering.fields(rows, fields);
        } else if (next instanceof Command.Convert convert) {
            convert(rows, convert);
        } else if (next instanceof Command.Bin bin) {
            rows.bind(bin.as().orElse(bin.field()).text(), binned(rows, bin, rows.resolve(bin.field())));
        } else if (next instanceof Command.Foreach foreach) {
            foreach(rows, foreach);
        } else {
            ValueLowering.lower(rows, next);
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
        rows.rescope(new RowScopes.Computed(rows.scope(), called.name(), held.name()));
    }

    private static void spath(Rows rows, Command.Spath spath) {
        boolean raw = spath.input().isEmpty() || spath.input().get().text().equals("_raw");
        if (spath.path().isPresent()) {
            String path = spath.path().get().text();
            String output = spath.output().map(Word::text).orElse(path);
            if (raw && rows.scope() instanceof EventScope event && event.ocsf()) {
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
        if (fillnull.fields().isEmpty() && !rows.scope().complete()) {
            rows.rescope(new Scope.Filled(rows.scope(), fillnull.value()));
            return;
        }
        for (String name : SelectionLowering.named(rows, fillnull.fields())) {
            rows.bind(name, rows.call("alias", rows.resolve(name), rows.literal(fillnull.value())));
        }
    }

    private static void convert(Rows rows, Command.Convert convert) {
        for (Command.Conversion conversion : convert.conversions()) {
            for (String name : SelectionLowering.named(rows, List.of(conversion.field()))) {
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
            case SECONDS ->
                rows.call(
                        "bin",
                        value,
                        rows.literal((long) bin.step()),
                        bin.align()
                                .map(a -> rows.call("relative_time", rows.call("now"), rows.literal(a)))
                                .orElseGet(() -> rows.literal(Numbers.value(bin.start()))));
            case FACTOR ->
                rows.call(
                        "bin_factor",
                        value,
                        rows.literal(Numbers.value(bin.step())),
                        rows.literal(Numbers.value(bin.start())));
            case NUMBER -> {
                Expression width = rows.literal(Numbers.value(bin.step()));
                boolean time = bin.field().text().equals("_time");
                Expression floor = rows.call("bin", value, width, rows.literal(0));
                yield time ? floor : rows.call("range_text", floor, width);
            }
        };
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
                    ? rows.names().stream().filter(pattern::matches).toList()
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
