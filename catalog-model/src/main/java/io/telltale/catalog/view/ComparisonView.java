package io.telltale.catalog.view;

import java.util.List;

/**
 * One detection written in several languages, and what each makes of the same events.
 *
 * @param id its name in addresses
 * @param events in the order of their numbers
 * @param variants one for each rule
 */
public record ComparisonView(
        String id, String title, String description, List<LoggedEvent> events, List<Variant> variants) {
    public ComparisonView {
        events = List.copyOf(events);
        variants = List.copyOf(variants);
    }

    /**
     * An event that the rules are put to.
     *
     * @param number counted from 1
     * @param fires whether the detection is meant to fire on it
     * @param json the whole record, indented
     */
    public record LoggedEvent(
            int number, boolean fires, String time, String name, String principal, String region, String json) {}

    /**
     * The detection in one language.
     *
     * @param readiness runnable, not runnable, waiting or failed
     * @param reason why it is not runnable; empty where it is
     * @param fires the numbers of the events that each of its findings ended with
     */
    public record Variant(
            String vendor,
            String vendorTitle,
            String language,
            String languageTitle,
            String body,
            String readiness,
            String reason,
            List<Integer> fires) {
        public Variant {
            fires = List.copyOf(fires);
        }

        /** Whether one of the findings ended with an event. */
        public boolean firesOn(int number) {
            return fires.contains(number);
        }
    }
}
