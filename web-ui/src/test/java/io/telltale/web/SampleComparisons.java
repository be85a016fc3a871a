package io.telltale.web;

import io.telltale.catalog.Comparisons;
import io.telltale.catalog.view.ComparisonView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** One detection in two languages, one of which does not run. */
@ApplicationScoped
public class SampleComparisons implements Comparisons {
    @Override
    public List<ComparisonView> all() {
        return List.of(new ComparisonView(
                "a-push",
                "An image is <pushed>",
                "Finds a push.",
                List.of(new ComparisonView.LoggedEvent(
                        1, true, "2026-01-05T10:00:00Z", "PutImage", "mallory", "eu-central-1", "{}")),
                List.of(
                        new ComparisonView.Variant(
                                "splunk", "Splunk", "spl", "SPL", "eventName=PutImage", "runnable", "", List.of(1)),
                        new ComparisonView.Variant(
                                "chronicle",
                                "Google SecOps",
                                "yaral",
                                "YARA-L",
                                "rule push {}",
                                "not runnable",
                                "language yaral",
                                List.of()))));
    }

    @Override
    public Optional<ComparisonView> comparison(String id) {
        return all().stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
