package io.telltale.detection.language.spl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the Splunk Add-on for AWS says of CloudTrail events by their names: the table {@code schema/splunk_events.tsv}. */
final class AddonEvents {
    private static final String TABLE = "/io/telltale/detection/schema/splunk_events.tsv";
    private static final Map<String, Entry> ENTRIES = read();

    private AddonEvents() {}

    /**
     * One event's line.
     *
     * @param action what the call does to its object; {@code outcome} where it is success or failure
     * @param failed the same where the call failed
     * @param changeType empty where it follows from the event's source
     */
    record Entry(String action, String failed, String objectCategory, String changeType) {}

    static Optional<Entry> of(String eventName) {
        return Optional.ofNullable(ENTRIES.get(eventName));
    }

    private static Map<String, Entry> read() {
        try (InputStream in = AddonEvents.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException("no table " + TABLE);
            }
            var entries = new HashMap<String, Entry>();
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] cells = line.split("\t", -1);
                for (String name : cells[4].split(" ", -1)) {
                    entries.put(name, new Entry(cells[0], cells[1], cells[2], cells[3]));
                }
            }
            return Map.copyOf(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
