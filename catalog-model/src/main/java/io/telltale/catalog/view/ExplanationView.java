package io.telltale.catalog.view;

import io.telltale.detection.engine.Explanation;
import java.util.List;

/**
 * Why a finding came about.
 *
 * @param body the rule's text that the spans point into
 * @param events the evidence as JSON; not all of it where the run kept only the first
 */
public record ExplanationView(
        FindingView finding, String language, String body, Explanation explanation, List<String> events) {
    public ExplanationView {
        events = List.copyOf(events);
    }
}
