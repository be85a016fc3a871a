package io.telltale.detection.schema.panther;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions of match expressions. A condition on a field that is missing or null, or of a type that the condition is
 * not for, does not hold, and its opposite ({@code DoesNot…}) does.
 */
final class MatchConditions {
    /** What a condition compares with. */
    enum Takes {
        NOTHING,
        VALUE,
        VALUES
    }

    /** Lowers a condition on an operand. */
    @FunctionalInterface
    interface Lowered {
        Expression on(Expression operand, List<Expression> wanted, Span span);
    }

    /** A condition. */
    record Entry(Takes takes, Lowered lowered) {
        private Entry opposite() {
            return new Entry(
                    takes, (operand, wanted, span) -> new Expression.Not(lowered.on(operand, wanted, span), span));
        }
    }

    private static final Map<String, Entry> TABLE = table();

    private MatchConditions() {}

    static Optional<Entry> find(String name) {
        return Optional.ofNullable(TABLE.get(name));
    }

    static List<String> names() {
        return List.copyOf(TABLE.keySet());
    }

    private static Map<String, Entry> table() {
        var table = new LinkedHashMap<String, Entry>();
        pair(table, "Equals", "DoesNotEqual", test(TestKind.EQ, true));
        pair(table, "IEquals", "IDoesNotEqual", test(TestKind.EQ, false));
        pair(table, "StartsWith", "DoesNotStartWith", test(TestKind.STARTS_WITH, true));
        pair(table, "IStartsWith", "IDoesNotStartWith", test(TestKind.STARTS_WITH, false));
        pair(table, "EndsWith", "DoesNotEndWith", test(TestKind.ENDS_WITH, true));
        pair(table, "IEndsWith", "IDoesNotEndWith", test(TestKind.ENDS_WITH, false));
        pair(table, "Contains", "DoesNotContain", call(PantherFunctions.CONTAINS));
        pair(table, "IContains", "IDoesNotContain", call(PantherFunctions.CONTAINS_ANY_CASE));
        table.put("IsGreaterThan", test(TestKind.GT, true));
        for (String name : List.of("IsGreaterThanOrEqual", "IsGreaterThanOrEquals")) {
            table.put(name, test(TestKind.GE, true));
        }
        table.put("IsLessThan", test(TestKind.LT, true));
        for (String name : List.of("IsLessThanOrEqual", "IsLessThanOrEquals")) {
            table.put(name, test(TestKind.LE, true));
        }
        pair(
                table,
                "IsIn",
                "IsNotIn",
                new Entry(Takes.VALUES, test(TestKind.IN, true).lowered()));
        pair(
                table,
                "Exists",
                "DoesNotExist",
                new Entry(Takes.NOTHING, test(TestKind.EXISTS, true).lowered()));
        pair(
                table,
                "IsNull",
                "IsNotNull",
                new Entry(Takes.NOTHING, test(TestKind.IS_NULL, true).lowered()));
        pair(table, "IsNullOrEmpty", "IsNotNullOrEmpty", new Entry(Takes.NOTHING, (o, w, span) -> empty(o, span)));
        Map.of("IsIPAddress", "ip", "IsIPv4Address", "ipv4", "IsIPv6Address", "ipv6").entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> table.put(e.getKey(), address(e.getValue())));
        table.put("IsIPAddressPublic", address("public_ip"));
        table.put("IsIPAddressPrivate", address("private_ip"));
        pair(table, "IsIPAddressInCIDR", "IsIPAddressNotInCIDR", test(TestKind.CIDR, true));
        return table;
    }

    private static void pair(Map<String, Entry> table, String name, String opposite, Entry entry) {
        table.put(name, entry);
        table.put(opposite, entry.opposite());
    }

    private static Entry test(TestKind kind, boolean cased) {
        var matching = new Matching(cased, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.WHOLE);
        return new Entry(
                Takes.VALUE, (operand, wanted, span) -> new Expression.Test(kind, operand, wanted, matching, span));
    }

    private static Entry call(String function) {
        return new Entry(
                Takes.VALUE,
                (operand, wanted, span) -> new Expression.Call(function, List.of(operand, wanted.get(0)), span));
    }

    private static Entry address(String kind) {
        return new Entry(
                Takes.NOTHING,
                (operand, wanted, span) -> new Expression.Call("panther:is_" + kind, List.of(operand), span));
    }

    private static Expression empty(Expression operand, Span span) {
        var equal = test(TestKind.EQ, true).lowered();
        return new Expression.Or(
                List.of(
                        test(TestKind.IS_NULL, true).lowered().on(operand, List.of(), span),
                        equal.on(operand, literal(Values.EMPTY_TEXT, span), span),
                        equal.on(operand, literal(Values.listOf(List.of()), span), span),
                        equal.on(operand, literal(Values.objectOf(Map.of()), span), span)),
                span);
    }

    private static List<Expression> literal(Value value, Span span) {
        return List.of(new Expression.Literal(value, span));
    }
}
