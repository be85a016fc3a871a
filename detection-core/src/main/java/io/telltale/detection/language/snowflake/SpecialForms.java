package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Conditional;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Lowers calls: functions that are more than a computation over values here, and all others by their table. */
final class SpecialForms {
    /** Lowers one function's calls. */
    private interface Form {
        Typed lower(SpecialForms forms, Syntax.Call call) throws RuleSyntaxException;
    }

    /** A function that has a lowering of its own: how many arguments it takes. */
    private record Special(int least, int most, Form form) {}

    private static final Set<String> UNIT_FIRST = Set.of(
            "dateadd", "timeadd", "timestampadd", "datediff", "timediff", "timestampdiff", "date_trunc", "date_part");

    /** The column of a generator's rows that numbers them. */
    static final String GENERATED = " seq";

    /** As queries call them. */
    private static final Map<String, Special> FORMS = forms();

    private static Map<String, Special> forms() {
        var forms = new TreeMap<String, Special>();
        add(forms, "coalesce", 1, 100, (f, c) -> f.coalesce(c, f.lowering.all(c.values())));
        add(forms, "nvl ifnull", 2, 2, (f, c) -> f.coalesce(c, f.lowering.all(c.values())));
        add(forms, "nvl2", 3, 3, SpecialForms::nvl2);
        add(
                forms,
                "zeroifnull",
                1,
                1,
                (f, c) -> f.coalesce(c, List.of(f.argument(c, 0), Typed.of(Values.of(0), Type.NUMBER, c.span()))));
        add(
                forms,
                "nullifzero",
                1,
                1,
                (f, c) -> f.nullIf(f.argument(c, 0), Typed.of(Values.of(0), Type.NUMBER, c.span()), c.span()));
        add(forms, "nullif", 2, 2, (f, c) -> f.nullIf(f.argument(c, 0), f.argument(c, 1), c.span()));
        add(forms, "iff", 3, 3, SpecialForms::iff);
        add(forms, "decode", 3, 200, SpecialForms::decode);
        add(forms, "equal_null", 2, 2, (f, c) -> f.equalNull(f.argument(c, 0), f.argument(c, 1), c.span()));
        add(forms, "like ilike", 2, 3, SpecialForms::like);
        add(forms, "regexp_like rlike", 2, 3, SpecialForms::matches);
        add(forms, "contains", 2, 2, (f, c) -> f.search(c, TestKind.CONTAINS));
        add(forms, "startswith", 2, 2, (f, c) -> f.search(c, TestKind.STARTS_WITH));
        add(forms, "endswith", 2, 2, (f, c) -> f.search(c, TestKind.ENDS_WITH));
        add(forms, "array_contains", 2, 2, SpecialForms::arrayContains);
        add(forms, "get", 2, 2, (f, c) -> f.part(c, "snowflake:get"));
        add(forms, "get_ignore_case", 2, 2, (f, c) -> f.part(c, "snowflake:get_ignore_case"));
        add(forms, "get_path", 2, 2, (f, c) -> f.part(c, "snowflake:get_path"));
        add(forms, "parse_json", 1, 1, (f, c) -> f.plain(c, "snowflake:parse_json", Type.PART));
        add(forms, "try_parse_json", 1, 1, (f, c) -> f.plain(c, "snowflake:try_parse_json", Type.PART));
        add(forms, "to_varchar to_char", 1, 2, SpecialForms::toText);
        add(forms, "to_number to_decimal to_numeric", 1, 4, (f, c) -> f.toNumber(c, "snowflake:to_number"));
        add(
                forms,
                "try_to_number try_to_decimal try_to_numeric",
                1,
                4,
                (f, c) -> f.toNumber(c, "snowflake:try_to_number"));
        add(forms, "to_double", 1, 1, (f, c) -> f.plain(c, "snowflake:to_double", Type.NUMBER));
        add(forms, "try_to_double", 1, 1, (f, c) -> f.plain(c, "snowflake:try_to_double", Type.NUMBER));
        add(forms, "to_boolean", 1, 1, (f, c) -> f.plain(c, "snowflake:to_boolean", Type.BOOLEAN));
        add(forms, "try_to_boolean", 1, 1, (f, c) -> f.plain(c, "snowflake:try_to_boolean", Type.BOOLEAN));
        add(forms, "to_date date", 1, 2, (f, c) -> f.plain(c, "snowflake:to_date", Type.DATE));
        add(forms, "try_to_date", 1, 2, (f, c) -> f.plain(c, "snowflake:try_to_date", Type.DATE));
        add(
                forms,
                "to_timestamp to_timestamp_ntz to_timestamp_ltz to_timestamp_tz as_timestamp_ntz",
                1,
                2,
                (f, c) -> f.plain(c, "snowflake:to_timestamp", Type.TIME));
        add(
                forms,
                "try_to_timestamp try_to_timestamp_ntz try_to_timestamp_ltz try_to_timestamp_tz",
                1,
                2,
                (f, c) -> f.plain(c, "snowflake:try_to_timestamp", Type.TIME));
        add(
                forms,
                "current_timestamp localtimestamp getdate sysdate systimestamp now p_current_timestamp",
                0,
                1,
                (f, c) -> f.clock("snowflake:current_timestamp", Type.TIME, c.span()));
        add(forms, "current_date", 0, 0, (f, c) -> f.clock("snowflake:current_date", Type.DATE, c.span()));
        add(forms, "dateadd timeadd timestampadd", 3, 3, SpecialForms::dateAdd);
        add(forms, "datediff timediff timestampdiff", 3, 3, (f, c) -> f.ofUnit(c, "snowflake:datediff", Type.NUMBER));
        add(forms, "date_trunc", 2, 2, SpecialForms::dateTrunc);
        add(forms, "date_part", 2, 2, (f, c) -> f.ofUnit(c, "snowflake:date_part", Type.NUMBER));
        add(forms, "last_day", 1, 2, SpecialForms::lastDay);
        add(forms, "time_slice", 3, 4, SpecialForms::timeSlice);
        add(forms, "filter", 2, 2, SpecialForms::filter);
        add(forms, "transform", 2, 2, SpecialForms::transform);
        add(
                forms,
                "seq1 seq2 seq4 seq8",
                0,
                1,
                (f, c) -> f.lowering.lower(
                        new Syntax.Name(List.of(new Syntax.Identifier(GENERATED, true, c.span())), c.span())));
        add(forms, "p_occurs_since", 1, 3, (f, c) -> PantherMacros.since(f.context, f.lowering, c));
        add(forms, "p_occurs_between", 2, 4, (f, c) -> PantherMacros.between(f.context, f.lowering, c));
        add(forms, "p_occurs_around", 2, 4, (f, c) -> PantherMacros.around(f.context, f.lowering, c));
        add(forms, "p_occurs_after", 1, 3, (f, c) -> PantherMacros.oneSided(f.lowering, c, ">"));
        add(forms, "p_occurs_before", 1, 3, (f, c) -> PantherMacros.oneSided(f.lowering, c, "<"));
        return Collections.unmodifiableMap(forms);
    }

    private final Context context;
    private final ScalarLowering lowering;

    SpecialForms(Context context, ScalarLowering lowering) {
        this.context = context;
        this.lowering = lowering;
    }

    private static void add(Map<String, Special> forms, String names, int least, int most, Form form) {
        for (String name : names.split(" ", -1)) {
            forms.put(name, new Special(least, most, form));
        }
    }

    /** Names of the functions that are lowered here. */
    static List<String> names() {
        return List.copyOf(FORMS.keySet());
    }

    Typed call(Syntax.Call call) throws RuleSyntaxException {
        Span span = call.span();
        String function = call.function();
        if (call.over().isPresent() || Aggregates.find(function).isPresent() || WindowFunctions.isRanking(function)) {
            throw context.error(
                    span, "found " + function.toUpperCase(Locale.ROOT) + " where no group and no window is");
        }
        Special special = FORMS.get(function);
        Optional<Functions.Shape> shape = Functions.find(function);
        if (special == null && shape.isEmpty()) {
            return lowering.unsupported("function " + function, span);
        }
        int least = special != null ? special.least() : shape.orElseThrow().least();
        int most = special != null ? special.most() : shape.orElseThrow().most();
        int given = call.arguments().size();
        if (given < least || given > most) {
            String expected = least == most ? "" + least : most > 1000 ? least + " or more" : least + " to " + most;
            throw context.error(
                    span,
                    "found " + given + " arguments of " + function.toUpperCase(Locale.ROOT) + ", expected " + expected);
        }
        if (special != null) {
            return special.form().lower(this, call);
        }
        return plain(call, shape.get().entry().name(), shape.get().type());
    }

    private Typed argument(Syntax.Call call, int index) throws RuleSyntaxException {
        return lowering.lower(call.values().get(index));
    }

    private Typed plain(Syntax.Call call, String function, Type type) throws RuleSyntaxException {
        var arguments = new ArrayList<Expression>();
        Type first = Type.UNKNOWN;
        for (Typed argument : lowering.all(call.values())) {
            first = arguments.isEmpty() ? argument.type() : first;
            arguments.add(argument.expression());
        }
        return new Typed(new Call(function, arguments, call.span()), type == Type.UNKNOWN ? first : type);
    }

    private Typed part(Syntax.Call call, String function) throws RuleSyntaxException {
        if (function.equals("snowflake:get")) {
            return lowering.lower(
                    new Syntax.Path(call.values().get(0), call.values().get(1), true, call.span()));
        }
        return plain(call, function, Type.PART);
    }

    /** The first that is not null. */
    private Typed coalesce(Syntax.Call call, List<Typed> values) {
        Typed result = values.get(values.size() - 1);
        for (int i = values.size() - 2; i >= 0; i--) {
            Typed value = values.get(i);
            Expression absent = ScalarLowering.isNull(value, value.span());
            Type type = result.constant().filter(Value::isAbsent).isPresent()
                    ? value.type()
                    : value.type().or(result.type());
            result = new Typed(new Conditional(absent, result.expression(), value.expression(), call.span()), type);
        }
        return result;
    }

    private static Typed nvl2(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        Typed then = f.argument(call, 1);
        Typed otherwise = f.argument(call, 2);
        Expression absent = ScalarLowering.isNull(f.argument(call, 0), call.span());
        return new Typed(
                new Conditional(absent, otherwise.expression(), then.expression(), call.span()),
                then.type().or(otherwise.type()));
    }

    private Typed nullIf(Typed value, Typed other, Span span) {
        Expression same = Comparisons.compare("=", value, other, span).expression();
        return new Typed(new Conditional(same, new Literal(Values.NULL, span), value.expression(), span), value.type());
    }

    private static Typed iff(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        Expression condition = f.lowering.condition(call.values().get(0));
        Typed then = f.argument(call, 1);
        Typed otherwise = f.argument(call, 2);
        return new Typed(
                new Conditional(condition, then.expression(), otherwise.expression(), call.span()),
                then.type().or(otherwise.type()));
    }

    /** {@code DECODE(x, a, b, …, otherwise)}, in which null equals null. */
    private static Typed decode(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        List<Typed> all = f.lowering.all(call.values());
        boolean otherwise = all.size() % 2 == 0;
        Typed result = otherwise ? all.get(all.size() - 1) : Typed.of(Values.NULL, Type.UNKNOWN, call.span());
        for (int i = (all.size() - (otherwise ? 1 : 0)) - 2; i >= 1; i -= 2) {
            Expression same = f.equalNull(all.get(0), all.get(i), call.span()).expression();
            Typed then = all.get(i + 1);
            result = new Typed(new Conditional(same, then.expression(), result.expression(), call.span()), then.type());
        }
        return result;
    }

    /** Equality in which null equals null. */
    Typed equalNull(Typed left, Typed right, Span span) {
        if (right.constant().filter(v -> !v.isAbsent()).isPresent()) {
            Expression same = Comparisons.compare("=", left, right, span).expression();
            return new Typed(
                    new Conditional(same, new Literal(Values.TRUE, span), new Literal(Values.FALSE, span), span),
                    Type.BOOLEAN);
        }
        return new Typed(
                new Call("snowflake:equal_null", List.of(left.expression(), right.expression()), span), Type.BOOLEAN);
    }

    private static Typed like(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        List<Typed> all = f.lowering.all(call.values());
        Optional<Typed> escape = all.size() > 2 ? Optional.of(all.get(2)) : Optional.empty();
        String operator = call.function().toUpperCase(Locale.ROOT);
        return new Typed(
                TextPatterns.test(f.context, operator, all.get(0), all.get(1), escape, call.span()), Type.BOOLEAN);
    }

    private static Typed matches(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        List<Typed> all = f.lowering.all(call.values());
        Optional<Value> parameters = all.size() > 2 ? all.get(2).constant() : Optional.of(Values.EMPTY_TEXT);
        if (parameters.isEmpty()) {
            return f.plain(call, "snowflake:regexp_like", Type.BOOLEAN);
        }
        return new Typed(
                TextPatterns.matches(
                        f.context, all.get(0), all.get(1), parameters.get().asText(), call.span()),
                Type.BOOLEAN);
    }

    private Typed search(Syntax.Call call, TestKind kind) throws RuleSyntaxException {
        return new Typed(TextPatterns.search(kind, argument(call, 0), argument(call, 1), call.span()), Type.BOOLEAN);
    }

    /** Whether an array has a value; an array that the query writes out is a list to compare with. */
    private static Typed arrayContains(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        Typed wanted = f.argument(call, 0);
        Typed array = f.argument(call, 1);
        Value constant = array.constant().orElse(Values.MISSING);
        if (constant instanceof Value.ListOf list && wanted.constant().isEmpty()) {
            List<Typed> elements = list.elements().stream()
                    .map(e -> Typed.of(e, ScalarLowering.typeOf(e), array.span()))
                    .toList();
            return new Typed(Comparisons.in(wanted, elements, call.span()), Type.BOOLEAN);
        }
        return new Typed(
                new Call("snowflake:array_contains", List.of(wanted.expression(), array.expression()), call.span()),
                Type.BOOLEAN);
    }

    private static Typed toText(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        Typed value = f.argument(call, 0);
        return call.values().size() == 1
                ? new Typed(Casts.text(value), Type.TEXT)
                : f.plain(call, "snowflake:to_varchar", Type.TEXT);
    }

    private Typed toNumber(Syntax.Call call, String function) throws RuleSyntaxException {
        List<Typed> all = lowering.all(call.values());
        var arguments = new ArrayList<Expression>();
        arguments.add(all.get(0).expression());
        if (all.size() == 3) {
            arguments.add(all.get(1).expression());
            arguments.add(all.get(2).expression());
        }
        return new Typed(new Call(function, arguments, call.span()), Type.NUMBER);
    }

    private Typed clock(String function, Type type, Span span) {
        return new Typed(new Call(function, List.of(), span), type);
    }

    /** The unit that an argument names, with or without quotes. */
    static Optional<String> unit(Scalar scalar) {
        Optional<String> written = scalar instanceof Syntax.Name name
                        && name.parts().size() == 1
                ? Optional.of(name.parts().get(0).text())
                : scalar instanceof Syntax.Literal literal && literal.value() instanceof Value.Text text
                        ? Optional.of(text.value())
                        : scalar instanceof Syntax.Call call && call.arguments().isEmpty()
                                ? Optional.of(call.function())
                                : Optional.empty();
        return written.filter(w -> TimeUnits.unit(w).isPresent());
    }

    private Literal unitOf(Scalar scalar, String function) throws RuleSyntaxException {
        Optional<String> unit = unit(scalar);
        if (unit.isEmpty()) {
            throw context.error(scalar.span(), "found no unit of time for " + function.toUpperCase(Locale.ROOT));
        }
        return new Literal(Values.of(TimeUnits.unit(unit.get()).orElseThrow().name()), scalar.span());
    }

    private Typed ofUnit(Syntax.Call call, String function, Type type) throws RuleSyntaxException {
        var arguments = new ArrayList<Expression>();
        arguments.add(unitOf(call.values().get(0), call.function()));
        for (Scalar value : call.values().subList(1, call.values().size())) {
            arguments.add(lowering.lower(value).expression());
        }
        return new Typed(new Call(function, arguments, call.span()), type);
    }

    private static Typed dateAdd(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        Typed moved = f.ofUnit(call, "snowflake:dateadd", Type.TIME);
        boolean days = List.of("day", "week", "month", "quarter", "year")
                .contains(unit(call.values().get(0))
                        .flatMap(TimeUnits::unit)
                        .orElseThrow()
                        .name());
        return days && f.argument(call, 2).type() == Type.DATE ? moved.as(Type.DATE) : moved;
    }

    /** {@code DATE_TRUNC(unit, time)}; the arguments may also stand the other way round. */
    private static Typed dateTrunc(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        boolean turned = unit(call.values().get(0)).isEmpty();
        Scalar unit = call.values().get(turned ? 1 : 0);
        Typed time = f.argument(call, turned ? 0 : 1);
        return new Typed(
                new Call("snowflake:date_trunc", List.of(f.unitOf(unit, "date_trunc"), time.expression()), call.span()),
                time.type() == Type.DATE ? Type.DATE : Type.TIME);
    }

    private static Typed lastDay(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        var arguments = new ArrayList<Expression>();
        arguments.add(f.argument(call, 0).expression());
        if (call.values().size() > 1) {
            arguments.add(f.unitOf(call.values().get(1), "last_day"));
        }
        return new Typed(new Call("snowflake:last_day", arguments, call.span()), Type.DATE);
    }

    private static Typed timeSlice(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        var arguments = new ArrayList<Expression>();
        arguments.add(f.argument(call, 0).expression());
        arguments.add(f.argument(call, 1).expression());
        arguments.add(f.unitOf(call.values().get(2), "time_slice"));
        if (call.values().size() > 3) {
            arguments.add(f.argument(call, 3).expression());
        }
        return new Typed(new Call("snowflake:time_slice", arguments, call.span()), Type.TIME);
    }

    private static Typed filter(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        Typed array = f.argument(call, 0);
        if (!(call.values().get(1) instanceof Syntax.Lambda lambda)) {
            throw f.context.error(call.span(), "found no lambda in FILTER, expected x -> …");
        }
        String column = f.context.hiddenColumn(lambda.parameter().text());
        Expression condition = ScalarLowering.truth(f.lowering.withVariable(lambda.parameter(), column, lambda.body()));
        return new Typed(
                new Expression.Comprehension(
                        column,
                        array.expression(),
                        Optional.of(condition),
                        new Expression.Column(column, call.span()),
                        call.span()),
                Type.ARRAY);
    }

    private static Typed transform(SpecialForms f, Syntax.Call call) throws RuleSyntaxException {
        Typed array = f.argument(call, 0);
        if (!(call.values().get(1) instanceof Syntax.Lambda lambda)) {
            throw f.context.error(call.span(), "found no lambda in TRANSFORM, expected x -> …");
        }
        String column = f.context.hiddenColumn(lambda.parameter().text());
        Typed result = f.lowering.withVariable(lambda.parameter(), column, lambda.body());
        return new Typed(
                new Expression.Comprehension(
                        column, array.expression(), Optional.empty(), result.expression(), call.span()),
                Type.ARRAY);
    }

    /** Whether a function's first argument names a unit of time. */
    static boolean takesUnit(String function) {
        return UNIT_FIRST.contains(function);
    }
}
