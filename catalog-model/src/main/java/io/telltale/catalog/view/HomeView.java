package io.telltale.catalog.view;

import java.util.List;

/** What the catalog holds. */
public record HomeView(
        long services,
        long events,
        long rules,
        long runnableRules,
        long indicators,
        long runs,
        List<ServiceSummary> topServices,
        List<VendorSummary> vendors,
        List<RunView> recentRuns) {
    public HomeView {
        topServices = List.copyOf(topServices);
        vendors = List.copyOf(vendors);
        recentRuns = List.copyOf(recentRuns);
    }
}
