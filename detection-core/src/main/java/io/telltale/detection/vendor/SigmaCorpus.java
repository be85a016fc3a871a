package io.telltale.detection.vendor;

import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A repository's Sigma documents by what they call each other: the rules that correlations join and filters tune. */
final class SigmaCorpus {
    /** A reference goes no further than this many documents. */
    private static final int MAX_REFERENCED = 1_000;

    private final Map<String, Value.ObjectOf> byName = new HashMap<>();
    private final Map<String, Map<String, Value.ObjectOf>> byFile = new HashMap<>();
    private final List<Filter> filters = new ArrayList<>();

    private record Filter(Value.ObjectOf document, Position position) {}

    void add(String path, Value.ObjectOf document) {
        for (String name : names(document)) {
            byName.putIfAbsent(name, document);
            byFile.computeIfAbsent(path, p -> new HashMap<>()).putIfAbsent(name, document);
        }
    }

    void addFilter(Value.ObjectOf document, Position position) {
        filters.add(new Filter(document, position));
    }

    /** Filters that name a rule that is not there. */
    List<Reading.Problem> problems() {
        var problems = new ArrayList<Reading.Problem>();
        for (Filter filter : filters) {
            for (String name : targets(filter.document())) {
                if (!byName.containsKey(name)) {
                    problems.add(
                            new Reading.Problem(filter.position(), "a filter of a rule that is not there: " + name));
                }
            }
        }
        return problems;
    }

    /**
     * The document with what its lowering needs of others: under {@code filters} the filters that name it, and for a
     * correlation under {@code referenced} the rules that it joins, and those that these join, by what they are called.
     */
    Value.ObjectOf complete(String path, Value.ObjectOf document) {
        var members = new LinkedHashMap<>(tuned(document).members());
        if (document.get("correlation") instanceof Value.ObjectOf) {
            var referenced = new LinkedHashMap<String, Value>();
            gather(path, document, referenced);
            members.put("referenced", new Value.ObjectOf(referenced));
        }
        return new Value.ObjectOf(members);
    }

    /** Whether a correlation of the same file joins a rule without asking for the rule's own findings too. */
    boolean isPart(String path, Value.ObjectOf document) {
        return byFile.getOrDefault(path, Map.of()).values().stream()
                .filter(other -> other.get("correlation") instanceof Value.ObjectOf correlation
                        && !correlation.get("generate").equals(Values.TRUE)
                        && !other.get("generate").equals(Values.TRUE))
                .anyMatch(other -> references(other).stream().anyMatch(names(document)::contains));
    }

    /** The log that a rule reads; for a correlation, that of the first rule that it joins. */
    String logType(String path, Value.ObjectOf document) {
        Value.ObjectOf current = document;
        for (int depth = 0; depth < 10; depth++) {
            if (!(current.get("correlation") instanceof Value.ObjectOf)) {
                return SigmaRules.logType(current);
            }
            Optional<Value.ObjectOf> first = references(current).stream()
                    .map(name -> find(path, name))
                    .flatMap(Optional::stream)
                    .findFirst();
            if (first.isEmpty()) {
                break;
            }
            current = first.get();
        }
        return Pipeline.CLOUDTRAIL;
    }

    private void gather(String path, Value.ObjectOf correlation, Map<String, Value> referenced) {
        for (String name : references(correlation)) {
            Optional<Value.ObjectOf> found = find(path, name);
            if (found.isEmpty() || referenced.containsKey(name) || referenced.size() >= MAX_REFERENCED) {
                continue;
            }
            referenced.put(name, tuned(found.get()));
            gather(path, found.get(), referenced);
        }
    }

    /** The document of a name; one of the same file before others. */
    private Optional<Value.ObjectOf> find(String path, String name) {
        Value.ObjectOf near = byFile.getOrDefault(path, Map.of()).get(name);
        return Optional.ofNullable(near == null ? byName.get(name) : near);
    }

    private Value.ObjectOf tuned(Value.ObjectOf document) {
        List<Value> own = new ArrayList<>();
        for (Filter filter : filters) {
            if (applies(filter.document(), document)) {
                own.add(filter.document());
            }
        }
        if (own.isEmpty()) {
            return document;
        }
        var members = new LinkedHashMap<>(document.members());
        members.put("filters", new Value.ListOf(own));
        return new Value.ObjectOf(members);
    }

    /** Whether a filter names a rule, or any rule, and the rule's log source has all that the filter's has. */
    private static boolean applies(Value.ObjectOf filter, Value.ObjectOf rule) {
        List<String> targets = targets(filter);
        if (targets.isEmpty()) {
            if (rule.members().containsKey("correlation")) {
                return false;
            }
        } else if (names(rule).stream().noneMatch(targets::contains)) {
            return false;
        }
        if (!(filter.get("logsource") instanceof Value.ObjectOf wanted)
                || !(rule.get("logsource") instanceof Value.ObjectOf log)) {
            return !targets.isEmpty();
        }
        return List.of("product", "category", "service").stream()
                .allMatch(key -> wanted.get(key).isAbsent()
                        || wanted.get(key).asText().equals(log.get(key).asText()));
    }

    /** The rules that a filter names; empty where it means any. */
    private static List<String> targets(Value.ObjectOf filter) {
        if (!(filter.get("filter") instanceof Value.ObjectOf section)) {
            return List.of();
        }
        List<String> rules = Metadata.texts(section.get("rules"));
        return rules.equals(List.of("any")) ? List.of() : rules;
    }

    private static List<String> references(Value.ObjectOf document) {
        if (!(document.get("correlation") instanceof Value.ObjectOf correlation)) {
            return List.of();
        }
        List<String> rules = Metadata.texts(correlation.get("rules"));
        if (rules.isEmpty() && correlation.get("condition") instanceof Value.Text condition) {
            return List.of(condition.value().split("[\\s()]+"));
        }
        return rules;
    }

    private static List<String> names(Value.ObjectOf document) {
        return List.of("id", "name", "title").stream()
                .map(key -> document.get(key).asText())
                .filter(name -> !name.isBlank())
                .toList();
    }
}
