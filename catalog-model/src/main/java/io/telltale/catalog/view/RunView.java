package io.telltale.catalog.view;

import java.util.List;

/**
 * A run of the catalog's rules over logs.
 *
 * @param state running, done or failed
 * @param problem what went wrong; empty where nothing did
 * @param lost how many records could not be read; files that are no logs are not among them
 * @param lostRecords the first of them, and of the files that were skipped, which their reasons say
 * @param started in ISO 8601
 */
public record RunView(
        long id,
        String name,
        String state,
        String problem,
        String started,
        long durationMillis,
        long files,
        long events,
        long lost,
        long findings,
        long rules,
        long fired,
        long notFired,
        long notRunnable,
        long waiting,
        long failed,
        List<LostView> lostRecords) {
    public RunView {
        lostRecords = List.copyOf(lostRecords);
    }
}
