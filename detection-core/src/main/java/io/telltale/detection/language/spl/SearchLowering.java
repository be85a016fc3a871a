package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Lowers the {@code search} command's conditions: without case, with {@code *} as any text, a comparison of an absent
 * field being false, {@code !=} included. The first search of a rule also names the log: there {@code sourcetype},
 * {@code index} and their like select and do not test.
 */
final class SearchLowering {
    static final Matching MATCHING =
            new Matching(false, Matching.Absent.FALSE, Matching.Types.NUMBERS_FIRST, Matching.Lists.ANY);
    private static final Matching TEXT =
            new Matching(false, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);
    private static final Matching UNKNOWN_WHERE_ABSENT =
            new Matching(false, Matching.Absent.UNKNOWN, Matching.Types.NUMBERS_FIRST, Matching.Lists.ANY);

    private static final Set<String> LOG_FIELDS =
            Set.of("sourcetype", "index", "source", "host", "eventtype", "splunk_server");
    private static final Set<String> TIME_MODIFIERS =
            Set.of("earliest", "latest", "_index_earliest", "_index_latest", "starttime", "endtime");
    private static final Pattern NETWORK = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}");

    private final Scope scope;
    private final boolean first;
    private final Consumer<Unsupported> unsupported;

    SearchLowering(Scope scope, boolean first, Consumer<Unsupported> unsupported) {
        this.scope = scope;
        this.first = first;
        this.unsupported = unsupported;
    }

    /** The conditions that a row must all meet; terms that only select the log are not among them. */
    List<Expression> conjuncts(SearchSyntax condition) {
        var out = new ArrayList<Expression>();
        List<SearchSyntax> parts = condition instanceof SearchSyntax.All all ? all.operands() : List.of(condition);
        for (SearchSyntax part : parts) {
            if (part instanceof SearchSyntax.All nested) {
                out.addAll(conjuncts(nested));
            } else if (!(first && logField(part).length() > 0) && !isAnything(part)) {
                out.add(lower(part, true));
            }
        }
        return out;
    }

    /** The field of a term that selects the log, or the empty text. */
    private static String logField(SearchSyntax part) {
        String field = part instanceof SearchSyntax.Comparison c
                ? c.field().text()
                : part instanceof SearchSyntax.Membership m ? m.field().text() : "";
        if (part instanceof SearchSyntax.Any any) {
            return any.operands().stream().allMatch(o -> logField(o).length() > 0)
                    ? logField(any.operands().get(0))
                    : "";
        }
        return LOG_FIELDS.contains(field) ? field : "";
    }

    private static boolean isAnything(SearchSyntax part) {
        return part instanceof SearchSyntax.Term term && term.word().text().equals("*");
    }

    /**
     * @param positive whether the condition stands under an even number of NOTs, where unknown may stand for false
     */
    private Expression lower(SearchSyntax part, boolean positive) {
        if (part instanceof SearchSyntax.All all) {
            return Expression.allOf(
                    all.operands().stream().map(o -> lower(o, positive)).toList(), all.span());
        }
        if (part instanceof SearchSyntax.Any any) {
            return Expression.anyOf(
                    any.operands().stream().map(o -> lower(o, positive)).toList(), any.span());
        }
        if (part instanceof SearchSyntax.Not not) {
            return new Expression.Not(lower(not.operand(), !positive), not.span());
        }
        if (part instanceof SearchSyntax.Subsearch subsearch) {
            return refuse("subsearch", subsearch.span());
        }
        if (part instanceof SearchSyntax.Term term) {
            return isAnything(term)
                    ? new Expression.Literal(Values.TRUE, term.span())
                    : refuse("search for a word in the whole event", term.span());
        }
        if (first && logField(part).length() > 0) {
            return refuse("search " + logField(part) + " inside another condition", part.span());
        }
        if (part instanceof SearchSyntax.Membership in) {
            return membership(in);
        }
        return comparison((SearchSyntax.Comparison) part, positive);
    }

    private Expression refuse(String construct, Span span) {
        unsupported.accept(new Unsupported(construct, span));
        return new Expression.Literal(Values.NULL, span);
    }

    private Expression comparison(SearchSyntax.Comparison comparison, boolean positive) {
        String name = comparison.field().text();
        Span span = comparison.span();
        if (first && TIME_MODIFIERS.contains(name)) {
            return refuse("search time modifier " + name, span);
        }
        if (name.contains("*")) {
            return refuse("search of fields by a wildcard", span);
        }
        Expression field = scope.resolve(name, comparison.field().span());
        Word value = comparison.value();
        return switch (comparison.operator()) {
            case "=" -> equal(field, value, MATCHING, span);
            case "!=" -> unequal(field, value, positive, span);
            case "<" -> test(TestKind.LT, field, value, span);
            case "<=" -> test(TestKind.LE, field, value, span);
            case ">" -> test(TestKind.GT, field, value, span);
            default -> test(TestKind.GE, field, value, span);
        };
    }

    private static Expression test(TestKind kind, Expression field, Word value, Span span) {
        return new Expression.Test(kind, field, List.of(literal(value)), MATCHING, span);
    }

    private Expression unequal(Expression field, Word value, boolean positive, Span span) {
        Expression exists = new Expression.Test(TestKind.EXISTS, field, List.of(), MATCHING, span);
        if (value.text().equals("*")) {
            return new Expression.And(List.of(exists, new Expression.Not(exists, span)), span);
        }
        if (field instanceof Expression.Field f && f.path().segments().contains(new FieldPath.Segment.Each())) {
            Expression element = new Expression.Column("value", span);
            return new Expression.Quantified(
                    Expression.Quantifier.ANY,
                    "value",
                    field,
                    new Expression.Not(equal(element, value, MATCHING, span), span),
                    span);
        }
        return positive
                ? new Expression.Not(equal(field, value, UNKNOWN_WHERE_ABSENT, span), span)
                : new Expression.And(
                        List.of(exists, new Expression.Not(equal(field, value, MATCHING, span), span)), span);
    }

    private Expression membership(SearchSyntax.Membership in) {
        Expression field = scope.resolve(in.field().text(), in.field().span());
        var plain = new ArrayList<Expression>();
        var alternatives = new ArrayList<Expression>();
        for (Word value : in.values()) {
            Expression test = equal(field, value, MATCHING, value.span());
            if (test instanceof Expression.Test t && t.kind() == TestKind.EQ) {
                plain.add(t.wanted().get(0));
            } else {
                alternatives.add(test);
            }
        }
        if (plain.size() == 1) {
            alternatives.add(new Expression.Test(TestKind.EQ, field, plain, MATCHING, in.span()));
        } else if (!plain.isEmpty()) {
            alternatives.add(new Expression.Test(TestKind.IN, field, plain, MATCHING, in.span()));
        }
        return Expression.anyOf(alternatives, in.span());
    }

    private static Expression equal(Expression field, Word value, Matching matching, Span span) {
        String text = value.text();
        if (text.equals("*")) {
            return new Expression.Test(TestKind.EXISTS, field, List.of(), matching, span);
        }
        if (text.indexOf('*') < 0) {
            TestKind kind = NETWORK.matcher(text).matches() ? TestKind.CIDR : TestKind.EQ;
            return new Expression.Test(kind, field, List.of(literal(value)), matching, span);
        }
        return pattern(
                field, text, value.span(), new Matching(false, matching.absent(), TEXT.types(), TEXT.lists()), span);
    }

    /** A pattern in which {@code *} is any text, as the simplest kind of test that says it. */
    static Expression pattern(Expression field, String text, Span at, Matching matching, Span span) {
        int inner = text.indexOf('*', 1);
        boolean starts = text.startsWith("*");
        TestKind kind;
        String wanted;
        if (starts && text.length() > 2 && inner == text.length() - 1) {
            kind = TestKind.CONTAINS;
            wanted = text.substring(1, text.length() - 1);
        } else if (starts && inner < 0) {
            kind = TestKind.ENDS_WITH;
            wanted = text.substring(1);
        } else if (!starts && inner == text.length() - 1) {
            kind = TestKind.STARTS_WITH;
            wanted = text.substring(0, text.length() - 1);
        } else {
            kind = TestKind.WILDCARD;
            wanted = Wildcard.quote(text).replace("\\*", "*");
        }
        return new Expression.Test(kind, field, List.of(new Expression.Literal(Values.of(wanted), at)), matching, span);
    }

    private static Expression literal(Word value) {
        Value constant = Values.of(value.text());
        return new Expression.Literal(constant, value.span());
    }
}
