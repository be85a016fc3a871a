package io.telltale.detection.analysis;

import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;

/**
 * What a rule looks for, read off its intermediate representation.
 *
 * @param predicates in the order of the text, without repetition
 * @param exclusions the top-level negated conjuncts among them
 * @param requiredFields the event's fields that it reads, canonical, in the order of the text
 * @param outputs the columns of its findings and the stage that binds each
 * @param stages the pipeline in the printable form
 * @param events what its positive predicates name, one entry an alternative
 */
public record RuleAnalysis(
        List<Predicate> predicates,
        List<Predicate> exclusions,
        List<String> requiredFields,
        List<OutputField> outputs,
        List<StageText> stages,
        List<EventReference> events) {
    public static final RuleAnalysis NONE =
            new RuleAnalysis(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public RuleAnalysis {
        predicates = List.copyOf(predicates);
        exclusions = List.copyOf(exclusions);
        requiredFields = List.copyOf(requiredFields);
        outputs = List.copyOf(outputs);
        stages = List.copyOf(stages);
        events = List.copyOf(events);
    }

    /** A column of the findings and the kind of the stage that binds it. */
    public record OutputField(String name, String stage) {}

    /** A stage: its kind ({@code filter}, {@code aggregate}, …), its printable form, its place in the body. */
    public record StageText(String kind, String text, Span span) {}

    /**
     * One alternative of what the rule's positive predicates name.
     *
     * @param eventSource as the rule writes it; empty where the alternative does not pin one
     * @param eventName likewise
     * @param listed whether the name is one of a list of several
     */
    public record EventReference(Optional<String> eventSource, Optional<String> eventName, boolean listed) {}
}
