package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.LuceneRegex;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Elasticsearch's clauses find of a field, by the field's type: keywords as a whole and by case, addresses by network,
 * dates by what they leave open, texts by their words. A document without the field is not found.
 */
final class EcsClauses {
    private static final Matching TIMES =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.ANY);

    private final EcsFields fields;
    private final List<Unsupported> unsupported;
    private final Optional<EcsElement> element;

    EcsClauses(EcsFields fields, List<Unsupported> unsupported) {
        this(fields, unsupported, Optional.empty());
    }

    private EcsClauses(EcsFields fields, List<Unsupported> unsupported, Optional<EcsElement> element) {
        this.fields = fields;
        this.unsupported = unsupported;
        this.element = element;
    }

    /** The clauses of a query that looks at the elements of a list one by one. */
    EcsClauses inside(EcsElement list) {
        return new EcsClauses(fields, unsupported, Optional.of(list));
    }

    /** What has no lowering is never met, and the rule does not run. */
    Expression unknown(String construct) {
        unsupported.add(new Unsupported(construct, Span.NONE));
        return new Expression.Literal(Values.NULL, Span.NONE);
    }

    Expression exists(String name) {
        return fields.present(name, read(name), Span.NONE);
    }

    /** Whether the field holds any of the values: as a keyword, or as the phrase that each of them is. */
    Expression anyOf(String name, List<Value> values, boolean cased) {
        Expression field = read(name);
        var keywords = new ArrayList<Expression>();
        var alternatives = new ArrayList<Expression>();
        for (Value value : values) {
            if (EcsFields.isAnalysed(name)) {
                alternatives.add(new Expression.Call("ecs:phrase", List.of(field, text(value)), Span.NONE));
            } else if (EcsFields.isTime(name)) {
                alternatives.add(EcsTests.time(TestKind.EQ, field, value.asText(), TIMES, Span.NONE));
            } else if (!EcsFields.isAddress(name)) {
                keywords.add(literal(value));
            } else if (EcsTests.isNetwork(value.asText())) {
                alternatives.add(EcsTests.of(TestKind.CIDR, field, List.of(text(value)), matching(true), Span.NONE));
            }
        }
        if (!keywords.isEmpty()) {
            TestKind kind = keywords.size() == 1 ? TestKind.EQ : TestKind.IN;
            alternatives.add(EcsTests.of(kind, field, keywords, matching(cased), Span.NONE));
        }
        return Expression.anyOf(alternatives, Span.NONE);
    }

    /** Whether a text has any of the value's words; of other fields, whether they hold the value. */
    Expression anyWord(String name, Value value) {
        return EcsFields.isAnalysed(name)
                ? new Expression.Call("ecs:any_term", List.of(read(name), text(value)), Span.NONE)
                : anyOf(name, List.of(value), true);
    }

    Expression wildcard(String name, String pattern, boolean cased) {
        if (EcsFields.isAnalysed(name)) {
            return new Expression.Call("ecs:term_like", List.of(read(name), text(Values.of(pattern))), Span.NONE);
        }
        return test(TestKind.WILDCARD, name, pattern, cased);
    }

    Expression prefix(String name, String prefix, boolean cased) {
        return EcsFields.isAnalysed(name)
                ? unknown("filter prefix of the words of a text")
                : test(TestKind.STARTS_WITH, name, prefix, cased);
    }

    Expression regex(String name, String pattern) {
        Optional<String> operator = LuceneRegex.unsupported(pattern);
        if (operator.isPresent() || EcsFields.isAnalysed(name)) {
            return unknown(operator.map(o -> "regular expression " + o).orElse("filter regexp of the words of a text"));
        }
        String translated = LuceneRegex.toRe2(pattern);
        try {
            Patterns.re2(translated, 0);
        } catch (IllegalArgumentException e) {
            return unknown("filter regexp " + pattern);
        }
        return test(TestKind.REGEX, name, translated, true);
    }

    /** Whether the field is so ordered against a bound. */
    Expression ordered(TestKind kind, String name, String bound) {
        if (EcsFields.isAnalysed(name)) {
            return unknown("filter range of " + name);
        }
        Expression field = read(name);
        return EcsFields.isTime(name)
                ? EcsTests.time(kind, field, bound, TIMES, Span.NONE)
                : EcsTests.ordered(kind, name, field, bound, Span.NONE);
    }

    private Expression test(TestKind kind, String name, String wanted, boolean cased) {
        return EcsTests.of(kind, read(name), List.of(text(Values.of(wanted))), matching(cased), Span.NONE);
    }

    private Expression read(String name) {
        if (EcsFields.isUnavailable(name)) {
            unsupported.add(new Unsupported("field " + name, Span.NONE));
        }
        if (element.isEmpty()) {
            return fields.read(name, Span.NONE);
        }
        return element.get().read(fields, name, Span.NONE).orElseGet(() -> unknown("nested field " + name));
    }

    private static Matching matching(boolean cased) {
        return new Matching(cased, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);
    }

    private static Expression literal(Value value) {
        return new Expression.Literal(value, Span.NONE);
    }

    private static Expression text(Value value) {
        return literal(Values.of(value.asText()));
    }
}
