package io.telltale.detection.ir;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the rules of one run keep from event to event: named values, each with the time at which it is forgotten. Time is
 * event time. Empty when a run begins; not shared between runs or threads.
 */
public final class RunMemory {
    /** Names that a run may hold at once. */
    public static final int MOST_NAMES = 100_000;

    private record Kept(Object value, long until) {}

    private final Map<String, Kept> kept = new HashMap<>();

    /** The value under a name, unless it is forgotten by now. */
    public Optional<Object> get(String name, long nowMillis) {
        Kept entry = kept.get(name);
        return entry == null || entry.until() <= nowMillis ? Optional.empty() : Optional.of(entry.value());
    }

    /**
     * Keeps an immutable value under a name.
     *
     * @return false where the memory is full
     */
    public boolean put(String name, Object value, long untilMillis) {
        if (kept.size() >= MOST_NAMES && !kept.containsKey(name)) {
            return false;
        }
        kept.put(name, new Kept(value, untilMillis));
        return true;
    }

    public void remove(String name) {
        kept.remove(name);
    }

    /** A memory with the same content, whose changes do not show in this one. */
    public RunMemory copy() {
        var copy = new RunMemory();
        copy.kept.putAll(kept);
        return copy;
    }
}
