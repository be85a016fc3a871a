package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lowers the comparison of a field with a value as the {@code search} command makes it: without case, with {@code *} as
 * any text, an address within a network, and false where the field is absent.
 */
final class SearchComparison {
    static final Matching MATCHING =
            new Matching(false, Matching.Absent.FALSE, Matching.Types.NUMBERS_FIRST, Matching.Lists.ANY);
    private static final Matching UNKNOWN_WHERE_ABSENT =
            new Matching(false, Matching.Absent.UNKNOWN, Matching.Types.NUMBERS_FIRST, Matching.Lists.ANY);
    private static final Pattern NETWORK =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/\\d{1,3}");

    private SearchComparison() {}

    /** Equal are texts: 1 is not 1.0. */
    private static Matching asText(Matching matching) {
        return new Matching(false, matching.absent(), Matching.Types.TEXT, matching.lists());
    }

    /**
     * A comparison.
     *
     * @param positive whether it stands under an even number of NOTs, where unknown may stand for false
     */
    static Expression of(Expression field, SearchSyntax.Comparison comparison, boolean positive) {
        Span span = comparison.span();
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

    /** {@code field IN (…)}. */
    static Expression among(Expression field, SearchSyntax.Membership in) {
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
            alternatives.add(new Expression.Test(TestKind.EQ, field, plain, asText(MATCHING), in.span()));
        } else if (!plain.isEmpty()) {
            alternatives.add(new Expression.Test(TestKind.IN, field, plain, asText(MATCHING), in.span()));
        }
        return Expression.anyOf(alternatives, in.span());
    }

    /** A field of an event may be there and hold null; a value that a command made is there where it is not null. */
    private static Expression exists(Expression field, Matching matching, Span span) {
        return field instanceof Expression.Field
                ? new Expression.Test(TestKind.EXISTS, field, List.of(), matching, span)
                : new Expression.Not(new Expression.Test(TestKind.IS_NULL, field, List.of(), matching, span), span);
    }

    private static Expression unequal(Expression field, Word value, boolean positive, Span span) {
        Expression exists = exists(field, MATCHING, span);
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

    private static Expression equal(Expression field, Word value, Matching matching, Span span) {
        String text = value.text();
        if (text.equals("*")) {
            return exists(field, matching, span);
        }
        if (text.indexOf('*') >= 0) {
            return pattern(field, text, value.span(), asText(matching), span);
        }
        Expression same = new Expression.Test(TestKind.EQ, field, List.of(literal(value)), asText(matching), span);
        if (!NETWORK.matcher(text).matches()) {
            return same;
        }
        // An address within the network, or a field that itself holds a network.
        return new Expression.Or(
                List.of(new Expression.Test(TestKind.CIDR, field, List.of(literal(value)), matching, span), same),
                span);
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

    static Expression literal(Word value) {
        return new Expression.Literal(Values.of(value.text()), value.span());
    }

    /** Whether a value is more than a text to be equal to. */
    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || NETWORK.matcher(text).matches();
    }

    /** Whether a field has a value that {@code field=wanted} finds; what is not wanted is not looked at. */
    static Value meets(Value found, Value wanted) {
        if (wanted.isAbsent()) {
            return Values.TRUE;
        }
        String text = Parts.text(wanted);
        boolean network = NETWORK.matcher(text).matches();
        Wildcard pattern = Wildcard.compile(Wildcard.quote(text).replace("\\*", "*"), false);
        return Values.of(Parts.texts(found).stream()
                .anyMatch(own -> pattern.matches(own) || (network && Places.holds(text, own))));
    }
}
