package io.telltale.catalog.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A finding of a run.
 *
 * @param n its number in the run, counted from 1
 * @param time in ISO 8601; empty where the events have none
 * @param columns what the rule's stages bound, as text
 */
public record FindingView(
        long n,
        String vendor,
        String rule,
        List<String> eventIds,
        String time,
        String severity,
        String title,
        Map<String, String> columns) {
    public FindingView {
        eventIds = List.copyOf(eventIds);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
