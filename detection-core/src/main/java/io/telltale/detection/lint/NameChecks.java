package io.telltale.detection.lint;

import com.google.re2j.Pattern;
import io.telltale.detection.analysis.Predicate;
import io.telltale.detection.analysis.RuleAnalysis;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.text.Span;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks at the event sources, event names and other closed values that a rule wants: those that the log never writes. */
final class NameChecks {
    private static final String EVENT_NAME = Printer.NAMESPACE + "eventName";
    private static final String EVENT_SOURCE = Printer.NAMESPACE + "eventSource";

    private final LogFacts facts;
    private final RuleAnalysis analysis;
    private final LintFindings found;

    NameChecks(LogFacts facts, RuleAnalysis analysis, LintFindings found) {
        this.facts = facts;
        this.analysis = analysis;
        this.found = found;
    }

    void predicate(Predicate predicate) {
        if (predicate.field().equals(EVENT_NAME)) {
            names(predicate);
        } else if (predicate.field().equals(EVENT_SOURCE)) {
            sources(predicate);
        } else {
            closedValues(predicate);
        }
    }

    private void names(Predicate predicate) {
        String wanted = predicate.value();
        if (!isWhole(predicate)) {
            partOf(
                    predicate,
                    facts.eventNames(),
                    LintCode.UNKNOWN_EVENT_NAME,
                    "Look the name up in the service's API reference.");
            return;
        }
        Set<String> known = facts.spellings(wanted);
        if (known.isEmpty()) {
            found.add(
                    LintCode.UNKNOWN_EVENT_NAME,
                    predicate.span(),
                    "no known service has an event " + wanted,
                    "Look the name up in the service's API reference.");
        } else if (predicate.caseSensitive()) {
            Set<String> ofItsServices = ofItsServices(known);
            if (!ofItsServices.contains(wanted)) {
                spelling(predicate.span(), wanted, ofItsServices);
            }
        }
    }

    /** Of several spellings those of the services that the rule names, where it names any that has the event. */
    private Set<String> ofItsServices(Set<String> spellings) {
        var of = new TreeSet<String>();
        for (RuleAnalysis.EventReference event : analysis.events()) {
            spellings.stream()
                    .filter(name -> facts.isSpelledBy(event.eventSource().orElse(""), name))
                    .forEach(of::add);
        }
        return of.isEmpty() ? spellings : of;
    }

    private void sources(Predicate predicate) {
        String wanted = predicate.value();
        if (!isWhole(predicate)) {
            partOf(
                    predicate,
                    facts.eventSources(),
                    LintCode.UNKNOWN_EVENT_SOURCE,
                    "Look the host name up in the service's CloudTrail page.");
            return;
        }
        Optional<String> known = facts.eventSource(wanted);
        if (known.isEmpty()) {
            String host = LogFacts.fold(wanted) + ".amazonaws.com";
            found.add(
                    LintCode.UNKNOWN_EVENT_SOURCE,
                    predicate.span(),
                    "no known service has the eventSource " + wanted,
                    facts.eventSource(host)
                            .map(h -> "Write " + h + ".")
                            .orElse("Look the host name up in the service's CloudTrail page."));
        } else if (predicate.caseSensitive() && !known.get().equals(wanted)) {
            spelling(predicate.span(), wanted, Set.of(known.get()));
        }
    }

    /** A part that is wanted of a name must stand in some known name, in the wanted case where case counts. */
    private void partOf(Predicate predicate, Set<String> known, LintCode unknown, String remedy) {
        Optional<Function<String, Boolean>> inAnyCase = textTest(predicate.kind(), LogFacts.fold(predicate.value()));
        Optional<Function<String, Boolean>> asWritten = textTest(predicate.kind(), predicate.value());
        if (inAnyCase.isEmpty() || asWritten.isEmpty()) {
            return;
        }
        List<String> matching = known.stream()
                .filter(name -> inAnyCase.get().apply(LogFacts.fold(name)))
                .sorted()
                .toList();
        if (matching.isEmpty()) {
            found.add(
                    unknown,
                    predicate.span(),
                    "nothing known " + words(predicate.kind()) + " " + predicate.value(),
                    remedy);
        } else if (predicate.caseSensitive()
                && matching.stream().noneMatch(name -> asWritten.get().apply(name))) {
            spelling(predicate.span(), predicate.value(), List.of(matching.get(0)));
        }
    }

    private void closedValues(Predicate predicate) {
        if (!isWhole(predicate) || !predicate.field().startsWith(Printer.NAMESPACE)) {
            return;
        }
        String wanted = predicate.value();
        String field = predicate.field().substring(Printer.NAMESPACE.length());
        Set<String> values = facts.values(field);
        Optional<String> known =
                values.stream().filter(value -> value.equalsIgnoreCase(wanted)).findFirst();
        if (!values.isEmpty() && known.isEmpty() && !wanted.isEmpty()) {
            found.add(
                    LintCode.UNKNOWN_VALUE,
                    predicate.span(),
                    "no record has the " + field + " " + wanted,
                    "It is one of " + String.join(", ", new TreeSet<>(values)) + ".");
        } else if (predicate.caseSensitive()
                && known.filter(value -> !value.equals(wanted)).isPresent()) {
            spelling(predicate.span(), wanted, Set.of(known.get()));
        }
    }

    private void spelling(Span span, String wanted, Collection<String> known) {
        String spelled = String.join(" or ", known);
        found.add(
                LintCode.CASE,
                span,
                "\"" + wanted + "\" never matches, as the log writes " + spelled + " and the comparison minds case",
                "Write " + spelled + ", or compare without case.");
    }

    /** Names that no service has which the rule names beside them. */
    void services(ReadRule read) {
        for (RuleAnalysis.EventReference reference : analysis.events()) {
            String source = reference.eventSource().orElse("");
            String name = reference.eventName().orElse("");
            Set<String> sources = facts.sourcesOf(name);
            boolean isSaidWithItsOwn = analysis.events().stream()
                    .anyMatch(other -> other.eventName().equals(reference.eventName())
                            && other.eventSource()
                                    .map(LogFacts::fold)
                                    .filter(sources::contains)
                                    .isPresent());
            Span span = spanOf(name);
            if (!source.isEmpty()
                    && facts.eventSource(source).isPresent()
                    && !sources.isEmpty()
                    && !isSaidWithItsOwn
                    && !read.isDead(span)) {
                found.add(
                        LintCode.OTHER_SERVICE,
                        span,
                        source + " has no event " + name,
                        "The event belongs to " + sources.stream().limit(3).collect(Collectors.joining(", ")) + ".");
            }
        }
    }

    private Span spanOf(String name) {
        return analysis.predicates().stream()
                .filter(p -> p.field().equals(EVENT_NAME) && p.value().equalsIgnoreCase(name))
                .map(Predicate::span)
                .findFirst()
                .orElse(Span.NONE);
    }

    private static boolean isWhole(Predicate predicate) {
        return predicate.kind().equals("eq") || predicate.kind().equals("in");
    }

    private static String words(String kind) {
        return kind.equals("wildcard") ? "matches" : kind.replace('_', ' ');
    }

    /** What a kind asks of a name; empty for kinds that are not compared with names here. */
    private static Optional<Function<String, Boolean>> textTest(String kind, String wanted) {
        return switch (kind) {
            case "starts_with" -> Optional.of(name -> name.startsWith(wanted));
            case "ends_with" -> Optional.of(name -> name.endsWith(wanted));
            case "contains" -> Optional.of(name -> name.contains(wanted));
            case "wildcard" -> {
                Pattern pattern = wildcard(wanted);
                yield Optional.of(pattern::matches);
            }
            default -> Optional.empty();
        };
    }

    private static Pattern wildcard(String pattern) {
        var regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                i++;
            }
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(pattern.charAt(i))));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
