package io.telltale.detection.lint;

import io.telltale.detection.analysis.Predicate;
import io.telltale.detection.analysis.RuleAnalysis;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks at the fields that a rule reads: those that no record has, and those that a kind of call leaves empty. */
final class FieldChecks {
    private static final String RESPONSE = "responseElements";
    private static final Pattern READING = Pattern.compile("(?:Describe|List|Get|BatchGet|Head|Search|Lookup)[A-Z].*");
    private static final Pattern TOKEN = Pattern.compile(".*(?:Token|Credentials)(?:For.*)?");
    private static final Pattern NAME = Pattern.compile("[\\w$.\\[\\]{}@-]+");

    /** Fields of Google's unified data model, by what they begin with. */
    private static final Pattern UDM = Pattern.compile(
            "(?:principal|target|src|intermediary|observer|about|network|security_result|metadata|extensions)\\..+");

    /** Those that Google adds to an event from what it knows of addresses, domains and assets. */
    private static final Pattern ENRICHED =
            Pattern.compile("artifact|location|\\.asset\\.|domain|prevalence|first_seen|base_labels");

    private static final Set<String> SUCCESS = Set.of("success", "succeeded", "ok", "none", "null", "n/a");

    private final LogFacts facts;
    private final ReadRule read;
    private final LintFindings found;

    FieldChecks(LogFacts facts, ReadRule read, LintFindings found) {
        this.facts = facts;
        this.read = read;
        this.found = found;
    }

    void predicate(Predicate predicate) {
        Span value = predicate.span();
        unknown(predicate.field(), value)
                .ifPresent(member -> unknownField(
                        predicate.field().substring(Printer.NAMESPACE.length()),
                        member,
                        place(predicate.field(), value).map(Expression::span).orElse(value)));
        if (UDM.matcher(predicate.field()).matches()
                && !ENRICHED.matcher(predicate.field()).find()) {
            unknownField(predicate.field(), predicate.field(), value);
        }
        if (predicate.kind().equals("field_eq")) {
            unknown(predicate.value(), new Span(value.end(), value.end()))
                    .ifPresent(word -> found.add(
                            LintCode.BARE_WORD,
                            place(predicate.value(), new Span(value.end(), value.end()))
                                    .map(Expression::span)
                                    .orElse(value),
                            "\"" + word + "\" is taken for a field, and no record has it",
                            "Put the value in quotation marks."));
        }
    }

    /** Comparisons in what a rule computes, which decide as those of its conditions do. */
    void tests() {
        for (Expression.Test test : read.tests()) {
            if (test.operand() instanceof Expression.Field field) {
                facts.unknownMember(field.path().toString(), field.path().anyCase())
                        .ifPresent(member -> unknownField(field.path().toString(), member, field.span()));
            }
        }
    }

    /** CloudTrail has no word for success: a call that fails has an errorCode, and one that succeeds has none. */
    void errorCodes() {
        for (Expression.Test test : read.tests()) {
            boolean isEqual = test.kind() == TestKind.EQ || test.kind() == TestKind.IN;
            if (isEqual
                    && test.operand() instanceof Expression.Field field
                    && field.path().toString().equals("errorCode")) {
                test.wanted().stream()
                        .filter(wanted -> wanted instanceof Expression.Literal literal
                                && SUCCESS.contains(
                                        LogFacts.fold(literal.value().asText())))
                        .forEach(wanted -> found.add(
                                LintCode.ERROR_CODE_OF_SUCCESS,
                                wanted.span().equals(Span.NONE) ? test.span() : wanted.span(),
                                "no record has such an errorCode, as a call that succeeds has none",
                                "Ask for records without errorCode."));
            }
        }
    }

    /** Rows without a key are in no group: where no record has the key, there is no group at all. */
    void keys() {
        for (Expression.Field key : read.keys()) {
            facts.unknownMember(key.path().toString(), key.path().anyCase())
                    .ifPresent(member -> unknownField(key.path().toString(), member, key.span()));
        }
    }

    /** Where all events of the rule only read, what it looks for in their answers may never be there. */
    void responses(RuleAnalysis analysis) {
        List<String> names = analysis.events().stream()
                .map(event -> event.eventName().orElse(""))
                .toList();
        boolean onlyReads = !names.isEmpty()
                && names.stream()
                        .allMatch(name -> READING.matcher(name).matches()
                                && !TOKEN.matcher(name).matches());
        if (!onlyReads) {
            return;
        }
        read.below(RESPONSE).stream()
                .filter(field -> found.mentions(lastName(field)))
                .findFirst()
                .ifPresent(field -> found.add(
                        LintCode.READ_ONLY_RESPONSE,
                        field.span(),
                        names.get(0) + " only reads, so its " + field.path() + " may always be missing",
                        "Look at a real record of the event; where its responseElements is null, the rule needs another"
                                + " source."));
    }

    /**
     * Tells of a field by the rule's own word for it where that is plain to see.
     *
     * @param path as the rule reads the record
     * @param member the part of it that no record has
     */
    private void unknownField(String path, String member, Span span) {
        String written = found.slice(span);
        boolean isName =
                NAME.matcher(written).matches() && LogFacts.fold(written).contains(LogFacts.fold(firstWord(member)));
        int hint = member.indexOf(' ');
        String spelled = hint < 0 ? "" : member.substring(hint);
        String named = isName ? written + spelled : member.contains(".") || hint > 0 ? member : path;
        found.add(
                LintCode.UNKNOWN_FIELD,
                span,
                "no record has a field " + named,
                "Use the name that the log gives the field.");
    }

    private static String firstWord(String member) {
        return member.replaceFirst("[ .].*", "");
    }

    /** The member of a record's path that no record has. */
    private Optional<String> unknown(String field, Span near) {
        if (!field.startsWith(Printer.NAMESPACE)) {
            return Optional.empty();
        }
        boolean anyCase =
                place(field, near).map(place -> place.path().anyCase()).orElse(false);
        return facts.unknownMember(field.substring(Printer.NAMESPACE.length()), anyCase);
    }

    private Optional<Expression.Field> place(String field, Span before) {
        return field.startsWith(Printer.NAMESPACE)
                ? read.field(field.substring(Printer.NAMESPACE.length()), before.start())
                : Optional.empty();
    }

    /** The last name of a path, without list steps. */
    private static String lastName(Expression.Field field) {
        String path = field.path().toString().replaceAll("\\[[^\\]]*\\]", "");
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
