package io.telltale.detection.language.spl;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Numbers rows by the transaction that they belong to, the newest first, as {@code transaction} sees them: one that ends a
 * transaction opens it, one that starts it closes it. A row joins the newest open transaction none of whose fields it
 * contradicts and with one of whose fields it agrees. A row that belongs to none has no number.
 *
 * <p>Arguments: time, longest span, longest pause, most events, whether the row starts one, whether it ends one (null where
 * nothing is asked of it), then the values of the fields.
 */
final class Transactions implements AggregateEntry.Accumulator {
    private static final int FIELDS = 6;

    /** Transactions that may still be open, by each value of each of their fields. */
    private final Map<String, List<Open>> open = new HashMap<>();

    private long last;
    private Value given = Values.NULL;

    private static final class Open {
        private final long number;
        private final double newest;
        private double oldest;
        private int count;
        private boolean closed;
        private final List<Value> fields;

        Open(long number, double time, List<Value> fields) {
            this.number = number;
            this.newest = time;
            this.oldest = time;
            this.fields = new ArrayList<>(fields);
        }

        /** Whether a row of this time lies too far back. */
        boolean isOver(double time, Optional<Double> span, Optional<Double> pause) {
            closed = span.filter(s -> newest - time > s).isPresent()
                    || pause.filter(p -> oldest - time > p).isPresent();
            return closed;
        }

        boolean takes(List<Value> row) {
            boolean agrees = row.isEmpty();
            for (int i = 0; i < row.size(); i++) {
                if (!row.get(i).isAbsent() && !fields.get(i).isAbsent()) {
                    if (!row.get(i).asText().equals(fields.get(i).asText())) {
                        return false;
                    }
                    agrees = true;
                }
            }
            return agrees;
        }

        void add(double time, List<Value> row) {
            count++;
            oldest = time;
            for (int i = 0; i < row.size(); i++) {
                if (fields.get(i).isAbsent()) {
                    fields.set(i, row.get(i));
                }
            }
        }
    }

    @Override
    public void add(List<Value> arguments, long unused) {
        double time = Numbers.of(arguments.get(0)).orElse(0.0);
        Optional<Double> span = Numbers.of(arguments.get(1));
        Optional<Double> pause = Numbers.of(arguments.get(2));
        int most = Numbers.of(arguments.get(3)).orElse(0.0).intValue();
        List<Value> fields = arguments.subList(FIELDS, arguments.size());
        if (!fields.isEmpty() && fields.stream().allMatch(Value::isAbsent)) {
            given = Values.NULL;
            return;
        }
        boolean starts = Truth.of(arguments.get(4));
        boolean ends = Truth.of(arguments.get(5));
        Optional<Open> joined = candidates(fields)
                .filter(t -> !t.closed && !t.isOver(time, span, pause) && t.takes(fields))
                .max(Comparator.comparingLong(t -> t.number));
        if (joined.isPresent() && ends && !starts) {
            joined.get().closed = true;
            joined = Optional.empty();
        }
        if (joined.isEmpty() && !ends && !arguments.get(5).isAbsent()) {
            given = Values.NULL;
            return;
        }
        Open transaction = joined.orElseGet(() -> new Open(++last, time, fields));
        transaction.add(time, fields);
        transaction.closed = (starts && (joined.isPresent() || !ends)) || (most > 0 && transaction.count >= most);
        keys(transaction.fields).forEach(key -> {
            List<Open> same = open.computeIfAbsent(key, k -> new ArrayList<>());
            same.removeIf(t -> t.closed || t == transaction);
            if (!transaction.closed) {
                same.add(transaction);
            }
        });
        given = Values.of(transaction.number);
    }

    private Stream<Open> candidates(List<Value> fields) {
        return keys(fields).stream().flatMap(key -> open.getOrDefault(key, List.of()).stream());
    }

    /** Where transactions with these values are found. */
    private static List<String> keys(List<Value> fields) {
        if (fields.isEmpty()) {
            return List.of("");
        }
        var keys = new ArrayList<String>();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).isAbsent()) {
                keys.add(i + " " + fields.get(i).asText());
            }
        }
        return keys;
    }

    @Override
    public Value result() {
        return given;
    }
}
