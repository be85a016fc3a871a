package io.telltale.detection.engine;

import io.telltale.detection.ir.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks on while a sequence is searched, and says for each combination of keys how far its furthest match came. */
final class SequenceProgress implements SequenceRunner.Watch {
    private final Map<List<Value>, List<Row>> furthest = new LinkedHashMap<>();
    private final Map<List<Value>, String> stops = new LinkedHashMap<>();
    private final List<String> keyNames;
    private final Duration maxSpan;
    private final int wanted;

    /** {@code wanted}: how many rows make a match. */
    SequenceProgress(List<String> keyNames, Duration maxSpan, int wanted) {
        this.keyNames = keyNames;
        this.maxSpan = maxSpan;
        this.wanted = wanted;
    }

    @Override
    public void reached(List<Value> key, List<SequenceRunner.Place> match) {
        if (match.size() > furthest.getOrDefault(key, List.of()).size()) {
            furthest.put(key, match.stream().map(SequenceRunner.Place::row).toList());
            stops.remove(key);
        }
    }

    @Override
    public void late(List<Value> key, int met, Row first, Row row) {
        if (met >= furthest.getOrDefault(key, List.of()).size()) {
            Duration after = Duration.ofMillis(row.time() - first.time());
            stops.putIfAbsent(
                    key,
                    "the one at " + RowText.instant(row.time()) + " comes " + after + " after the first, at most "
                            + maxSpan + " wanted");
        }
    }

    @Override
    public void ended(List<Value> key, Row row) {
        if (furthest.containsKey(key)) {
            stops.putIfAbsent(key, "until is met at " + RowText.instant(row.time()));
        }
    }

    @Override
    public void forbidden(List<Value> key, Row row) {
        stops.put(key, "the one that must be missing is there at " + RowText.instant(row.time()));
    }

    /** A line for each combination of keys that came far, the furthest first. */
    List<String> lines() {
        return furthest.entrySet().stream()
                .sorted((a, b) -> b.getValue().size() - a.getValue().size())
                .limit(RowText.ROWS_SHOWN)
                .map(e -> line(e.getKey(), e.getValue()))
                .toList();
    }

    private String line(List<Value> key, List<Row> match) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (int i = 0; i < keyNames.size(); i++) {
            columns.put(keyNames.get(i), key.get(i));
        }
        var parts = new ArrayList<String>();
        parts.add(RowText.of(Row.aggregated(columns, match)));
        parts.add("met " + match.size() + " of " + RowText.counted(wanted, "step"));
        if (stops.containsKey(key)) {
            parts.add(stops.get(key));
        }
        return String.join("; ", parts);
    }
}
