package io.telltale.detection.vendor;

import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A checkout's rules by their ids, for the correlation rules that join their outputs. */
final class PantherSignals {
    /** What a correlation's test gives: outputs of the rules that it joins. */
    static final String OUTPUTS = "RuleOutputs";

    private static final String CORRELATION = "correlation_rule";
    private static final int MOST_REFERENCED = 200;
    /** Of a referenced rule, what says how it runs. */
    private static final List<String> KEPT = List.of(
            "AnalysisType",
            "RuleID",
            "Filename",
            "LogTypes",
            "ScheduledQueries",
            "Detection",
            "InlineFilters",
            "AlertContext",
            "AlertTitle",
            "Severity");

    private final Map<String, Rule> byId = new HashMap<>();

    void add(Rule rule) {
        byId.putIfAbsent(rule.id(), rule);
    }

    /** The sequence or the group of a correlation rule. */
    static Optional<Value.ObjectOf> correlation(Value.ObjectOf document) {
        return Metadata.text(document, "AnalysisType").equals(CORRELATION)
                        && document.get("Detection") instanceof Value.ListOf list
                        && list.elements().size() == 1
                        && list.elements().get(0) instanceof Value.ObjectOf detection
                ? Optional.of(detection)
                : Optional.empty();
    }

    /** The bodies of all rules that correlations join. */
    List<Companion> bodies() {
        Set<String> ids = new LinkedHashSet<>();
        byId.values().stream()
                .filter(rule -> correlation(rule.document()).isPresent())
                .map(Rule::id)
                .sorted()
                .forEach(id -> gather(byId.get(id).document(), ids));
        var bodies = new ArrayList<Companion>();
        for (String id : ids) {
            bodies.add(new Companion("rule", id, byId.get(id).body()));
        }
        return bodies;
    }

    /**
     * The rule, a correlation with the documents of the rules that it joins, and of those that these join, under
     * {@code referenced}. Its log is CloudTrail where one of them reads that.
     */
    Rule completed(Rule rule) {
        if (correlation(rule.document()).isEmpty()) {
            return rule;
        }
        Set<String> ids = new LinkedHashSet<>();
        gather(rule.document(), ids);
        var referenced = new LinkedHashMap<String, Value>();
        for (String id : ids) {
            var kept = new LinkedHashMap<String, Value>();
            byId.get(id).document().members().forEach((key, value) -> {
                if (KEPT.contains(key)) {
                    kept.put(key, value);
                }
            });
            referenced.put(id, Values.objectOf(kept));
        }
        var members = new LinkedHashMap<>(rule.document().members());
        members.put("referenced", Values.objectOf(referenced));
        List<String> logs = ids.stream()
                .map(byId::get)
                .filter(one -> correlation(one.document()).isEmpty())
                .map(Rule::logType)
                .toList();
        String log = logs.contains(Pipeline.CLOUDTRAIL)
                ? Pipeline.CLOUDTRAIL
                : logs.stream().findFirst().orElse(rule.logType());
        return rule.with(Values.objectOf(members), log);
    }

    private void gather(Value.ObjectOf document, Set<String> ids) {
        for (String id : references(document)) {
            if (byId.containsKey(id) && ids.size() < MOST_REFERENCED && ids.add(id)) {
                gather(byId.get(id).document(), ids);
            }
        }
    }

    private static List<String> references(Value.ObjectOf document) {
        var ids = new ArrayList<String>();
        correlation(document).ifPresent(detection -> {
            for (String section : List.of("Sequence", "Group")) {
                if (detection.get(section) instanceof Value.ListOf members) {
                    for (Value member : members.elements()) {
                        if (member instanceof Value.ObjectOf object) {
                            ids.add(Metadata.text(object, "RuleID"));
                        }
                    }
                }
            }
        });
        return ids;
    }
}
