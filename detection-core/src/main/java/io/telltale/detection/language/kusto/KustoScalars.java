package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Conditional;
import io.telltale.detection.ir.Expression.Field;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Expression.Not;
import io.telltale.detection.ir.Expression.Test;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.kusto.KustoFunctions.Signature;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Let;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.schema.SchemaField;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers scalar expressions: resolves names, tracks types, and turns JSON text that is parsed again into field paths. */
final class KustoScalars {
    private static final int MAX_NODES = 100_000;
    private static final int MAX_DEPTH = 600;

    private final SourceText source;
    private final Map<String, Let> lets;
    private final List<Unsupported> unsupported;
    private final KustoComparisons comparisons;
    private int nodes;
    private int depth;

    KustoScalars(SourceText source, List<Let> lets, List<Unsupported> unsupported) {
        this.source = source;
        this.lets = new LinkedHashMap<>();
        lets.forEach(let -> this.lets.put(let.name(), let));
        this.unsupported = unsupported;
        this.comparisons = new KustoComparisons(this);
    }

    Optional<Let> let(String name) {
        return Optional.ofNullable(lets.get(name));
    }

    RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }

    /** Notes the construct; the null that stands for it is never run. */
    Typed unsupported(String construct, Span span) {
        unsupported.add(new Unsupported(construct, span));
        return new Typed(new Literal(Values.NULL, span), KustoType.DYNAMIC);
    }

    Typed lower(Scalar scalar, KustoScope scope) throws RuleSyntaxException {
        // A let is unfolded wherever it is named, so that a few lines can stand for very many nodes.
        if (++nodes > MAX_NODES || ++depth > MAX_DEPTH) {
            throw error(scalar.span(), "unfolds to too large an expression");
        }
        Typed typed = lowerOne(scalar, scope);
        depth--;
        return typed;
    }

    private Typed lowerOne(Scalar scalar, KustoScope scope) throws RuleSyntaxException {
        Span span = scalar.span();
        if (scalar instanceof KustoSyntax.Literal literal) {
            return new Typed(new Literal(literal.value(), span), literal.type());
        }
        if (scalar instanceof KustoSyntax.Name name) {
            return name(name, scope);
        }
        if (scalar instanceof KustoSyntax.Member member) {
            return member(
                    lower(member.target(), scope),
                    scope,
                    new FieldPath.Segment.Key(member.name()),
                    member.name(),
                    span);
        }
        if (scalar instanceof KustoSyntax.Index index) {
            return index(index, scope);
        }
        if (scalar instanceof KustoSyntax.Call call) {
            return call(call, scope);
        }
        if (scalar instanceof KustoSyntax.Negated negated) {
            Typed operand = lower(negated.operand(), scope);
            if (operand.expression() instanceof Literal literal && literal.value() instanceof Value.Int number) {
                return new Typed(new Literal(Values.of(-number.value()), span), KustoType.LONG);
            }
            return new Typed(new Call("kusto:negate", List.of(operand.expression()), span), operand.type());
        }
        if (scalar instanceof KustoSyntax.Logical logical) {
            var operands = new ArrayList<Expression>();
            for (Scalar operand : logical.operands()) {
                operands.add(lower(operand, scope).expression());
            }
            return new Typed(
                    logical.all() ? new Expression.And(operands, span) : new Expression.Or(operands, span),
                    KustoType.BOOL);
        }
        if (scalar instanceof KustoSyntax.Infix infix) {
            Typed left = lower(infix.left(), scope);
            Typed right = lower(infix.right(), scope);
            return KustoArithmetic.isOperator(infix.operator())
                    ? KustoArithmetic.lower(infix.operator(), left, right, span)
                    : comparisons.infix(infix.operator(), left, right, span);
        }
        if (scalar instanceof KustoSyntax.Listed listed) {
            Typed left = lower(listed.left(), scope);
            var items = new ArrayList<Typed>();
            for (Scalar item : listed.items()) {
                items.add(lower(item, scope));
            }
            return comparisons.listed(listed.operator(), left, items, span);
        }
        if (scalar instanceof KustoSyntax.Unknown unknown) {
            return unsupported(unknown.construct(), span);
        }
        return unsupported("* as a scalar", span);
    }

    private Typed name(KustoSyntax.Name name, KustoScope scope) throws RuleSyntaxException {
        Span span = name.span();
        Optional<KustoScope.Bound> bound = scope.bound(name.name());
        if (bound.isPresent()) {
            return new Typed(new Column(name.name(), span), bound.get().type());
        }
        Optional<SchemaField> column = scope.tableColumn(name.name());
        if (column.isPresent()) {
            return tableColumn(column.get(), span);
        }
        Let let = lets.get(name.name());
        if (let != null) {
            if (let.unknown().isPresent()) {
                return unsupported(let.unknown().get(), let.span());
            }
            if (let.scalar().isEmpty()) {
                return unsupported("a query as a scalar", span);
            }
            // A let sees only the lets before it, so that none can name itself.
            lets.remove(name.name());
            Typed value = lower(let.scalar().get(), new KustoScope(KustoLanguage.SCHEMA, false));
            lets.put(name.name(), let);
            return value;
        }
        if (scope.isOpen()) {
            var path = new FieldPath(List.of(new FieldPath.Segment.Key(name.name())), false);
            return new Typed(new Field(path, span), KustoType.DYNAMIC);
        }
        throw error(span, "found " + name.name() + ", which is no column here");
    }

    private static Typed tableColumn(SchemaField column, Span span) {
        var field = new Field(column.path(), span);
        return switch (column.form()) {
            case "json_text" -> new Typed(new Call("kusto:json_text", List.of(field), span), KustoType.STRING);
            case "time" -> new Typed(new Call("kusto:todatetime", List.of(field), span), KustoType.DATETIME);
            case "bool" -> new Typed(new Call("kusto:tobool", List.of(field), span), KustoType.BOOL);
            default -> new Typed(field, KustoType.STRING);
        };
    }

    private Typed index(KustoSyntax.Index index, KustoScope scope) throws RuleSyntaxException {
        Typed target = lower(index.target(), scope);
        Typed at = lower(index.index(), scope);
        if (at.expression() instanceof Literal literal && literal.value() instanceof Value.Int number) {
            int position = (int) Math.max(Integer.MIN_VALUE + 1, Math.min(Integer.MAX_VALUE, number.value()));
            return member(
                    target, scope, new FieldPath.Segment.Index(position), Integer.toString(position), index.span());
        }
        return new Typed(
                new Call("kusto:member", List.of(target.expression(), at.expression()), index.span()),
                KustoType.DYNAMIC);
    }

    private Typed member(Typed target, KustoScope scope, FieldPath.Segment step, String shown, Span span)
            throws RuleSyntaxException {
        if (target.type() != KustoType.DYNAMIC) {
            throw error(span, "found " + shown + " of a value that is not dynamic; expected parse_json around it");
        }
        Expression of = origin(target.expression(), scope);
        Value key = step instanceof FieldPath.Segment.Index index ? Values.of(index.index()) : Values.of(shown);
        Literal literal = new Literal(key, span);
        if (of instanceof Field field) {
            return new Typed(new Field(field.path().then(step), span), KustoType.DYNAMIC);
        }
        if (of instanceof Call within && within.function().equals("kusto:within")) {
            var arguments = new ArrayList<>(within.arguments());
            arguments.set(0, new Field(((Field) arguments.get(0)).path().then(step), span));
            arguments.add(literal);
            return new Typed(new Call("kusto:within", arguments, span), KustoType.DYNAMIC);
        }
        return new Typed(new Call("kusto:member", List.of(target.expression(), literal), span), KustoType.DYNAMIC);
    }

    /** The part of the event that a column stands for, where it is known; else the expression itself. */
    private static Expression origin(Expression expression, KustoScope scope) {
        return expression instanceof Column column
                ? scope.bound(column.name()).flatMap(KustoScope.Bound::origin).orElse(expression)
                : expression;
    }

    /** The expression, where it only reads a part of the event. */
    static Optional<Expression> partOfEvent(Expression expression) {
        if (expression instanceof Field) {
            return Optional.of(expression);
        }
        boolean reads = expression instanceof Call call
                && (call.function().equals("kusto:within")
                        || ((call.function().equals("kusto:json_text")
                                        || call.function().equals("kusto:tostring"))
                                && partOfEvent(call.arguments().get(0)).isPresent()));
        return reads ? Optional.of(expression) : Optional.empty();
    }

    private Typed parseJson(Typed text, KustoScope scope, Span span) {
        Expression of = origin(text.expression(), scope);
        if (of instanceof Call call && call.function().equals("kusto:json_text")) {
            Field field = (Field) call.arguments().get(0);
            return new Typed(new Field(field.path(), span), KustoType.DYNAMIC);
        }
        if (of instanceof Call call && call.function().equals("kusto:tostring")) {
            of = call.arguments().get(0);
        }
        if (of instanceof Field field) {
            return new Typed(new Call("kusto:within", List.of(field, field), span), KustoType.DYNAMIC);
        }
        return new Typed(new Call("kusto:parse_json", List.of(text.expression()), span), KustoType.DYNAMIC);
    }

    private Typed call(KustoSyntax.Call call, KustoScope scope) throws RuleSyntaxException {
        String name = call.function();
        Span span = call.span();
        Signature signature = KustoFunctions.SIGNATURES.get(name);
        if (signature == null) {
            return unsupported(
                    (KustoAggregates.isAggregate(name)
                            ? "aggregate " + name + " outside of summarize"
                            : "function " + name),
                    span);
        }
        int given = call.arguments().size();
        if (given < signature.least() || given > signature.most()) {
            throw error(span, "found " + given + " arguments of " + name + ", expected " + signature.expected());
        }
        var arguments = new ArrayList<Typed>();
        for (Scalar argument : call.arguments()) {
            arguments.add(lower(argument, scope));
        }
        Typed first = arguments.isEmpty() ? null : arguments.get(0);
        if (first == null) {
            return new Typed(new Call("kusto:" + signature.function(), List.of(), span), signature.result());
        }
        return switch (signature.function()) {
            case "parse_json" -> parseJson(first, scope, span);
            case "tostring" -> new Typed(asText(first, span), KustoType.STRING);
            case "isempty" -> new Typed(isEmpty(first, span), KustoType.BOOL);
            case "isnotempty" -> new Typed(new Not(isEmpty(first, span), span), KustoType.BOOL);
            case "isnull" -> new Typed(isNull(first, span), KustoType.BOOL);
            case "isnotnull" -> new Typed(new Not(isNull(first, span), span), KustoType.BOOL);
            case "not" -> new Typed(new Not(first.expression(), span), KustoType.BOOL);
            case "iff" ->
                new Typed(
                        new Conditional(
                                first.expression(),
                                arguments.get(1).expression(),
                                arguments.get(2).expression(),
                                span),
                        common(arguments.get(1), arguments.get(2)));
            case "case" -> cases(arguments, span);
            case "coalesce" -> new Typed(new Call("kusto:coalesce", expressions(arguments), span), first.type());
            case "has_any_index", "extract" -> regex(name, signature, arguments, span);
            default ->
                new Typed(
                        new Call("kusto:" + signature.function(), expressions(arguments), span),
                        signature.sameAsFirst() ? first.type() : signature.result());
        };
    }

    private Typed regex(String name, Signature signature, List<Typed> arguments, Span span) throws RuleSyntaxException {
        if (arguments.get(0).expression() instanceof Literal pattern) {
            checkPattern(pattern.value().asText(), pattern.span());
            return new Typed(
                    new Call("kusto:" + signature.function(), expressions(arguments), span), signature.result());
        }
        return unsupported("function " + name + " with a computed pattern", span);
    }

    void checkPattern(String pattern, Span span) throws RuleSyntaxException {
        try {
            io.telltale.detection.text.Patterns.compile(pattern, true);
        } catch (IllegalArgumentException e) {
            throw error(span, "found a pattern that cannot be read: " + e.getMessage());
        }
    }

    private Typed cases(List<Typed> arguments, Span span) throws RuleSyntaxException {
        if (arguments.size() % 2 == 0) {
            throw error(span, "found no value for the other cases of case");
        }
        Typed result = arguments.get(arguments.size() - 1);
        Expression chain = result.expression();
        for (int i = arguments.size() - 3; i >= 0; i -= 2) {
            chain = new Conditional(
                    arguments.get(i).expression(), arguments.get(i + 1).expression(), chain, span);
        }
        return new Typed(chain, common(arguments.get(1), result));
    }

    private static KustoType common(Typed one, Typed other) {
        boolean oneIsNull =
                one.expression() instanceof Literal literal && literal.value().isAbsent();
        if (oneIsNull || (one.type() == KustoType.LONG && other.type() == KustoType.REAL)) {
            return other.type();
        }
        return one.type();
    }

    private static List<Expression> expressions(List<Typed> typed) {
        return typed.stream().map(Typed::expression).toList();
    }

    private Expression isEmpty(Typed operand, Span span) {
        return new Test(
                TestKind.EQ,
                asText(operand, span),
                List.of(new Literal(Values.EMPTY_TEXT, span)),
                KustoComparisons.text(true),
                span);
    }

    private static Expression isNull(Typed operand, Span span) {
        return operand.type() == KustoType.STRING
                ? new Literal(Values.FALSE, span)
                : new Test(TestKind.IS_NULL, operand.expression(), List.of(), KustoComparisons.value(), span);
    }

    /** The operand as Kusto would write it; text stays as it is. */
    static Expression asText(Typed operand, Span span) {
        return operand.type() == KustoType.STRING
                ? operand.expression()
                : new Call("kusto:tostring", List.of(operand.expression()), span);
    }
}
