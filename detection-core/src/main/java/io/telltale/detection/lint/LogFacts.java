package io.telltale.detection.lint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is known about the log that rules read: which services it names and the names that their events have, the members
 * of its records, and the techniques of ATT&amp;CK. Immutable.
 */
public final class LogFacts {
    /** The version that Lambda and CloudFront write behind an operation's name. */
    private static final Pattern VERSION = Pattern.compile("(\\d{8}(v\\d+)?|\\d{4}_\\d{2}_\\d{2})$");

    private final Map<String, Set<String>> namesBySource = new TreeMap<>();
    private final Map<String, Set<String>> spelledNames = new HashMap<>();
    private final Map<String, Set<String>> sourcesByName = new HashMap<>();
    private final Set<String> techniques = new HashSet<>();
    private final Map<String, String> retired = new HashMap<>();
    private final Map<String, Set<String>> members = new HashMap<>();
    private final Map<String, Set<String>> values = new HashMap<>();

    /**
     * Reads the tables.
     *
     * @param events lines of event source, service, title and event names separated by commas
     * @param techniques lines that begin with the id of a technique or a tactic
     * @param retired lines of a retired technique's id and the id of what stands in its place, or {@code -}
     */
    public LogFacts(String events, String techniques, String retired) {
        for (String[] cells : lines(events)) {
            var names = new TreeSet<>(List.of(cells[3].split(",", -1)));
            namesBySource.put(cells[0], names);
            for (String name : names) {
                spelledNames.computeIfAbsent(fold(name), n -> new TreeSet<>()).add(name);
                sourcesByName.computeIfAbsent(fold(name), n -> new TreeSet<>()).add(cells[0]);
            }
        }
        lines(techniques).forEach(cells -> this.techniques.add(cells[0]));
        lines(retired).forEach(cells -> this.retired.put(cells[0], cells[1]));
        for (String[] cells : lines(resource("cloudtrail-record.tsv"))) {
            members.put(cells[0], Set.of(cells[1].split(",", -1)));
        }
        for (String[] cells : lines(resource("cloudtrail-values.tsv"))) {
            values.put(cells[0], Set.of(cells[1].split(",", -1)));
        }
    }

    /** The event source as the log spells it, whatever the case it is given in. */
    public Optional<String> eventSource(String source) {
        String folded = fold(source);
        return namesBySource.containsKey(folded) ? Optional.of(folded) : Optional.empty();
    }

    /**
     * How the log spells an event name, which may be in several ways as services differ; none where no service has it. A
     * version behind it counts as part of the spelling.
     */
    public Set<String> spellings(String name) {
        Set<String> whole = spelledNames.getOrDefault(fold(name), Set.of());
        var version = VERSION.matcher(name);
        if (!whole.isEmpty() || !version.find()) {
            return whole;
        }
        String suffix = version.group();
        String plain = name.substring(0, name.length() - suffix.length());
        return spelledNames.getOrDefault(fold(plain), Set.of()).stream()
                .map(known -> known + suffix)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a service has an event of this name, spelled so. */
    boolean isSpelledBy(String source, String name) {
        return namesBySource.getOrDefault(fold(source), Set.of()).contains(name);
    }

    /** The event sources of the services that have an event of this name. */
    public Set<String> sourcesOf(String name) {
        String plain = VERSION.matcher(name).replaceFirst("");
        return sourcesByName.getOrDefault(fold(name), sourcesByName.getOrDefault(fold(plain), Set.of()));
    }

    public Set<String> eventNames() {
        return spelledNames.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    public Set<String> eventSources() {
        return namesBySource.keySet();
    }

    /**
     * The first member of a record's path that no record has; empty where all are known, or are up to the service.
     *
     * @param path without the provider's namespace, such as {@code userIdentity.sessionContext.sessionIssuer.arn}
     * @param anyCase whether members are found whatever the case of their letters
     */
    public Optional<String> unknownMember(String path, boolean anyCase) {
        String owner = "";
        for (String step : path.replaceAll("\\[[^\\]]*\\]", "").split("\\.", -1)) {
            Set<String> known = members.get(owner);
            if (known == null) {
                return Optional.empty();
            }
            String at = owner;
            String spelled = step;
            if (!known.contains(step)) {
                Optional<String> other =
                        known.stream().filter(k -> k.equalsIgnoreCase(step)).findFirst();
                if (other.isEmpty()) {
                    return Optional.of((at.isEmpty() ? "" : at + ".") + step);
                }
                if (!anyCase) {
                    return Optional.of((at.isEmpty() ? "" : at + ".") + step + " (it is written " + other.get() + ")");
                }
                spelled = other.get();
            }
            owner = owner.isEmpty() ? spelled : owner + "." + spelled;
        }
        return Optional.empty();
    }

    /** The values that a field can have, where they are a closed list; empty where it is open. */
    public Set<String> values(String field) {
        return values.getOrDefault(field, Set.of());
    }

    public boolean isTechnique(String id) {
        return techniques.contains(id);
    }

    public boolean isRetired(String technique) {
        return retired.containsKey(technique);
    }

    /** What stands in the place of a retired technique; empty where nothing does. */
    public Optional<String> successor(String technique) {
        return Optional.ofNullable(retired.get(technique)).filter(id -> !id.equals("-"));
    }

    static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static List<String[]> lines(String table) {
        return table.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private static String resource(String name) {
        try (InputStream in = LogFacts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no table " + name);
            }
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return String.join("\n", reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
