package io.telltale.detection.report;

import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Position;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What reading a vendor's repository brought, and what keeps its rules from running. Every rule on CloudTrail that is not
 * runnable has at least one entry among {@code unsupported}; every file, or part of one, that could not be read has an
 * error.
 *
 * @param vendor the vendor's slug
 * @param commit the commit that is checked out; empty where the folder is no checkout
 * @param files files opened as rules or as what rules lean on
 * @param rules rules read, on any log
 * @param unsupported for each construct how many rules on CloudTrail it keeps from running, the most frequent first; a
 *     rule whose text cannot be read counts under {@link #SYNTAX_ERROR}
 * @param errors in the order of files and lines
 */
public record RepositoryReport(
        String vendor,
        String commit,
        int files,
        int rules,
        CloudTrail cloudtrail,
        Map<String, Integer> unsupported,
        List<FileError> errors) {
    /** The construct of a rule whose text is not of its language. */
    public static final String SYNTAX_ERROR = "syntax error";

    /** The rules on CloudTrail: how many, and how many of each readiness. One that cannot be parsed is not runnable. */
    public record CloudTrail(int rules, int runnable, int waiting, int notRunnable) {}

    /** A place in a file of the vendor, its line counted from 1, and what is wrong there. */
    public record FileError(String file, int line, String message) {
        static FileError of(Reading.Problem problem) {
            Position position = problem.position();
            return new FileError(position.file(), position.line(), problem.message());
        }
    }

    public RepositoryReport {
        unsupported = Collections.unmodifiableMap(new LinkedHashMap<>(unsupported));
        errors = List.copyOf(errors);
    }

    /** Whether a rule counts among those on CloudTrail: it reads that log, and its vendor has not withdrawn it. */
    public static boolean onCloudTrail(Rule rule) {
        return rule.logType().equals(Pipeline.CLOUDTRAIL) && !rule.deprecated();
    }

    /**
     * Makes the report.
     *
     * @param prepared the rules of the reading that have been prepared; those on other logs do not count in the figures of
     *     CloudTrail
     */
    public static RepositoryReport of(String vendor, String commit, Reading reading, List<PreparedRule> prepared) {
        var counts = new TreeMap<String, Integer>();
        var errors = new ArrayList<FileError>();
        reading.problems().forEach(p -> errors.add(FileError.of(p)));
        int rules = 0;
        int runnable = 0;
        int waiting = 0;
        for (PreparedRule rule : prepared) {
            if (!onCloudTrail(rule.rule())) {
                continue;
            }
            rules++;
            rule.failure().ifPresent(f -> errors.add(FileError.of(f)));
            if (rule.readiness() == Readiness.RUNNABLE) {
                runnable++;
            } else if (rule.readiness() == Readiness.WAITING) {
                waiting++;
            } else {
                constructs(rule).forEach(c -> counts.merge(c, 1, Integer::sum));
            }
        }
        errors.sort(Comparator.comparing(FileError::file).thenComparingInt(FileError::line));
        return new RepositoryReport(
                vendor,
                commit,
                reading.files(),
                reading.rules().size(),
                new CloudTrail(rules, runnable, waiting, rules - runnable - waiting),
                mostFrequentFirst(counts),
                errors);
    }

    /** What keeps a rule from running. */
    static List<String> constructs(PreparedRule rule) {
        return rule.readiness() == Readiness.FAILED
                ? List.of(SYNTAX_ERROR)
                : rule.unsupported().stream()
                        .map(Unsupported::construct)
                        .distinct()
                        .toList();
    }

    private static Map<String, Integer> mostFrequentFirst(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }
}
