package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The table of functions that compute a value from values: by its name, what each takes and gives. */
final class Functions {
    /**
     * A function as queries call it.
     *
     * @param entry what computes it
     * @param type what it gives
     */
    record Shape(String name, int least, int most, Type type, FunctionEntry entry) {}

    private static final int ANY = Integer.MAX_VALUE;

    private static final Table TABLE = filled();

    /** As queries call them. */
    static final Map<String, Shape> SHAPES = Collections.unmodifiableMap(TABLE.shapes);

    private static Table filled() {
        var table = new Table();
        TextFunctions.fill(table);
        NumberFunctions.fill(table);
        TimeFunctions.fill(table);
        VariantFunctions.fill(table);
        PatternFunctions.fill(table);
        ComparisonFunctions.fill(table);
        return table;
    }

    private Functions() {}

    static List<FunctionEntry> entries() {
        return List.copyOf(TABLE.entries.values());
    }

    static Optional<Shape> find(String name) {
        return Optional.ofNullable(SHAPES.get(name));
    }

    /** Takes the functions of one kind. */
    static final class Table {
        private final Map<String, Shape> shapes = new TreeMap<>();
        private final Map<String, FunctionEntry> entries = new TreeMap<>();

        /** A function of queries, null for null. */
        void strict(String names, int least, int most, Type type, Function<List<Value>, Value> body) {
            add(names, least, most, type, nullForNull(body));
        }

        /** A function of queries that is given nulls too; {@code most} may be -1 for any number. */
        void add(String names, int least, int most, Type type, Function<List<Value>, Value> body) {
            String[] all = names.split(" ", -1);
            FunctionEntry entry = FunctionEntry.of("snowflake:" + all[0], (values, context) -> body.apply(values));
            named(all, least, most < 0 ? ANY : most, type, entry);
        }

        /** A function of queries that changes how a value is written, not which field is meant. */
        void transparent(String names, int least, int most, Type type, Function<List<Value>, Value> body) {
            String[] all = names.split(" ", -1);
            Function<List<Value>, Value> strict = nullForNull(body);
            FunctionEntry entry =
                    FunctionEntry.transparent("snowflake:" + all[0], (values, context) -> strict.apply(values));
            named(all, least, most, type, entry);
        }

        void named(String[] names, int least, int most, Type type, FunctionEntry entry) {
            entries.put(entry.name(), entry);
            for (String name : names) {
                shapes.put(name, new Shape(name, least, most, type, entry));
            }
        }

        /** A function that only lowering names. */
        void hidden(FunctionEntry entry) {
            entries.put(entry.name(), entry);
        }

        /** A function that only lowering names, null for null. */
        void hidden(String name, Function<List<Value>, Value> body) {
            Function<List<Value>, Value> strict = nullForNull(body);
            hidden(FunctionEntry.of("snowflake:" + name, (values, context) -> strict.apply(values)));
        }

        private static Function<List<Value>, Value> nullForNull(Function<List<Value>, Value> body) {
            return values -> values.stream().anyMatch(Value::isAbsent) ? Values.NULL : body.apply(values);
        }
    }

    /** The first failure among values. */
    static Optional<Value> failure(Value... values) {
        for (Value value : values) {
            if (value instanceof Value.Failure) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    static List<Value> elements(Value value) {
        return value instanceof Value.ListOf list ? list.elements() : List.of(value);
    }

    static List<Value> copy(List<Value> values) {
        return new ArrayList<>(values);
    }
}
