package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.function.IntPredicate;

/** Comparisons of computed values, and what turns values into truth values and keys. */
final class ComparisonFunctions {
    private ComparisonFunctions() {}

    static void fill(Functions.Table table) {
        table.hidden(compared("eq", TestKind.EQ, sign -> sign == 0));
        table.hidden(compared("lt", TestKind.LT, sign -> sign < 0));
        table.hidden(compared("le", TestKind.LE, sign -> sign <= 0));
        table.hidden(compared("gt", TestKind.GT, sign -> sign > 0));
        table.hidden(compared("ge", TestKind.GE, sign -> sign >= 0));
        table.hidden(FunctionEntry.of(
                "snowflake:equal_null",
                (a, context) -> a.get(0).isAbsent() || a.get(1).isAbsent()
                        ? Values.of(a.get(0).isAbsent() && a.get(1).isAbsent())
                        : Values.of(Order.comparable(a.get(0), a.get(1)).orElse(1) == 0)));
        table.hidden(truth("to_boolean", false));
        table.hidden(truth("try_to_boolean", true));
        table.strict("booland", 2, 2, Type.BOOLEAN, a -> both(a.get(0), a.get(1)));
        table.strict("boolor", 2, 2, Type.BOOLEAN, a -> either(a.get(0), a.get(1)));
        // A key of a group or a partition: null is one like others.
        table.hidden(FunctionEntry.transparent(
                "snowflake:key",
                (a, context) -> a.get(0).isAbsent() || a.get(0) instanceof Value.ListOf
                        ? Values.listOf(java.util.List.of(a.get(0)))
                        : normal(a.get(0))));
        // Of a list that a window has computed for its partition, what is a row's, by its number.
        table.hidden(FunctionEntry.of("snowflake:of_row", (a, context) -> {
            boolean there = a.get(0) instanceof Value.ListOf list
                    && a.get(1) instanceof Value.Int number
                    && number.value() >= 1
                    && number.value() <= list.elements().size();
            return there
                    ? ((Value.ListOf) a.get(0)).elements().get((int) ((Value.Int) a.get(1)).value() - 1)
                    : Values.NULL;
        }));
        // A key of a join: null matches nothing, and numbers are equal however they are written.
        table.hidden(FunctionEntry.transparent("snowflake:join_key", (a, context) -> normal(a.get(0))));
    }

    private static Value normal(Value value) {
        return value instanceof Value.Decimal number ? Numbers.plain(number.value()) : value;
    }

    private static FunctionEntry compared(String name, TestKind kind, IntPredicate holds) {
        return FunctionEntry.of("snowflake:" + name, (a, context) -> {
                    if (a.get(0).isAbsent() || a.get(1).isAbsent()) {
                        return Values.NULL;
                    }
                    return Order.comparable(a.get(0), a.get(1))
                            .map(sign -> Values.of(holds.test(sign)))
                            .orElse(Values.NULL);
                })
                .as(kind, 0, 1, true);
    }

    private static FunctionEntry truth(String name, boolean lenient) {
        return FunctionEntry.transparent("snowflake:" + name, (a, context) -> {
            Value value = a.get(0);
            if (value.isAbsent() || value instanceof Value.Bool) {
                return value.isAbsent() ? Values.NULL : value;
            }
            if (value instanceof Value.Int || value instanceof Value.Decimal) {
                return Values.of(Numbers.decimal(value) != 0);
            }
            return Casts.truth(Times.text(value))
                    .map(Values::of)
                    .orElse(
                            lenient
                                    ? Values.NULL
                                    : Values.failure("Boolean value '" + Times.text(value) + "' is not recognized"));
        });
    }

    private static Value both(Value a, Value b) {
        return Values.of(Numbers.tried(a).orElse(0) != 0 && Numbers.tried(b).orElse(0) != 0);
    }

    private static Value either(Value a, Value b) {
        return Values.of(Numbers.tried(a).orElse(0) != 0 || Numbers.tried(b).orElse(0) != 0);
    }
}
