package io.telltale.detection.lint;

import io.telltale.detection.analysis.Predicate;
import io.telltale.detection.analysis.RuleAnalysis;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.RuleKind;
import java.util.List;
import java.util.Optional;

/**
 * Says of a rule what would make it silently dead. Of a rule on another log than CloudTrail only the text and the techniques
 * are looked at, as nothing is known of that log.
 */
public final class Linter {
    private final LogFacts facts;

    public Linter(LogFacts facts) {
        this.facts = facts;
    }

    /** The rule's faults in the order of its text; those of its techniques stand at its file's first line. */
    public List<LintFinding> lint(PreparedRule prepared) {
        return lint(prepared, Optional.empty());
    }

    /** The rule's faults in the order of its file, whose text is given too. */
    public List<LintFinding> lint(PreparedRule prepared, Optional<String> file) {
        Rule rule = prepared.rule();
        var found = new LintFindings(rule.body());
        prepared.failure()
                .map(Linter::unread)
                .ifPresent(f -> found.add(f.code(), f.position(), f.message(), f.remedy()));
        if (rule.logType().equals(Pipeline.CLOUDTRAIL)) {
            for (Unsupported unsupported : prepared.unsupported()) {
                found.add(
                        LintCode.UNSUPPORTED,
                        unsupported.span(),
                        unsupported.construct() + " is not supported",
                        unsupported.construct().equals("comparison of two fields")
                                ? "Put the value in quotation marks, where one is meant."
                                : "Write the rule without it, or run it where it is supported.");
            }
            predicates(prepared, found);
        }
        new TechniqueChecks(facts, found).techniques(rule, file);
        return found.inOrder();
    }

    /** A file, or a part of one, that could not be read. */
    public static LintFinding unread(Reading.Problem problem) {
        boolean isRepeated = problem.kind() == Reading.Problem.Kind.REPEATED_ID;
        return new LintFinding(
                isRepeated ? LintCode.REPEATED_ID : LintCode.SYNTAX,
                problem.position(),
                problem.message(),
                isRepeated
                        ? "Give each rule an id of its own."
                        : problem.message().contains("expected")
                                ? "Write what is expected at that place."
                                : "Mend the file at that place.");
    }

    private void predicates(PreparedRule prepared, LintFindings found) {
        RuleAnalysis analysis = prepared.analysis();
        ReadRule read = ReadRule.of(prepared.detection());
        var names = new NameChecks(facts, analysis, found);
        var fields = new FieldChecks(facts, read, found);
        boolean isWhole = prepared.readiness() == Readiness.RUNNABLE || prepared.readiness() == Readiness.WAITING;
        boolean isOfOthers = prepared.rule().kind() == RuleKind.CORRELATION;
        for (Predicate predicate : analysis.predicates()) {
            // What a correlation has of other rules is found in those.
            boolean isElsewhere = isOfOthers && !mentions(found.slice(predicate.span()), predicate.value());
            if (isElsewhere || read.isDead(predicate.span())) {
                continue;
            }
            names.predicate(predicate);
            if (isWhole) {
                fields.predicate(predicate);
            }
        }
        if (!isOfOthers) {
            names.services(read);
        }
        if (isWhole && !isOfOthers) {
            fields.tests();
            fields.keys();
            fields.errorCodes();
            fields.responses(analysis);
        }
        if (prepared.readiness() == Readiness.RUNNABLE && !isOfOthers) {
            prepared.detection()
                    .map(Contradictions::of)
                    .orElse(List.of())
                    .forEach(c -> found.add(
                            LintCode.NEVER_TRUE, c.span(), c.message(), "Ask for one of them, or for either."));
        }
    }

    private static boolean mentions(String text, String word) {
        return LogFacts.fold(text).contains(LogFacts.fold(word));
    }
}
