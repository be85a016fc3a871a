package io.telltale.detection.language.kuery;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.kuery.KuerySyntax.Word;
import io.telltale.detection.schema.ecs.EcsElement;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.schema.ecs.EcsFunctions;
import io.telltale.detection.schema.ecs.EcsTests;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers a query to a condition. A query searches an index: a document without the field is simply not found, so that
 * {@code not} finds it; a field of several values is found by any of them; keywords compare by case.
 */
final class KueryLowering {
    /** How an index is searched for a value. */
    static final Matching SEARCH = new Matching(true, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);

    private static final Matching TIMES =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.ANY);
    private static final Map<String, TestKind> RANGES =
            Map.of("<", TestKind.LT, "<=", TestKind.LE, ">", TestKind.GT, ">=", TestKind.GE);

    private final EcsFields fields;
    private final List<Unsupported> unsupported;

    KueryLowering(EcsFields fields, List<Unsupported> unsupported) {
        this.fields = fields;
        this.unsupported = unsupported;
    }

    Expression lower(KuerySyntax syntax) {
        return lower(syntax, Optional.empty());
    }

    private Expression lower(KuerySyntax syntax, Optional<EcsElement> element) {
        Span span = syntax.span();
        if (syntax instanceof KuerySyntax.Or or) {
            return Expression.anyOf(all(or.operands(), element), span);
        }
        if (syntax instanceof KuerySyntax.And and) {
            return Expression.allOf(all(and.operands(), element), span);
        }
        if (syntax instanceof KuerySyntax.Not not) {
            return new Expression.Not(lower(not.operand(), element), span);
        }
        if (syntax instanceof KuerySyntax.Nested nested) {
            return nested(nested, element);
        }
        if (syntax instanceof KuerySyntax.Range range) {
            return overFields(range.field(), true, element, (name, field) -> range(name, field, range));
        }
        if (syntax instanceof KuerySyntax.FieldValue value) {
            if (isAll(value)) {
                return new Expression.Literal(Values.TRUE, span);
            }
            return overFields(value.field(), false, element, (name, field) -> values(name, field, value.values()));
        }
        return anywhere((KuerySyntax.Anywhere) syntax);
    }

    /** {@code *: *} finds every document. */
    private static boolean isAll(KuerySyntax.FieldValue value) {
        return value.field().isExistence()
                && value.values() instanceof KuerySyntax.Values.One one
                && one.value().isExistence();
    }

    private List<Expression> all(List<KuerySyntax> operands, Optional<EcsElement> element) {
        return operands.stream().map(operand -> lower(operand, element)).toList();
    }

    private interface OneField {
        Expression lower(String name, Expression field);
    }

    /** A name with stars stands for every field that it matches; any of them may meet the condition. */
    private Expression overFields(Word name, boolean ordered, Optional<EcsElement> element, OneField one) {
        if (!name.hasWildcard() || name.quoted()) {
            return one.lower(name.text(), read(name.text(), element, name.span()));
        }
        Wildcard pattern = Wildcard.compile(name.pattern(), true);
        var alternatives = new ArrayList<Expression>();
        for (String field : ordered ? EcsFields.names() : EcsFields.searched()) {
            if (pattern.matches(field)) {
                alternatives.add(one.lower(field, fields.read(field, name.span())));
            }
        }
        return Expression.anyOf(alternatives, name.span());
    }

    private Expression read(String name, Optional<EcsElement> element, Span span) {
        if (EcsFields.isUnavailable(name)) {
            unsupported.add(new Unsupported("field " + name, span));
        }
        if (element.isEmpty()) {
            return fields.read(name, span);
        }
        Optional<Expression> inside = element.get().read(fields, name, span);
        if (inside.isEmpty()) {
            unsupported.add(new Unsupported("nested field " + element.get().field() + "." + name, span));
        }
        return inside.orElseGet(() -> new Expression.Literal(Values.NULL, span));
    }

    private Expression nested(KuerySyntax.Nested nested, Optional<EcsElement> outer) {
        String name = nested.field().text();
        Optional<EcsElement> element = outer.isPresent()
                ? Optional.empty()
                : EcsElement.of(fields, name, nested.field().span());
        if (element.isEmpty()) {
            unsupported.add(new Unsupported("nested field " + name, nested.span()));
            return new Expression.Literal(Values.NULL, nested.span());
        }
        return element.get().any(lower(nested.query(), element), nested.span());
    }

    private Expression values(String name, Expression field, KuerySyntax.Values values) {
        Span span = values.span();
        if (values instanceof KuerySyntax.Values.AnyOf any) {
            return anyOf(name, field, any);
        }
        if (values instanceof KuerySyntax.Values.AllOf all) {
            return Expression.allOf(
                    all.operands().stream().map(one -> values(name, field, one)).toList(), span);
        }
        if (values instanceof KuerySyntax.Values.NotThis not) {
            return new Expression.Not(values(name, field, not.operand()), span);
        }
        return value(name, field, ((KuerySyntax.Values.One) values).value());
    }

    /** The plain values of a list become one membership, in the place of the first. */
    private Expression anyOf(String name, Expression field, KuerySyntax.Values.AnyOf any) {
        var plain = new ArrayList<Expression>();
        var alternatives = new ArrayList<Expression>();
        int place = -1;
        for (KuerySyntax.Values one : any.operands()) {
            if (one instanceof KuerySyntax.Values.One word && isPlain(name, word.value())) {
                place = place < 0 ? alternatives.size() : place;
                plain.add(literal(word.value()));
            } else {
                alternatives.add(values(name, field, one));
            }
        }
        if (place >= 0) {
            TestKind kind = plain.size() == 1 ? TestKind.EQ : TestKind.IN;
            alternatives.add(place, EcsTests.of(kind, field, plain, SEARCH, any.span()));
        }
        return Expression.anyOf(alternatives, any.span());
    }

    private static boolean isPlain(String name, Word word) {
        return (word.quoted() || !word.hasWildcard())
                && !EcsFields.isAddress(name)
                && !EcsFields.isTime(name)
                && !EcsFields.isAnalysed(name);
    }

    private static Expression literal(Word word) {
        return new Expression.Literal(Values.of(word.text()), word.span());
    }

    private Expression value(String name, Expression field, Word word) {
        Span span = word.span();
        if (word.isExistence()) {
            return fields.present(name, field, span);
        }
        if (EcsFields.isAnalysed(name)) {
            boolean pattern = !word.quoted() && word.hasWildcard();
            String search = pattern ? "ecs:term_like" : word.quoted() ? "ecs:phrase" : "ecs:any_term";
            return new Expression.Call(
                    search,
                    List.of(field, new Expression.Literal(Values.of(pattern ? word.pattern() : word.text()), span)),
                    span);
        }
        if (!word.quoted() && word.hasWildcard()) {
            return EcsTests.of(
                    TestKind.WILDCARD,
                    field,
                    List.of(new Expression.Literal(Values.of(word.pattern()), span)),
                    SEARCH,
                    span);
        }
        if (EcsFields.isAddress(name)) {
            if (!EcsTests.isNetwork(word.text())) {
                return new Expression.Literal(Values.FALSE, span);
            }
            return EcsTests.of(TestKind.CIDR, field, List.of(literal(word)), SEARCH, span);
        }
        if (EcsFields.isTime(name)) {
            return EcsTests.time(TestKind.EQ, field, word.text(), TIMES, span);
        }
        return EcsTests.of(TestKind.EQ, field, List.of(literal(word)), SEARCH, span);
    }

    private Expression range(String name, Expression field, KuerySyntax.Range range) {
        TestKind kind = RANGES.getOrDefault(range.operator(), TestKind.GE);
        Word word = range.value();
        if (EcsFields.isAnalysed(name)) {
            unsupported.add(new Unsupported("range over the words of a text", range.span()));
        }
        if (EcsFields.isTime(name)) {
            return EcsTests.time(kind, field, word.text(), TIMES, range.span());
        }
        return EcsTests.ordered(kind, name, field, word.text(), range.span());
    }

    private Expression anywhere(KuerySyntax.Anywhere anywhere) {
        Word word = anywhere.value();
        Span span = anywhere.span();
        if (word.isExistence()) {
            return new Expression.Literal(Values.TRUE, span);
        }
        return EcsFunctions.anywhere("kuery:anywhere", fields, word.pattern(), span);
    }
}
