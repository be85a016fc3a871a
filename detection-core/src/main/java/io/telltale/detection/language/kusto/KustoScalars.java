package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Field;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoNamespace.Entry;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.schema.SchemaField;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers scalar expressions: resolves names and tracks types. */
final class KustoScalars {
    private final KustoContext context;
    private final KustoComparisons comparisons;
    private final KustoPaths paths;
    private final KustoCalls calls;
    private final KustoSubqueries subqueries;

    KustoScalars(KustoContext context) {
        this.context = context;
        this.comparisons = new KustoComparisons(this);
        this.paths = new KustoPaths(context);
        this.calls = new KustoCalls(context, this, paths);
        this.subqueries = new KustoSubqueries(context, this);
    }

    KustoCalls calls() {
        return calls;
    }

    KustoContext context() {
        return context;
    }

    RuleSyntaxException error(Span span, String detail) {
        return context.error(span, detail);
    }

    /** Notes the construct; the null that stands for it is never run. */
    Typed unsupported(String construct, Span span) {
        context.unsupported(construct, span);
        return new Typed(new Literal(Values.NULL, span), KustoType.DYNAMIC);
    }

    Typed lower(Scalar scalar, KustoScope scope) throws RuleSyntaxException {
        context.enter(scalar.span());
        Typed typed = lowerOne(scalar, scope);
        context.leave();
        return typed;
    }

    List<Typed> lower(List<Scalar> all, KustoScope scope) throws RuleSyntaxException {
        var lowered = new ArrayList<Typed>();
        for (Scalar one : all) {
            lowered.add(lower(one, scope));
        }
        return lowered;
    }

    private Typed lowerOne(Scalar scalar, KustoScope scope) throws RuleSyntaxException {
        Span span = scalar.span();
        if (scalar instanceof KustoSyntax.Literal literal) {
            return subqueries
                    .huntingTime(literal)
                    .orElseGet(() -> new Typed(new Literal(literal.value(), span), literal.type()));
        }
        if (scalar instanceof KustoSyntax.Name name) {
            return name(name, scope);
        }
        if (scalar instanceof KustoSyntax.Member member) {
            if (scope.scan().isPresent() && member.target() instanceof KustoSyntax.Name step) {
                Optional<Typed> kept = scope.scan().get().reference(step.name(), member.name(), span);
                if (kept.isPresent()) {
                    return kept.get();
                }
            }
            return paths.member(lower(member.target(), scope), scope, member.name(), span);
        }
        if (scalar instanceof KustoSyntax.Index index) {
            return paths.element(lower(index.target(), scope), scope, lower(index.index(), scope), span);
        }
        if (scalar instanceof KustoSyntax.Call call) {
            return calls.call(call, scope);
        }
        if (scalar instanceof KustoSyntax.Negated negated) {
            Typed operand = lower(negated.operand(), scope);
            if (operand.expression() instanceof Literal literal && KustoValues.isNumber(literal.value())) {
                return new Typed(new Literal(KustoJsonParser.negative(literal.value()), span), operand.type());
            }
            return new Typed(new Call("kusto:negate", List.of(operand.expression()), span), operand.type());
        }
        if (scalar instanceof KustoSyntax.Logical logical) {
            var operands = new ArrayList<Expression>();
            for (Scalar operand : logical.operands()) {
                operands.add(condition(operand, scope));
            }
            return new Typed(
                    logical.all() ? new Expression.And(operands, span) : new Expression.Or(operands, span),
                    KustoType.BOOL);
        }
        if (scalar instanceof KustoSyntax.Infix infix && infix.left() instanceof KustoSyntax.Star) {
            return anyColumn(infix, scope);
        }
        if (scalar instanceof KustoSyntax.Infix infix) {
            Typed left = lower(infix.left(), scope);
            Typed right = lower(infix.right(), scope);
            check(infix, left, right);
            return KustoArithmetic.isOperator(infix.operator())
                    ? KustoArithmetic.lower(infix.operator(), left, right, span)
                    : comparisons.infix(infix.operator(), left, right, span);
        }
        if (scalar instanceof KustoSyntax.Listed listed) {
            Optional<KustoSyntax.ListedQuery> overRows = subqueries.overRows(listed, scope);
            if (overRows.isPresent()) {
                return subqueries.listed(overRows.get(), scope);
            }
            return comparisons.listed(
                    listed.operator(), lower(listed.left(), scope), lower(listed.items(), scope), span);
        }
        if (scalar instanceof KustoSyntax.ListedQuery listed) {
            return subqueries.listed(listed, scope);
        }
        if (scalar instanceof KustoSyntax.ToScalar query) {
            return subqueries.toScalar(query, scope);
        }
        if (scalar instanceof KustoSyntax.TableArgument) {
            return unsupported("a query as a scalar", span);
        }
        if (scalar instanceof KustoSyntax.NamedArgument named) {
            return unsupported("argument " + named.name() + " by name", span);
        }
        if (scalar instanceof KustoSyntax.TypeOf) {
            return unsupported("typeof as a scalar", span);
        }
        if (scalar instanceof KustoSyntax.Unknown unknown) {
            return unsupported(unknown.construct(), span);
        }
        return unsupported("* as a scalar", span);
    }

    /** Arithmetic takes no text, and the operators of text take nothing else; the types of what is dynamic are not known. */
    private void check(KustoSyntax.Infix infix, Typed left, Typed right) throws RuleSyntaxException {
        boolean arithmetic = KustoArithmetic.isOperator(infix.operator());
        boolean textual = !arithmetic && !KustoComparisons.EVERY_TYPE.contains(infix.operator());
        for (Typed operand : List.of(left, right)) {
            KustoType type = operand.type();
            boolean other = type != KustoType.STRING && type != KustoType.DYNAMIC;
            if ((arithmetic && (type == KustoType.STRING || type == KustoType.BOOL)) || (textual && other)) {
                throw error(
                        operand.span(),
                        "found a value of type " + type.shown() + ", which " + infix.operator() + " does not take");
            }
        }
    }

    /** A condition, which must be true or false. */
    Expression condition(Scalar scalar, KustoScope scope) throws RuleSyntaxException {
        return condition(lower(scalar, scope)).expression();
    }

    Typed condition(Typed typed) throws RuleSyntaxException {
        if (typed.type() != KustoType.BOOL && typed.type() != KustoType.DYNAMIC) {
            throw error(typed.span(), "found a value of type " + typed.type().shown() + ", expected a condition");
        }
        return typed;
    }

    /** The value as one of the given type; a constant is converted here and now. */
    Typed converted(Typed value, KustoType type) {
        return value.type() == type
                ? value
                : KustoCalls.folded(
                        new Typed(new Call(type.conversion(), List.of(value.expression()), value.span()), type));
    }

    /** {@code * has "x"}: whether the operator holds for any of the columns. */
    private Typed anyColumn(KustoSyntax.Infix infix, KustoScope scope) throws RuleSyntaxException {
        var tests = new ArrayList<Expression>();
        Typed right = lower(infix.right(), scope);
        for (String name : scope.names()) {
            Typed column = lower(new KustoSyntax.Name(name, infix.left().span()), scope);
            tests.add(comparisons
                    .infix(infix.operator(), column, right, infix.span())
                    .expression());
        }
        return new Typed(Expression.anyOf(tests, infix.span()), KustoType.BOOL);
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
        Optional<Entry> entry = scope.namespace().find(name.name());
        if (entry.isPresent()) {
            return declared(name, entry.get(), scope);
        }
        Optional<String> constant = scope.constant(name.name());
        if (constant.isPresent()) {
            return new Typed(new Literal(Values.of(constant.get()), span), KustoType.STRING);
        }
        Optional<KustoScope.Bag> bag = scope.bagFor(name.name());
        if (bag.isPresent()) {
            Value key = Values.of(name.name().substring(bag.get().prefix().length()));
            return new Typed(
                    new Call("kusto:member", List.of(bag.get().bag(), new Literal(key, span)), span),
                    KustoType.DYNAMIC);
        }
        if (!scope.isCertain()) {
            var path = new FieldPath(List.of(new FieldPath.Segment.Key(name.name())), false);
            return new Typed(new Field(path, span), KustoType.DYNAMIC);
        }
        throw error(span, "found " + name.name() + ", which is no column here");
    }

    private Typed declared(KustoSyntax.Name name, Entry entry, KustoScope scope) throws RuleSyntaxException {
        if (entry instanceof KustoNamespace.Given given) {
            return given.value();
        }
        if (entry instanceof KustoNamespace.Declared declared) {
            KustoScope inside = scope.withoutColumns(declared.names());
            if (declared.meaning() instanceof KustoSyntax.ScalarMeaning scalar) {
                return lower(scalar.scalar(), inside);
            }
            // A name alone reads as a table; where a scalar is wanted, it is one.
            if (declared.meaning() instanceof KustoSyntax.QueryMeaning meaning
                    && meaning.query().operators().isEmpty()
                    && meaning.query().source() instanceof KustoSyntax.Table table
                    && declared.names().find(table.name()).isPresent()) {
                return lower(new KustoSyntax.Name(table.name(), table.span()), inside);
            }
        }
        return unsupported("a query as a scalar", name.span());
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

    /** What a column of a result holds: text is never null there. */
    static Expression column(Typed value) {
        return value.type() == KustoType.STRING && value.expression() instanceof Field
                ? new Call("kusto:tostring", List.of(value.expression()), value.span())
                : value.expression();
    }

    static List<Expression> expressions(List<Typed> typed) {
        return typed.stream().map(Typed::expression).toList();
    }

    /** The operand as Kusto would write it; text stays as it is. */
    static Expression asText(Typed operand, Span span) {
        return operand.type() == KustoType.STRING
                ? operand.expression()
                : new Call("kusto:tostring", List.of(operand.expression()), span);
    }

    void checkPattern(String pattern, Span span) throws RuleSyntaxException {
        try {
            io.telltale.detection.text.Patterns.compile(pattern, true);
        } catch (IllegalArgumentException e) {
            throw error(span, "found a pattern that cannot be read: " + e.getMessage());
        }
    }
}
