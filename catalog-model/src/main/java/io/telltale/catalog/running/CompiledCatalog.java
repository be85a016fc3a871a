package io.telltale.catalog.running;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.telltale.catalog.entity.CatalogStateEntity;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.RuleSet;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the catalog's rules compiled from one run to the next, while neither the catalog nor the parameters change and
 * memory allows: parsing a thousand rules takes longer than running them over a small log.
 */
final class CompiledCatalog {
    private final DetectionCore core;
    private final CataloguedRules rules;
    private Optional<Compiled> last = Optional.empty();

    CompiledCatalog(DetectionCore core, CataloguedRules rules) {
        this.core = core;
        this.rules = rules;
    }

    private record Compiled(long version, Map<String, String> parameters, SoftReference<RuleSet> rules) {
        Optional<RuleSet> of(long wantedVersion, Map<String, String> wantedParameters) {
            return version == wantedVersion && parameters.equals(wantedParameters)
                    ? Optional.ofNullable(rules.get())
                    : Optional.empty();
        }
    }

    /** The rules of the catalog as it is now. */
    synchronized RuleSet with(Map<String, String> parameters) {
        return QuarkusTransaction.requiringNew().call(() -> {
            long version = CatalogStateEntity.only().version;
            return last.flatMap(compiled -> compiled.of(version, parameters)).orElseGet(() -> {
                RuleSet compiled = core.compile(rules.all(parameters), Limits.DEFAULT);
                last = Optional.of(new Compiled(version, Map.copyOf(parameters), new SoftReference<>(compiled)));
                return compiled;
            });
        });
    }
}
