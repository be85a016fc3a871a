package io.telltale.catalog.view;

import java.util.List;

/**
 * A rule in a list.
 *
 * @param kind detection, hunting, correlation or forwarded
 * @param readiness runnable, not runnable, waiting or failed; removed, for a rule that its vendor has withdrawn
 * @param reason why it is not runnable; empty where it is
 */
public record RuleSummary(
        String vendor,
        String vendorTitle,
        String id,
        String title,
        String description,
        String kind,
        String severity,
        String status,
        boolean enabled,
        String language,
        String readiness,
        String reason,
        List<String> techniques,
        String url) {
    public RuleSummary {
        techniques = List.copyOf(techniques);
    }
}
