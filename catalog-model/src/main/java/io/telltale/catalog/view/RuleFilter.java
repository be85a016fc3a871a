package io.telltale.catalog.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which rules are wanted; an empty text asks for all. Addresses carry its components under their own names.
 *
 * @param text words in title, description, id or body
 * @param attachment with service or event: pinned, listed, resolved or catch-all
 * @param technique an ATT&amp;CK id, its sub-techniques included
 * @param log what the rule reads, {@code aws.cloudtrail} or the vendor's own word
 * @param runnable true, false or empty
 * @param readiness runnable, waiting, failed, or not runnable, which takes the failed ones in
 * @param construct what keeps the rule from running
 * @param field with indicatorKind, value and negated: only rules that use this indicator
 * @param negated true, false or empty
 */
public record RuleFilter(
        String text,
        String vendor,
        String service,
        String event,
        String attachment,
        String technique,
        String severity,
        String kind,
        String language,
        String log,
        String runnable,
        String readiness,
        String construct,
        String field,
        String indicatorKind,
        String value,
        String negated) {
    public static final RuleFilter NONE = of(Map.of());

    /**
     * Reads each component from a parameter of its name.
     *
     * @param parameter gives a parameter's value, or null where there is none
     */
    public static RuleFilter of(Parameters parameter) {
        UnaryOperator<String> value =
                name -> Optional.ofNullable(parameter.value(name)).orElse("");
        return new RuleFilter(
                value.apply("text").strip(),
                value.apply("vendor"),
                value.apply("service"),
                value.apply("event"),
                value.apply("attachment"),
                value.apply("technique"),
                value.apply("severity"),
                value.apply("kind"),
                value.apply("language"),
                value.apply("log"),
                value.apply("runnable"),
                value.apply("readiness"),
                value.apply("construct"),
                value.apply("field"),
                value.apply("indicatorKind"),
                value.apply("value"),
                value.apply("negated"));
    }

    /** The components that are given, by name. */
    public static RuleFilter of(Map<String, String> parameters) {
        return of(parameters::get);
    }

    /** The filter that the rules attached to an event pass. */
    public static RuleFilter ofEvent(String service, String event) {
        return of(Map.of("service", service, "event", event));
    }

    /** The components that are not empty, by name, in the order of the record. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("text", text);
        parameters.put("vendor", vendor);
        parameters.put("service", service);
        parameters.put("event", event);
        parameters.put("attachment", attachment);
        parameters.put("technique", technique);
        parameters.put("severity", severity);
        parameters.put("kind", kind);
        parameters.put("language", language);
        parameters.put("log", log);
        parameters.put("runnable", runnable);
        parameters.put("readiness", readiness);
        parameters.put("construct", construct);
        parameters.put("field", field);
        parameters.put("indicatorKind", indicatorKind);
        parameters.put("value", value);
        parameters.put("negated", negated);
        parameters.values().removeIf(String::isEmpty);
        return Collections.unmodifiableMap(parameters);
    }

    /** Whether field, kind and negation say which indicator is meant, so that an empty value is that value and no wildcard. */
    public boolean isWholeIndicator() {
        return !field.isEmpty() && !indicatorKind.isEmpty() && !negated.isEmpty();
    }

    /** Where a filter's parameters come from. */
    @FunctionalInterface
    public interface Parameters {
        @Nullable String value(String name);
    }
}
