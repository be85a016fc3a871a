package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoFunctions.transparent;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** Functions over lists and sets; what is no list gives null. */
final class KustoLists {
    private static final int MOST = 1_048_576;

    private KustoLists() {}

    static void addTo(List<FunctionEntry> all) {
        add(
                all,
                "array_length",
                (in, context) -> in.get(0) instanceof Value.ListOf list
                        ? Values.of((long) list.elements().size())
                        : Values.NULL);
        add(all, "pack_array", (in, context) -> Values.listOf(present(in)));
        add(all, "array_concat", (in, context) -> concatenated(in));
        add(all, "array_index_of", (in, context) -> indexOf(in));
        add(all, "array_sum", (in, context) -> sum(in.get(0)));
        add(all, "array_reverse", (in, context) -> turned(in.get(0), Collections::reverse));
        add(all, "array_sort_asc", (in, context) -> sorted(in, false));
        add(all, "array_sort_desc", (in, context) -> sorted(in, true));
        add(all, "array_slice", (in, context) -> slice(in));
        add(all, "array_split", (in, context) -> split(in));
        add(all, "array_iff", (in, context) -> choice(in));
        add(all, "array_shift_left", (in, context) -> shifted(in, 1, false));
        add(all, "array_shift_right", (in, context) -> shifted(in, -1, false));
        add(all, "array_rotate_left", (in, context) -> shifted(in, 1, true));
        add(all, "array_rotate_right", (in, context) -> shifted(in, -1, true));
        add(all, "repeat", (in, context) -> repeated(in));
        add(
                all,
                "range",
                (in, context) ->
                        Values.listOf(range(in.get(0), in.get(1), in.size() > 2 ? in.get(2) : step(in.get(0)), MOST)));
        add(all, "zip", (in, context) -> Values.listOf(zipped(in, false)));
        transparent(all, "expansion", (in, context) -> expansion(in.get(0), false));
        transparent(all, "expansion_pairs", (in, context) -> expansion(in.get(0), true));
        add(
                all,
                "cast_long",
                (in, context) -> in.get(0) instanceof Value.Text ? Values.NULL : KustoValues.toLong(in.get(0)));
        add(
                all,
                "cast_real",
                (in, context) -> in.get(0) instanceof Value.Text ? Values.NULL : KustoValues.toDouble(in.get(0)));
        add(all, "cast_bool", (in, context) -> in.get(0) instanceof Value.Bool ? in.get(0) : Values.NULL);
        transparent(
                all,
                "flattened",
                (in, context) -> Values.listOf(flattened(in.get(0)).toList()));
        add(all, "zipped", (in, context) -> Values.listOf(zipped(in, true)));
    }

    /** The step between the elements of a range that states none. */
    private static Value step(Value from) {
        return KustoValues.isNumber(from) ? Values.of(1L) : Values.of(Duration.ofHours(1));
    }

    private static List<Value> present(List<Value> in) {
        return in.stream().map(value -> value.isAbsent() ? Values.NULL : value).toList();
    }

    static Value concatenated(List<Value> in) {
        var all = new ArrayList<Value>();
        for (Value one : in) {
            if (!(one instanceof Value.ListOf list)) {
                return Values.NULL;
            }
            all.addAll(list.elements());
        }
        return Values.listOf(all);
    }

    /** {@code array_index_of(list, value [, start, length, occurrence])}: -1 where it is not there. */
    private static Value indexOf(List<Value> in) {
        if (!(in.get(0) instanceof Value.ListOf list)) {
            return Values.NULL;
        }
        int size = list.elements().size();
        long start = number(in, 2, 0);
        long length = number(in, 3, -1);
        long occurrence = number(in, 4, 1);
        long from = start < 0 ? Math.max(0, size + start) : start;
        long end = length < 0 ? size : Math.min(size, from + length);
        for (long i = from; i < end; i++) {
            if (KustoValues.same(list.elements().get((int) i), in.get(1)) && --occurrence == 0) {
                return Values.of(i);
            }
        }
        return Values.of(-1L);
    }

    /** The elements, those of lists inside of lists too; a value that is no list is one by itself. */
    static Stream<Value> flattened(Value value) {
        return value instanceof Value.ListOf list
                ? list.elements().stream().flatMap(KustoLists::flattened)
                : Stream.of(value);
    }

    /** A place or a length; beyond what any list holds it makes no difference how far. */
    private static long number(List<Value> in, int at, long otherwise) {
        return in.size() > at && in.get(at) instanceof Value.Int number
                ? Math.max(-2L * MOST, Math.min(2L * MOST, number.value()))
                : otherwise;
    }

    private static Value sum(Value value) {
        if (!(value instanceof Value.ListOf list) || !list.elements().stream().allMatch(KustoValues::isNumber)) {
            return Values.NULL;
        }
        return Values.of(
                list.elements().stream().mapToDouble(KustoValues::number).sum());
    }

    private interface Change {
        void of(List<Value> elements);
    }

    private static Value turned(Value value, Change change) {
        if (!(value instanceof Value.ListOf list)) {
            return Values.NULL;
        }
        var elements = new ArrayList<>(list.elements());
        change.of(elements);
        return Values.listOf(elements);
    }

    /**
     * The first list in order, and each other one in that of the first, null where it is of another length; one list where
     * there is one. A truth value behind the lists says whether absent elements come last, as they do without it.
     */
    private static Value sorted(List<Value> in, boolean descending) {
        boolean told = in.get(in.size() - 1) instanceof Value.Bool;
        boolean absentLast = !told || in.get(in.size() - 1).equals(Values.TRUE);
        List<Value> lists = told ? in.subList(0, in.size() - 1) : in;
        if (lists.isEmpty() || !(lists.get(0) instanceof Value.ListOf first)) {
            return Values.NULL;
        }
        var order = new ArrayList<Integer>();
        for (int i = 0; i < first.elements().size(); i++) {
            order.add(i);
        }
        order.sort((i, j) -> {
            Value a = first.elements().get(i);
            Value b = first.elements().get(j);
            if (a.isAbsent() || b.isAbsent()) {
                return Boolean.compare(a.isAbsent(), b.isAbsent()) * (absentLast ? 1 : -1);
            }
            int compared = rank(a) == rank(b) ? KustoValues.compare(a, b) : Integer.compare(rank(a), rank(b));
            return descending ? -compared : compared;
        });
        var sorted = new ArrayList<Value>();
        for (Value list : lists) {
            boolean fits =
                    list instanceof Value.ListOf other && other.elements().size() == order.size();
            sorted.add(
                    fits
                            ? Values.listOf(order.stream()
                                    .map(i -> ((Value.ListOf) list).elements().get(i))
                                    .toList())
                            : Values.NULL);
        }
        return sorted.size() == 1 ? sorted.get(0) : Values.listOf(sorted);
    }

    /** Numbers, dates and time spans stand before text, and text before all else. */
    private static int rank(Value value) {
        return KustoValues.isNumber(value) || value instanceof Value.Time || value instanceof Value.Span
                ? 0
                : value instanceof Value.Text ? 1 : 2;
    }

    /** {@code array_slice(list, start, end)}: both inclusive, negative from the end. */
    private static Value slice(List<Value> in) {
        if (!(in.get(0) instanceof Value.ListOf list)) {
            return Values.NULL;
        }
        int size = list.elements().size();
        long start = number(in, 1, 0);
        long end = number(in, 2, -1);
        int from = (int) Math.max(0, start < 0 ? size + start : start);
        int to = (int) Math.min(size - 1L, end < 0 ? size + end : end);
        return Values.listOf(from > to ? List.of() : list.elements().subList(from, to + 1));
    }

    /** {@code array_split(list, index or indices)}: the parts between the places. */
    private static Value split(List<Value> in) {
        if (!(in.get(0) instanceof Value.ListOf list)) {
            return Values.NULL;
        }
        int size = list.elements().size();
        var places = new ArrayList<Integer>();
        for (Value place : in.get(1) instanceof Value.ListOf several ? several.elements() : List.of(in.get(1))) {
            if (place instanceof Value.Int number) {
                long at = number.value() < 0 ? size + number.value() : number.value();
                places.add((int) Math.max(0, Math.min(size, at)));
            }
        }
        Collections.sort(places);
        var parts = new ArrayList<Value>();
        int from = 0;
        for (int place : places) {
            parts.add(Values.listOf(list.elements().subList(from, place)));
            from = place;
        }
        parts.add(Values.listOf(list.elements().subList(from, size)));
        return Values.listOf(parts);
    }

    private static Value choice(List<Value> in) {
        if (!(in.get(0) instanceof Value.ListOf list)) {
            return Values.NULL;
        }
        var out = new ArrayList<Value>();
        for (int i = 0; i < list.elements().size(); i++) {
            Value condition = KustoValues.toBool(list.elements().get(i));
            Value of = in.get(condition.equals(Values.TRUE) ? 1 : 2);
            Value chosen = of instanceof Value.ListOf values
                    ? (i < values.elements().size() ? values.elements().get(i) : Values.NULL)
                    : of;
            out.add(condition.isAbsent() || chosen.isAbsent() ? Values.NULL : chosen);
        }
        return Values.listOf(out);
    }

    private static Value shifted(List<Value> in, int sign, boolean around) {
        if (!(in.get(0) instanceof Value.ListOf list)) {
            return Values.NULL;
        }
        int size = list.elements().size();
        Value filler = in.size() > 2 && !in.get(2).isAbsent() ? in.get(2) : Values.NULL;
        var out = new ArrayList<Value>();
        for (int i = 0; i < size; i++) {
            long at = i + sign * Math.max(-MOST, Math.min(MOST, number(in, 1, 0)));
            if (around) {
                out.add(list.elements().get((int) Math.floorMod(at, (long) size)));
            } else {
                out.add(at >= 0 && at < size ? list.elements().get((int) at) : filler);
            }
        }
        return Values.listOf(out);
    }

    private static Value repeated(List<Value> in) {
        long times = Math.min(MOST, number(in, 1, -1));
        return times < 0
                ? Values.NULL
                : Values.listOf(Collections.nCopies((int) times, present(in).get(0)));
    }

    /** From the first value on, a step apart, up to the last, which may be reached; at most so many. */
    static List<Value> range(Value from, Value to, Value step, int most) {
        var out = new ArrayList<Value>();
        Value at = from;
        boolean down = KustoValues.isNumber(step) && KustoValues.number(step) < 0;
        while (out.size() < most && !at.isAbsent() && !to.isAbsent()) {
            int order = KustoValues.compare(at, to);
            if (down ? order < 0 : order > 0) {
                break;
            }
            out.add(at);
            Value next = KustoNumbers.sum(at, step, 1);
            if (next.equals(at)) {
                break;
            }
            at = next;
        }
        return out;
    }

    /** Lists side by side: of each place the list of what stands there, with the place in front where wanted. */
    private static List<Value> zipped(List<Value> in, boolean numbered) {
        var columns = new ArrayList<List<Value>>();
        int longest = 0;
        for (Value one : in) {
            List<Value> column =
                    one instanceof Value.ListOf list ? list.elements() : one.isAbsent() ? List.of() : List.of(one);
            columns.add(column);
            longest = Math.max(longest, column.size());
        }
        var rows = new ArrayList<Value>();
        for (int i = 0; i < longest; i++) {
            var row = new ArrayList<Value>();
            if (numbered) {
                row.add(Values.of((long) i));
            }
            for (List<Value> column : columns) {
                row.add(i < column.size() ? column.get(i) : Values.NULL);
            }
            rows.add(Values.listOf(row));
        }
        return rows;
    }

    /**
     * What mv-expand makes rows of: a list's elements, a bag's members as bags of one, or as pairs of key and value; of null
     * one row, of an empty list or bag none.
     */
    private static Value expansion(Value value, boolean pairs) {
        if (value.isAbsent()) {
            return Values.listOf(List.of(Values.NULL));
        }
        if (!(value instanceof Value.ObjectOf object)) {
            return value;
        }
        var members = new ArrayList<Value>();
        object.members().forEach((key, member) -> {
            if (pairs) {
                members.add(Values.listOf(List.of(Values.of(key), member)));
            } else {
                var bag = new LinkedHashMap<String, Value>();
                bag.put(key, member);
                members.add(Values.objectOf(bag));
            }
        });
        return Values.listOf(members);
    }
}
