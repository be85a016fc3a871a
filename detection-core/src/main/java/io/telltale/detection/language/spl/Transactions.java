package io.telltale.detection.language.spl;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    private final List<Open> open = new ArrayList<>();
    private long last;
    private Value given = Values.NULL;

    private static final class Open {
        private final long number;
        private final double newest;
        private double oldest;
        private int count;
        private final List<Value> fields;

        Open(long number, double time, List<Value> fields) {
            this.number = number;
            this.newest = time;
            this.oldest = time;
            this.fields = new ArrayList<>(fields);
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
        open.removeIf(t -> span.filter(s -> t.newest - time > s).isPresent()
                || pause.filter(p -> t.oldest - time > p).isPresent());
        List<Value> fields = arguments.subList(FIELDS, arguments.size());
        if (!fields.isEmpty() && fields.stream().allMatch(Value::isAbsent)) {
            given = Values.NULL;
            return;
        }
        boolean starts = Truth.of(arguments.get(4));
        boolean ends = Truth.of(arguments.get(5));
        Optional<Open> joined = open.stream().filter(t -> t.takes(fields)).findFirst();
        if (joined.isPresent() && ends && !starts) {
            open.remove(joined.get());
            joined = Optional.empty();
        }
        if (joined.isEmpty() && !ends && !arguments.get(5).isAbsent()) {
            given = Values.NULL;
            return;
        }
        Open transaction = joined.orElseGet(() -> {
            var opened = new Open(++last, time, fields);
            open.add(0, opened);
            return opened;
        });
        transaction.add(time, fields);
        boolean closed = starts && (joined.isPresent() || !ends);
        if (closed || (most > 0 && transaction.count >= most)) {
            open.remove(transaction);
        }
        given = Values.of(transaction.number);
    }

    @Override
    public Value result() {
        return given;
    }
}
