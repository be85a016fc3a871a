package io.telltale.catalog.view;

import java.util.List;

/**
 * A rule taken apart.
 *
 * @param rule what lists show of it
 * @param logType the log that it reads, {@code aws.cloudtrail} or the vendor's own word
 * @param path its file in the vendor's repository
 * @param schedule how often it runs and how far it looks back, as ISO 8601 durations; empty for a rule on single events
 * @param groupBy what its findings are grouped by
 * @param events the events that it belongs to and why
 * @param related other rules on the same events
 * @param body its text in its language
 * @param stages its logic in the printable form, each with its place in the body
 * @param unsupported constructs that keep it from running
 * @param revisions newest first
 */
public record RuleView(
        RuleSummary rule,
        String author,
        String logType,
        String path,
        String schedule,
        List<String> groupBy,
        List<String> references,
        List<Technique> techniques,
        List<Tactic> tactics,
        List<EventCoverage> events,
        List<RelatedRule> related,
        String languageTitle,
        String body,
        List<StageText> stages,
        List<PredicateCount> predicates,
        List<Exclusion> exclusions,
        List<String> requiredFields,
        List<OutputField> outputs,
        List<ParameterValue> parameters,
        List<UnsupportedConstruct> unsupported,
        List<TestCase> tests,
        List<Revision> revisions) {

    public RuleView {
        groupBy = List.copyOf(groupBy);
        references = List.copyOf(references);
        techniques = List.copyOf(techniques);
        tactics = List.copyOf(tactics);
        events = List.copyOf(events);
        related = List.copyOf(related);
        stages = List.copyOf(stages);
        predicates = List.copyOf(predicates);
        exclusions = List.copyOf(exclusions);
        requiredFields = List.copyOf(requiredFields);
        outputs = List.copyOf(outputs);
        parameters = List.copyOf(parameters);
        unsupported = List.copyOf(unsupported);
        tests = List.copyOf(tests);
        revisions = List.copyOf(revisions);
    }

    /** An ATT&amp;CK technique; the name is empty where the catalog does not know the id. */
    public record Technique(String id, String name) {}

    /** An ATT&amp;CK tactic; the id is empty where the catalog does not know the slug. */
    public record Tactic(String id, String name, String slug) {}

    /** An event that the rule belongs to, how (pinned, listed, resolved, catch-all) and why. */
    public record EventCoverage(
            String provider, String service, String serviceTitle, String event, String attachment, String why) {}

    /** Another rule and how many events it shares with this one. */
    public record RelatedRule(String vendor, String id, String title, String severity, long sharedEvents) {}

    /** A stage; start and end count UTF-16 units of the body. */
    public record StageText(String kind, String text, int start, int end) {}

    /** A predicate, how many rules of the catalog use its triple, their vendors, and its place in the body. */
    public record PredicateCount(
            String field,
            String kind,
            String value,
            boolean negated,
            boolean caseSensitive,
            long corpusRules,
            List<String> vendors,
            int start,
            int end) {
        public PredicateCount {
            vendors = List.copyOf(vendors);
        }
    }

    /** What the rule leaves out: a field, how it is compared, and the values. */
    public record Exclusion(String field, String kind, List<String> values) {
        public Exclusion {
            values = List.copyOf(values);
        }
    }

    /** A column of the findings and the kind of the stage that binds it. */
    public record OutputField(String name, String stage) {}

    /** What the reader may set; value is empty and {@code set} false where the rule waits for it. */
    public record ParameterValue(String name, String kind, String value, String vendorDefault, boolean set) {}

    /** A construct that has no lowering, and its place in the body. */
    public record UnsupportedConstruct(String construct, int start, int end) {}

    /** A test of the vendor's; the log is indented JSON. */
    public record TestCase(String name, boolean expected, String log) {}

    /** A state of the rule's file; imported is in ISO 8601. */
    public record Revision(int number, String hash, String imported) {}
}
