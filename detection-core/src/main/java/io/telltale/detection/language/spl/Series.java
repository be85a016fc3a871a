package io.telltale.detection.language.spl;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The aggregates by which a chart's series become columns. */
final class Series {
    private Series() {}

    /** The cells of a row as one object. Arguments: a column's name, its value, and all names, where one without a cell is zero. */
    static final class Columns implements AggregateEntry.Accumulator {
        private final Map<String, Value> cells = new TreeMap<>();

        @Override
        public void add(List<Value> arguments, long time) {
            if (arguments.size() > 2) {
                Parts.texts(arguments.get(2)).forEach(name -> cells.putIfAbsent(name, Values.of(0)));
            }
            if (!arguments.get(0).isAbsent()) {
                cells.put(arguments.get(0).asText(), arguments.get(1));
            }
        }

        @Override
        public Value result() {
            return Values.objectOf(new LinkedHashMap<>(cells));
        }
    }

    /** The names of the highest scores, the earlier name first where they are equal. Arguments: name, score, how many. */
    static final class Leading implements AggregateEntry.Accumulator {
        private final Map<String, Double> scores = new TreeMap<>();
        private int most;

        @Override
        public void add(List<Value> arguments, long time) {
            if (!arguments.get(0).isAbsent()) {
                scores.put(
                        arguments.get(0).asText(), Numbers.of(arguments.get(1)).orElse(0.0));
                most = Numbers.of(arguments.get(2)).orElse(0.0).intValue();
            }
        }

        @Override
        public Value result() {
            return Parts.ofTexts(scores.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .limit(most)
                    .map(Map.Entry::getKey)
                    .toList());
        }
    }
}
