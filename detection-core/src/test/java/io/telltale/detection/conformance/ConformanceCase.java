package io.telltale.detection.conformance;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A case of a {@code .case} file: a rule, events, and what the rule must find; CONTRIBUTING.md describes the format.
 *
 * @param language the folder that the file lies in
 * @param rule the body, or {@code vendor/id} of a built-in rule
 * @param companions by {@code "kind name"}
 * @param expectation the section after the events: its title and its lines
 * @param explained lines of which each is in the explanation, in their order
 */
public record ConformanceCase(
        String file,
        String name,
        String language,
        String rule,
        boolean builtIn,
        Optional<String> document,
        Map<String, String> companions,
        Map<String, String> parameters,
        List<AuditEvent> events,
        String expectation,
        List<String> expected,
        List<String> explained) {

    private static final Instant FIRST_EVENT = Instant.parse("2026-01-05T10:00:00Z");

    /** All cases below a folder; each file's folder is its language. */
    public static List<ConformanceCase> readAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".case"))
                    .sorted()
                    .flatMap(f -> read(f).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return language + "/" + file + ": " + name;
    }

    private record Section(String title, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    private static List<ConformanceCase> read(Path file) {
        var sections = new ArrayList<Section>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("=== ")) {
                    sections.add(new Section(line.substring(4).strip(), new ArrayList<>()));
                } else if (!sections.isEmpty()) {
                    sections.get(sections.size() - 1).lines().add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var cases = new ArrayList<ConformanceCase>();
        var state = new Reader(file);
        for (Section section : sections) {
            if (section.title().startsWith("case ")) {
                state.end(cases);
                state.begin(section.title().substring(5).strip());
            } else {
                state.take(section);
            }
        }
        state.end(cases);
        return cases;
    }

    private static final class Reader {
        private final String file;
        private final String language;
        private String name = "";
        private String rule = "";
        private boolean builtIn;
        private Optional<String> document = Optional.empty();
        private Map<String, String> companions = new LinkedHashMap<>();
        private Map<String, String> parameters = new LinkedHashMap<>();
        private List<AuditEvent> events = List.of();
        private String expectation = "";
        private List<String> expected = List.of();
        private List<String> explained = List.of();

        Reader(Path file) {
            this.file = file.getFileName().toString();
            this.language = file.getParent().getFileName().toString();
        }

        void begin(String newName) {
            name = newName;
            parameters = new LinkedHashMap<>();
            events = List.of();
            expectation = "";
            expected = List.of();
            explained = List.of();
        }

        void end(List<ConformanceCase> cases) {
            if (name.isEmpty()) {
                return;
            }
            if (expectation.isEmpty() || rule.isBlank()) {
                throw new IllegalStateException(file + ": " + name + ": no rule, or nothing expected");
            }
            cases.add(new ConformanceCase(
                    file,
                    name,
                    language,
                    rule,
                    builtIn,
                    document,
                    Map.copyOf(companions),
                    Map.copyOf(parameters),
                    events,
                    expectation,
                    expected,
                    explained));
        }

        void take(Section section) {
            String title = section.title();
            if (title.equals("rule") || title.startsWith("rule ")) {
                builtIn = !title.equals("rule");
                rule = builtIn ? title.substring(5).strip() : section.text();
                document = Optional.empty();
                companions = new LinkedHashMap<>();
            } else if (title.equals("document")) {
                document = Optional.of(section.text());
            } else if (title.startsWith("companion ")) {
                companions.put(title.substring(10).strip(), section.text());
            } else if (title.equals("parameters")) {
                for (String line : section.lines()) {
                    if (!line.isBlank()) {
                        int equals = line.indexOf('=');
                        parameters.put(
                                line.substring(0, equals).strip(),
                                line.substring(equals + 1).strip());
                    }
                }
            } else if (title.equals("events")) {
                events = events(section.lines());
            } else if (title.equals("findings")
                    || title.startsWith("syntax error ")
                    || title.startsWith("unsupported")
                    || title.startsWith("waiting ")) {
                expectation = title;
                expected = lines(section);
            } else if (title.equals("explained")) {
                explained = lines(section);
            } else {
                throw new IllegalStateException(file + ": " + name + ": no section is called " + title);
            }
        }

        private static List<String> lines(Section section) {
            return section.lines().stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }

        private List<AuditEvent> events(List<String> lines) {
            var read = new ArrayList<AuditEvent>();
            for (String line : lines) {
                if (line.isBlank()) {
                    continue;
                }
                var members = new LinkedHashMap<>(JsonText.object(line).members());
                int number = read.size() + 1;
                members.putIfAbsent(
                        "eventTime",
                        new Value.Text(FIRST_EVENT.plusSeconds(number).toString()));
                Optional<Instant> time = Optional.empty();
                try {
                    time = Optional.of(Instant.parse(members.get("eventTime").asText()));
                } catch (DateTimeParseException e) {
                    // The case wants an event whose time cannot be read.
                }
                read.add(new AuditEvent("" + number, time, new Value.ObjectOf(members), file, number));
            }
            return read;
        }
    }
}
