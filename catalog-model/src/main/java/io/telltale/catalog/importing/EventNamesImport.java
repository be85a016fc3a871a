package io.telltale.catalog.importing;

import io.telltale.catalog.attachment.CataloguedEvent;
import io.telltale.catalog.store.Statements;
import java.util.ArrayList;
import java.util.List;

/**
 * Imports services of which only the names of their events are known: lines of event source, service id, title and names
 * separated by commas. A service that has a description of its own is left as it is.
 */
final class EventNamesImport {
    private static final String PROVIDER = "aws";

    private EventNamesImport() {}

    /** Answers how many services were imported. */
    static int run(Statements sql, String table) {
        var described = sql.list("select id from services where description <> ''", row -> row.getString(1));
        var services = new ArrayList<Object[]>();
        var events = new ArrayList<Object[]>();
        for (String line : table.lines().toList()) {
            String[] cells = line.split("\t", -1);
            if (line.startsWith("#") || cells.length != 4 || described.contains(cells[1])) {
                continue;
            }
            services.add(new Object[] {cells[1], PROVIDER, cells[2], cells[0]});
            events.add(new Object[] {cells[1], CataloguedEvent.CATCH_ALL});
            for (String name : List.of(cells[3].split(",", -1))) {
                events.add(new Object[] {cells[1], name});
            }
        }
        sql.batch(
                "insert into services (id, provider, title, event_source, description, refs)"
                        + " values (?, ?, ?, ?, '', '{}') on conflict (id) do update"
                        + " set title = excluded.title, event_source = excluded.event_source",
                services);
        sql.batch(
                "insert into events (service, name, access, description, example, refs)"
                        + " values (?, ?, '', '', '', '{}') on conflict (service, name) do nothing",
                events);
        return services.size();
    }
}
