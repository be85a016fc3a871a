package io.telltale.catalog.attachment;

import io.telltale.detection.analysis.RuleAnalysis.EventReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds the events that a rule belongs to. Names are compared without case, as rules of most vendors are; where several
 * alternatives of a rule name one event, the plainest counts. An event that the catalog does not know has no page and so
 * no attachment.
 */
public final class EventAttachment {
    private final Map<String, List<CataloguedEvent>> byName;
    private final Map<String, CataloguedEvent> bySourceAndName;

    public EventAttachment(Collection<CataloguedEvent> catalog) {
        this.byName = catalog.stream()
                .filter(event -> !event.isCatchAll())
                .collect(Collectors.groupingBy(event -> fold(event.name())));
        this.bySourceAndName = catalog.stream()
                .collect(Collectors.toMap(
                        event -> key(event.eventSource(), event.name()), event -> event, (first, second) -> first));
    }

    /** The attachments of a rule whose positive predicates name these events, at most one an event. */
    public List<Attachment> attach(List<EventReference> references) {
        var found = new LinkedHashMap<CataloguedEvent, Attachment>();
        for (EventReference reference : references) {
            for (Attachment attachment : attach(reference)) {
                found.merge(
                        attachment.event(),
                        attachment,
                        (old, other) -> other.kind().compareTo(old.kind()) < 0 ? other : old);
            }
        }
        return List.copyOf(found.values());
    }

    private List<Attachment> attach(EventReference reference) {
        String source = reference.eventSource().orElse("");
        String name = reference.eventName().orElse("");
        if (name.isEmpty()) {
            return source.isEmpty() ? List.of() : catchAll(source);
        }
        return source.isEmpty() ? resolve(name, reference.listed()) : pin(source, name, reference.listed());
    }

    private List<Attachment> catchAll(String source) {
        CataloguedEvent event = bySourceAndName.get(key(source, CataloguedEvent.CATCH_ALL));
        return event == null
                ? List.of()
                : List.of(new Attachment(
                        event,
                        Attachment.Kind.CATCH_ALL,
                        "eventSource is " + event.eventSource()
                                + ", and the rule names no eventName that could be listed"));
    }

    private List<Attachment> pin(String source, String name, boolean listed) {
        CataloguedEvent event = bySourceAndName.get(key(source, name));
        if (event == null) {
            return List.of();
        }
        String at = "eventSource is " + event.eventSource() + " and ";
        return List.of(
                listed
                        ? new Attachment(
                                event,
                                Attachment.Kind.LISTED,
                                at + event.name() + " is one of several values of eventName")
                        : new Attachment(event, Attachment.Kind.PINNED, at + "eventName is " + event.name()));
    }

    private List<Attachment> resolve(String name, boolean listed) {
        List<CataloguedEvent> services = byName.getOrDefault(fold(name), List.of());
        var attachments = new ArrayList<Attachment>();
        for (CataloguedEvent event : services) {
            String named =
                    listed ? event.name() + " is one of several values of eventName" : "eventName is " + event.name();
            String why = services.size() == 1
                    ? named + "; the rule names no eventSource, and in the catalog " + event.serviceTitle()
                            + " alone has an event of this name"
                    : named + "; the rule names no eventSource, and " + services.size()
                            + " services of the catalog have an event of this name: service not pinned";
            attachments.add(new Attachment(event, Attachment.Kind.RESOLVED, why));
        }
        return attachments;
    }

    private static String key(String source, String name) {
        return fold(source) + "\n" + fold(name);
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
