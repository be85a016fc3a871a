package io.telltale.catalog.view;

import java.util.List;

/** What a list of rules can be narrowed by. */
public record RuleFacets(
        List<Facet> vendors,
        List<Facet> services,
        List<Facet> severities,
        List<Facet> languages,
        List<Facet> kinds,
        List<Facet> techniques,
        List<Facet> readiness,
        List<Facet> logs) {
    public RuleFacets {
        vendors = List.copyOf(vendors);
        services = List.copyOf(services);
        severities = List.copyOf(severities);
        languages = List.copyOf(languages);
        kinds = List.copyOf(kinds);
        techniques = List.copyOf(techniques);
        readiness = List.copyOf(readiness);
        logs = List.copyOf(logs);
    }
}
