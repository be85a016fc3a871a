package io.telltale.detection.lint;

import io.telltale.detection.analysis.Predicate;
import io.telltale.detection.analysis.RuleAnalysis;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import io.telltale.detection.vendor.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says of a rule what would make it silently dead. */
public final class Linter {
    private static final String EVENT_NAME = Printer.NAMESPACE + "eventName";
    private static final String EVENT_SOURCE = Printer.NAMESPACE + "eventSource";
    private static final Pattern READING = Pattern.compile("(?:Describe|List|Get|BatchGet|Head|Search|Lookup)[A-Z].*");
    private static final Pattern TOKEN = Pattern.compile(".*(?:Token|Credentials)(?:For.*)?");

    private final LogFacts facts;

    public Linter(LogFacts facts) {
        this.facts = facts;
    }

    /** The rule's faults in the order of its text; those of its metadata last. */
    public List<LintFinding> lint(PreparedRule prepared) {
        var found = new LinkedHashSet<LintFinding>();
        Rule rule = prepared.rule();
        SourceText body = rule.body();
        prepared.failure()
                .ifPresent(failure -> found.add(new LintFinding(
                        LintCode.SYNTAX,
                        failure.position(),
                        failure.message(),
                        "Write what is expected at that place.")));
        for (Unsupported unsupported : prepared.unsupported()) {
            found.add(new LintFinding(
                    LintCode.UNSUPPORTED,
                    body.at(unsupported.span().start()),
                    unsupported.construct() + " is not supported",
                    "Write the rule without it, or run it where it is supported."));
        }
        if (rule.logType().equals(Pipeline.CLOUDTRAIL)) {
            predicates(prepared.analysis(), body, found);
            events(prepared.analysis(), body, found);
        }
        techniques(rule, found);
        return List.copyOf(found);
    }

    private void predicates(RuleAnalysis analysis, SourceText body, Set<LintFinding> found) {
        for (Predicate predicate : analysis.predicates()) {
            Position position = body.at(predicate.span().start());
            unknown(predicate.field())
                    .ifPresent(member -> found.add(new LintFinding(
                            LintCode.UNKNOWN_FIELD,
                            position,
                            "no record has a field " + member,
                            "Use the name that the log gives the field.")));
            if (predicate.kind().equals("field_eq")) {
                unknown(predicate.value())
                        .ifPresent(word -> found.add(new LintFinding(
                                LintCode.BARE_WORD,
                                position,
                                "\"" + word + "\" is taken for a field, and no record has it",
                                "Put the value in quotation marks.")));
            } else if (predicate.field().equals(EVENT_NAME)) {
                names(predicate, position, found);
            } else if (predicate.field().equals(EVENT_SOURCE)) {
                sources(predicate, position, found);
            } else {
                closedValues(predicate, position, found);
            }
        }
    }

    private void names(Predicate predicate, Position position, Set<LintFinding> found) {
        Optional<BiPredicate<String, String>> test = textTest(predicate.kind());
        if (test.isEmpty()) {
            return;
        }
        String wanted = predicate.value();
        if (isWhole(predicate)) {
            Optional<String> known = facts.eventName(wanted);
            if (known.isEmpty()) {
                found.add(new LintFinding(
                        LintCode.UNKNOWN_EVENT_NAME,
                        position,
                        "no known service has an event " + wanted,
                        "Look the name up in the service's API reference."));
            } else if (predicate.caseSensitive() && !known.get().equals(wanted)) {
                found.add(spelling(position, wanted, known.get()));
            }
        } else {
            partOf(predicate, position, test.get(), facts.eventNames(), LintCode.UNKNOWN_EVENT_NAME, found);
        }
    }

    private void sources(Predicate predicate, Position position, Set<LintFinding> found) {
        Optional<BiPredicate<String, String>> test = textTest(predicate.kind());
        if (test.isEmpty()) {
            return;
        }
        String wanted = predicate.value();
        if (isWhole(predicate)) {
            Optional<String> known = facts.eventSource(wanted);
            if (known.isEmpty()) {
                String host = LogFacts.fold(wanted) + ".amazonaws.com";
                found.add(new LintFinding(
                        LintCode.UNKNOWN_EVENT_SOURCE,
                        position,
                        "no known service has the eventSource " + wanted,
                        facts.eventSource(host)
                                .map(h -> "Write " + h + ".")
                                .orElse("Look the host name up in the service's CloudTrail page.")));
            } else if (predicate.caseSensitive() && !known.get().equals(wanted)) {
                found.add(spelling(position, wanted, known.get()));
            }
        } else {
            partOf(predicate, position, test.get(), facts.eventSources(), LintCode.UNKNOWN_EVENT_SOURCE, found);
        }
    }

    /** A part that is wanted of a name must stand in some known name, in the wanted case where case counts. */
    private static void partOf(
            Predicate predicate,
            Position position,
            BiPredicate<String, String> test,
            Set<String> known,
            LintCode unknown,
            Set<LintFinding> found) {
        String part = LogFacts.fold(predicate.value());
        List<String> matching = known.stream()
                .filter(name -> test.test(LogFacts.fold(name), part))
                .toList();
        if (matching.isEmpty()) {
            found.add(new LintFinding(
                    unknown,
                    position,
                    "nothing known " + predicate.kind().replace('_', ' ') + " " + predicate.value(),
                    "Look the name up in the service's API reference."));
        } else if (predicate.caseSensitive()
                && matching.stream().noneMatch(name -> test.test(name, predicate.value()))) {
            found.add(spelling(position, predicate.value(), matching.get(0)));
        }
    }

    private void closedValues(Predicate predicate, Position position, Set<LintFinding> found) {
        if (!isWhole(predicate)
                || !predicate.caseSensitive()
                || !predicate.field().startsWith(Printer.NAMESPACE)) {
            return;
        }
        Set<String> values = facts.values(predicate.field().substring(Printer.NAMESPACE.length()));
        if (!values.contains(predicate.value())) {
            values.stream()
                    .filter(value -> value.equalsIgnoreCase(predicate.value()))
                    .findFirst()
                    .ifPresent(value -> found.add(spelling(position, predicate.value(), value)));
        }
    }

    private static LintFinding spelling(Position position, String wanted, String known) {
        return new LintFinding(
                LintCode.CASE,
                position,
                "\"" + wanted + "\" never matches, as the log writes " + known + " and the comparison minds case",
                "Write " + known + ", or compare without case.");
    }

    /** The member of a record's path that no record has. */
    private Optional<String> unknown(String field) {
        return field.startsWith(Printer.NAMESPACE)
                ? facts.unknownMember(field.substring(Printer.NAMESPACE.length()))
                : Optional.empty();
    }

    private void events(RuleAnalysis analysis, SourceText body, Set<LintFinding> found) {
        var names = new ArrayList<String>();
        for (RuleAnalysis.EventReference reference : analysis.events()) {
            String source = reference.eventSource().orElse("");
            String name = reference.eventName().orElse("");
            names.add(name);
            Set<String> sources = facts.sourcesOf(name);
            boolean isSaidWithItsOwn = analysis.events().stream()
                    .anyMatch(other -> other.eventName().equals(reference.eventName())
                            && other.eventSource()
                                    .map(LogFacts::fold)
                                    .filter(sources::contains)
                                    .isPresent());
            if (!source.isEmpty() && facts.eventSource(source).isPresent() && !sources.isEmpty() && !isSaidWithItsOwn) {
                found.add(new LintFinding(
                        LintCode.OTHER_SERVICE,
                        body.at(spanOf(analysis, EVENT_NAME, name).start()),
                        source + " has no event " + name,
                        "The event belongs to " + sources.stream().limit(3).collect(Collectors.joining(", ")) + "."));
            }
        }
        boolean onlyReads = !names.isEmpty()
                && names.stream()
                        .allMatch(n -> READING.matcher(n).matches()
                                && !TOKEN.matcher(n).matches());
        Optional<String> response = analysis.requiredFields().stream()
                .filter(f -> f.startsWith(Printer.NAMESPACE + "responseElements."))
                .findFirst();
        if (onlyReads && response.isPresent()) {
            found.add(new LintFinding(
                    LintCode.READ_ONLY_RESPONSE,
                    body.at(spanOf(analysis, EVENT_NAME, names.get(0)).start()),
                    names.get(0) + " only reads, so its " + response.get().substring(Printer.NAMESPACE.length())
                            + " may always be missing",
                    "Look at a real record of the event; where its responseElements is null, the rule needs another"
                            + " source."));
        }
    }

    private static Span spanOf(RuleAnalysis analysis, String field, String value) {
        return analysis.predicates().stream()
                .filter(p -> p.field().equals(field) && p.value().equalsIgnoreCase(value))
                .map(Predicate::span)
                .findFirst()
                .orElse(Span.NONE);
    }

    private void techniques(Rule rule, Set<LintFinding> found) {
        var start = new Position(rule.path(), 1, 1);
        for (String technique : rule.techniques()) {
            Optional<String> successor = facts.successor(technique);
            if (successor.isPresent()) {
                found.add(new LintFinding(
                        LintCode.RETIRED_TECHNIQUE,
                        start,
                        "ATT&CK has retired " + technique,
                        "Name " + successor.get() + "."));
            } else if (!facts.isTechnique(technique)) {
                found.add(new LintFinding(
                        LintCode.UNKNOWN_TECHNIQUE,
                        start,
                        "ATT&CK has no technique " + technique,
                        "Look the number up at attack.mitre.org."));
            }
        }
    }

    private static boolean isWhole(Predicate predicate) {
        return predicate.kind().equals("eq") || predicate.kind().equals("in");
    }

    /** How a kind compares two texts of one case; empty for kinds that are not compared with names here. */
    private static Optional<BiPredicate<String, String>> textTest(String kind) {
        return switch (kind) {
            case "eq", "in" -> Optional.of(String::equals);
            case "starts_with" -> Optional.of(String::startsWith);
            case "ends_with" -> Optional.of(String::endsWith);
            case "contains" -> Optional.of(String::contains);
            default -> Optional.empty();
        };
    }
}
