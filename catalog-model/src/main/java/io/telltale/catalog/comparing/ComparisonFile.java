package io.telltale.catalog.comparing;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.event.LogReader;
import io.telltale.detection.event.LostRecord;
import io.telltale.detection.event.SkippedFile;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.vendor.RepositoryFiles;
import io.telltale.detection.vendor.YamlDocument;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A file that holds a detection in several languages, each as the files that its vendor's repository would have.
 *
 * @param fires the numbers of the events that the detection is meant to fire on, counted from 1
 */
record ComparisonFile(
        String title, String description, List<AuditEvent> events, List<Integer> fires, List<Written> rules) {
    /** The files of one rule below the root of a vendor's repository. */
    record Written(String vendor, Map<String, String> files) implements RepositoryFiles {
        @Override
        public List<String> paths() {
            return List.copyOf(files.keySet());
        }

        @Override
        public String read(String path) throws IOException {
            return Optional.ofNullable(files.get(path)).orElseThrow(() -> new FileNotFoundException(path));
        }
    }

    /** @throws IllegalArgumentException where the text is not such a file */
    static ComparisonFile read(String name, String text) {
        try {
            Value.ObjectOf document = YamlDocument.readAll(name, text).get(0).value();
            return new ComparisonFile(
                    document.get("title").asText(),
                    document.get("description").asText(),
                    events(name, document.get("events").asText()),
                    elements(document.get("fires")).stream()
                            .map(each -> Integer.valueOf(each.asText()))
                            .toList(),
                    elements(document.get("rules")).stream()
                            .map(ComparisonFile::written)
                            .toList());
        } catch (RuleSyntaxException | IOException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static Written written(Value rule) {
        var files = new TreeMap<String, String>();
        members(members(rule).get("files")).forEach((path, content) -> files.put(path, content.asText()));
        return new Written(String.valueOf(members(rule).get("vendor").asText()), files);
    }

    private static List<? extends Value> elements(Value value) {
        return value instanceof Value.ListOf list ? list.elements() : List.of();
    }

    private static Map<String, Value> members(Value value) {
        return value instanceof Value.ObjectOf object ? object.members() : Map.of();
    }

    private static List<AuditEvent> events(String name, String lines) throws IOException {
        var events = new ArrayList<AuditEvent>();
        new LogReader()
                .read(name, new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), new LogReader.Sink() {
                    @Override
                    public void event(AuditEvent event) {
                        events.add(event);
                    }

                    @Override
                    public void lost(LostRecord lost) {
                        throw new IllegalArgumentException(name + ": " + lost.reason());
                    }

                    @Override
                    public void skipped(SkippedFile file) {
                        throw new IllegalArgumentException(name + " has no events");
                    }
                });
        return events;
    }
}
