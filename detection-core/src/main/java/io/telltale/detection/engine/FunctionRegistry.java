package io.telltale.detection.engine;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.language.RuleLanguage;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All functions that the languages bring, by their full names. */
public final class FunctionRegistry {
    private final Map<String, FunctionEntry> functions = new HashMap<>();
    private final Map<String, AggregateEntry> aggregates = new HashMap<>();

    /**
     * Gathers the functions of the given languages; several may bring the same entry.
     *
     * @throws IllegalArgumentException where two entries have one name
     */
    public FunctionRegistry(Collection<? extends RuleLanguage> languages) {
        for (RuleLanguage language : languages) {
            for (FunctionEntry entry : language.functions()) {
                FunctionEntry other = functions.put(entry.name(), entry);
                if (other != null && !other.equals(entry)) {
                    throw new IllegalArgumentException("two functions are named " + entry.name());
                }
            }
            for (AggregateEntry entry : language.aggregates()) {
                AggregateEntry other = aggregates.put(entry.name(), entry);
                if (other != null && !other.equals(entry)) {
                    throw new IllegalArgumentException("two aggregates are named " + entry.name());
                }
            }
        }
    }

    public Optional<FunctionEntry> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    public Optional<AggregateEntry> aggregate(String name) {
        return Optional.ofNullable(aggregates.get(name));
    }
}
