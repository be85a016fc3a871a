package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Conditional;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Expression.Not;
import io.telltale.detection.ir.Expression.Test;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoFunctions.Signature;
import io.telltale.detection.language.kusto.KustoNamespace.Entry;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.FunctionMeaning;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lowers calls: of the rule's own functions, and of Kusto's. */
final class KustoCalls {
    private static final int MAX_FOLDED = 10_000;

    private final KustoContext context;
    private final KustoScalars scalars;
    private final KustoPaths paths;
    private final KustoWindows windows;
    private final KustoOwnFunctions own;

    KustoCalls(KustoContext context, KustoScalars scalars, KustoPaths paths) {
        this.context = context;
        this.scalars = scalars;
        this.paths = paths;
        this.windows = new KustoWindows(context, scalars);
        this.own = new KustoOwnFunctions(context, scalars);
    }

    KustoOwnFunctions own() {
        return own;
    }

    Typed call(KustoSyntax.Call call, KustoScope scope) throws RuleSyntaxException {
        String name = call.function();
        Span span = call.span();
        Optional<Entry> entry = scope.namespace().find(name);
        if (entry.isPresent()
                && entry.get() instanceof KustoNamespace.Declared declared
                && declared.meaning() instanceof FunctionMeaning function) {
            return own.call(function, declared.names(), call, scope);
        }
        if (KustoWindows.isWindow(name)) {
            return windows.lower(call, scope);
        }
        Signature signature = KustoFunctions.SIGNATURES.get(name);
        if (signature == null) {
            return scalars.unsupported(
                    KustoAggregates.isAggregate(name)
                            ? "aggregate " + name + " outside of summarize"
                            : "function " + name,
                    span);
        }
        int given = call.arguments().size();
        if (given < signature.least() || given > signature.most()) {
            throw context.error(
                    span, "found " + given + " arguments of " + name + ", expected " + signature.expected());
        }
        if (signature.function().equals("column_ifexists")) {
            return columnIfExists(call, scope);
        }
        if (isTyped(name) && call.arguments().get(given - 1) instanceof KustoSyntax.TypeOf type) {
            return converted(call, type.type(), scope);
        }
        List<Typed> arguments = scalars.lower(call.arguments(), scope);
        return switch (signature.function()) {
            case "parse_json" -> folded(paths.parseJson(arguments.get(0), scope, span));
            case "tostring" -> folded(new Typed(KustoScalars.asText(arguments.get(0), span), KustoType.STRING));
            case "isempty" -> isEmpty(arguments.get(0), span);
            case "isnotempty" -> not(isEmpty(arguments.get(0), span), span);
            case "isnull" -> isNull(arguments.get(0), span);
            case "isnotnull" -> not(isNull(arguments.get(0), span), span);
            case "not" -> not(scalars.condition(arguments.get(0)), span);
            case "iff" ->
                new Typed(
                        new Conditional(
                                scalars.condition(arguments.get(0)).expression(),
                                KustoScalars.column(arguments.get(1)),
                                KustoScalars.column(arguments.get(2)),
                                span),
                        common(arguments.get(1), arguments.get(2)));
            case "case" -> cases(arguments, span);
            case "bag_pack_columns" -> packColumns(call, arguments, span);
            case "pack_all" -> packAll(arguments, scope, span);
            case "series_decompose", "series_decompose_anomalies", "series_decompose_forecast", "series_seasonal" ->
                decomposed(signature, name, arguments, scope, span);
            case "series_outliers" ->
                arguments.size() > 3
                        ? scalars.unsupported("function series_outliers with percentiles of its own", span)
                        : plain(signature, name, arguments, span);
            case "ingestion_time" -> scalars.lower(new KustoSyntax.Name("TimeGenerated", span), scope);
            default -> plain(signature, name, arguments, span);
        };
    }

    /** A function of a series whose season may not be known: a row on which it is not fails before. */
    private Typed decomposed(Signature signature, String name, List<Typed> arguments, KustoScope scope, Span span)
            throws RuleSyntaxException {
        Expression known = new Call("kusto:" + name + "_known", KustoScalars.expressions(arguments), span);
        scope.stages().add(new Stage.Filter(known, span));
        return plain(signature, name, arguments, span);
    }

    /** Whether the function's last argument may be the type that its result is converted to. */
    private static boolean isTyped(String function) {
        return Set.of("extract", "extract_json", "extractjson").contains(function);
    }

    private Typed converted(KustoSyntax.Call call, KustoType type, KustoScope scope) throws RuleSyntaxException {
        List<Scalar> others = call.arguments().subList(0, call.arguments().size() - 1);
        Typed text = call(new KustoSyntax.Call(call.function(), others, call.span()), scope);
        return type.conversion().isEmpty()
                ? folded(new Typed(new Call("kusto:parse_json", List.of(text.expression()), call.span()), type))
                : folded(new Typed(new Call(type.conversion(), List.of(text.expression()), call.span()), type));
    }

    private Typed plain(Signature signature, String name, List<Typed> arguments, Span span) throws RuleSyntaxException {
        if (signature.pattern() >= 0) {
            if (!(arguments.get(signature.pattern()).expression() instanceof Literal pattern)) {
                return scalars.unsupported("function " + name + " with a computed pattern", span);
            }
            scalars.checkPattern(pattern.value().asText(), pattern.span());
        }
        KustoType type = signature.sameAsFirst() ? common(arguments) : signature.result();
        return folded(
                new Typed(new Call("kusto:" + signature.function(), KustoScalars.expressions(arguments), span), type));
    }

    /** The value itself where all arguments are constants and the time of the run does not matter. */
    static Typed folded(Typed typed) {
        if (!(typed.expression() instanceof Call call)) {
            return typed;
        }
        FunctionEntry entry = KustoFunctions.ENTRIES.get(call.function());
        boolean constant = entry != null
                && !entry.readsClock()
                && !call.arguments().isEmpty()
                && call.arguments().stream().allMatch(Literal.class::isInstance);
        if (!constant) {
            return typed;
        }
        List<Value> values = call.arguments().stream()
                .map(argument -> ((Literal) argument).value())
                .toList();
        Value value = entry.body().apply(values, new EvaluationContext(Instant.EPOCH));
        boolean large = value instanceof Value.ListOf list && list.elements().size() > MAX_FOLDED;
        return large || value instanceof Value.Failure
                ? typed
                : new Typed(new Literal(value, call.span()), typed.type());
    }

    private Typed columnIfExists(KustoSyntax.Call call, KustoScope scope) throws RuleSyntaxException {
        Typed name = scalars.lower(call.arguments().get(0), scope);
        if (!(name.expression() instanceof Literal literal) || !(literal.value() instanceof Value.Text text)) {
            throw context.error(name.span(), "found a computed name, expected the text of a column's name");
        }
        return scope.has(text.value())
                ? scalars.lower(new KustoSyntax.Name(text.value(), name.span()), scope)
                : scalars.lower(call.arguments().get(1), scope);
    }

    /** The columns that are named, under their names. */
    private Typed packColumns(KustoSyntax.Call call, List<Typed> arguments, Span span) throws RuleSyntaxException {
        var members = new ArrayList<Expression>();
        for (int i = 0; i < arguments.size(); i++) {
            if (!(call.arguments().get(i) instanceof KustoSyntax.Name name)) {
                throw context.error(arguments.get(i).span(), "found no column, expected one in bag_pack_columns");
            }
            members.add(new Literal(Values.of(name.name()), span));
            members.add(KustoScalars.column(arguments.get(i)));
        }
        return new Typed(new Call("kusto:bag_pack", members, span), KustoType.DYNAMIC);
    }

    /** {@code pack_all([ignore])}: the columns, without those that are null or empty where these are to be ignored. */
    private Typed packAll(List<Typed> arguments, KustoScope scope, Span span) throws RuleSyntaxException {
        boolean present = !arguments.isEmpty()
                && arguments.get(0).expression() instanceof Literal literal
                && literal.value().equals(Values.TRUE);
        var members = new ArrayList<Expression>();
        for (String name : scope.names()) {
            members.add(new Literal(Values.of(name), span));
            members.add(KustoScalars.column(scalars.lower(new KustoSyntax.Name(name, span), scope)));
        }
        return new Typed(
                new Call(present ? "kusto:bag_pack_present" : "kusto:bag_pack", members, span), KustoType.DYNAMIC);
    }

    private Typed cases(List<Typed> arguments, Span span) throws RuleSyntaxException {
        if (arguments.size() % 2 == 0) {
            throw context.error(span, "found no value for the other cases of case");
        }
        Typed result = arguments.get(arguments.size() - 1);
        Expression chain = KustoScalars.column(result);
        KustoType type = common(arguments.get(1), result);
        for (int i = arguments.size() - 3; i >= 0; i -= 2) {
            Typed then = arguments.get(i + 1);
            chain = new Conditional(
                    scalars.condition(arguments.get(i)).expression(), KustoScalars.column(then), chain, span);
            type = common(new Typed(chain, type), then);
        }
        return new Typed(chain, type);
    }

    private static KustoType common(List<Typed> typed) {
        Typed first = typed.get(0);
        KustoType type = first.type();
        for (Typed other : typed) {
            type = common(new Typed(first.expression(), type), other);
        }
        return type;
    }

    /** The type of a value that is one or the other. */
    static KustoType common(Typed one, Typed other) {
        if (one.type() == other.type() || isNull(other)) {
            return one.type();
        }
        if (isNull(one)) {
            return other.type();
        }
        return one.type().isNumber() && other.type().isNumber() ? KustoType.REAL : KustoType.DYNAMIC;
    }

    private static boolean isNull(Typed typed) {
        return typed.expression() instanceof Literal literal && literal.value().isAbsent();
    }

    private static Typed isEmpty(Typed operand, Span span) {
        return new Typed(new Call("kusto:isempty", List.of(operand.expression()), span), KustoType.BOOL);
    }

    private static Typed isNull(Typed operand, Span span) {
        Expression test = operand.type() == KustoType.STRING
                ? new Literal(Values.FALSE, span)
                : new Test(TestKind.IS_NULL, operand.expression(), List.of(), KustoComparisons.value(), span);
        return new Typed(test, KustoType.BOOL);
    }

    private static Typed not(Typed operand, Span span) {
        return new Typed(new Not(operand.expression(), span), KustoType.BOOL);
    }

    /** The signatures that become nodes of the IR, or are looked up in the scope, and have no entry of their own. */
    static final Map<String, String> LOWERED = Map.ofEntries(
            Map.entry("isnotempty", "not isempty"),
            Map.entry("isnull", "a test"),
            Map.entry("isnotnull", "a test"),
            Map.entry("not", "a negation"),
            Map.entry("iff", "a conditional"),
            Map.entry("case", "conditionals"),
            Map.entry("column_ifexists", "the column"),
            Map.entry("bag_pack_columns", "bag_pack"),
            Map.entry("pack_all", "bag_pack"),
            Map.entry("ingestion_time", "TimeGenerated"));
}
