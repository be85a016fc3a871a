package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.time.Instant;
import java.util.List;

/** Makes tests of ECS fields; a field that is the same in every document is compared at once. */
public final class EcsTests {
    private static final Matching TIMES =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.ANY);

    private EcsTests() {}

    /** The test, or what it comes to for a field like {@code event.dataset} that is a constant here. */
    public static Expression of(
            TestKind kind, Expression field, List<Expression> wanted, Matching matching, Span span) {
        if (field instanceof Expression.Literal constant
                && constant.value() instanceof Value.Text text
                && (kind == TestKind.EQ || kind == TestKind.IN || kind == TestKind.WILDCARD)
                && wanted.stream().allMatch(EcsTests::isText)) {
            boolean holds = wanted.stream()
                    .anyMatch(w -> holds(
                            kind, text.value(), ((Expression.Literal) w).value().asText(), matching));
            return new Expression.Literal(Values.of(holds), span);
        }
        return new Expression.Test(kind, field, wanted, matching, span);
    }

    /**
     * A time field compared with a date or date math. A search rounds as the bound asks: {@code >} and {@code <=} to the last
     * millisecond of what the text leaves open, {@code >=} and {@code <} to the first; equality is the whole of it.
     */
    public static Expression time(TestKind kind, Expression field, String text, Matching matching, Span span) {
        if (kind == TestKind.EQ) {
            return new Expression.And(
                    List.of(
                            time(TestKind.GE, field, text, matching, span),
                            time(TestKind.LE, field, text, matching, span)),
                    span);
        }
        boolean last = kind == TestKind.GT || kind == TestKind.LE;
        Expression wanted = EcsDateMath.isRelative(text)
                ? new Expression.Call(
                        "ecs:date_math",
                        List.of(
                                new Expression.Literal(Values.of(text), span),
                                new Expression.Literal(Values.of(last), span)),
                        span)
                : new Expression.Literal(EcsDateMath.time(text, Instant.EPOCH, last), span);
        return new Expression.Test(kind, field, List.of(wanted), matching, span);
    }

    /** Whether the run is before a time. */
    static Expression before(String time, Span span) {
        Expression now = new Expression.Call(
                "ecs:date_math",
                List.of(new Expression.Literal(Values.of("now"), span), new Expression.Literal(Values.FALSE, span)),
                span);
        Expression end = new Expression.Literal(EcsDateMath.time(time, Instant.EPOCH, false), span);
        return new Expression.Test(TestKind.LT, now, List.of(end), TIMES, span);
    }

    /**
     * A field in its order against a bound. Keywords have the order of their characters, numbers among them too; addresses
     * that of their bits; what no mapping is known of is compared as numbers where both sides are, else as text.
     */
    public static Expression ordered(TestKind kind, String name, Expression field, String bound, Span span) {
        if (EcsFields.isAddress(name)) {
            Value place = EcsNetworks.place(Values.of(bound));
            return place.isAbsent()
                    ? new Expression.Literal(Values.FALSE, span)
                    : ordered(kind, new Expression.Call("ecs:place", List.of(field), span), place, true, span);
        }
        return EcsFields.isKeyword(name)
                ? ordered(kind, new Expression.Call("ecs:keyword", List.of(field), span), Values.of(bound), true, span)
                : ordered(kind, field, Values.of(bound), false, span);
    }

    private static Expression ordered(TestKind kind, Expression operand, Value bound, boolean text, Span span) {
        return of(
                kind,
                operand,
                List.of(new Expression.Literal(bound, span)),
                new Matching(
                        true,
                        Matching.Absent.FALSE,
                        text ? Matching.Types.STRICT : Matching.Types.NUMBERS_FIRST,
                        Matching.Lists.ANY),
                span);
    }

    private static boolean isText(Expression wanted) {
        return wanted instanceof Expression.Literal literal && literal.value() instanceof Value.Text;
    }

    private static boolean holds(TestKind kind, String text, String wanted, Matching matching) {
        if (kind == TestKind.WILDCARD) {
            return Wildcard.compile(wanted, matching.caseSensitive()).matches(text);
        }
        return matching.caseSensitive() ? text.equals(wanted) : text.equalsIgnoreCase(wanted);
    }

    /** Whether the text is an address or a network in CIDR. */
    public static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        String length = slash < 0 ? "0" : text.substring(slash + 1);
        var address = EcsNetworks.address(slash < 0 ? text : text.substring(0, slash));
        return address.isPresent()
                && !length.isEmpty()
                && length.length() <= 3
                && length.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(length) <= address.get().length * 8;
    }
}
