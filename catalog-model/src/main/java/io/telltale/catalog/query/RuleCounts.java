package io.telltale.catalog.query;

import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.entity.SourceEntity;
import io.telltale.catalog.view.SourceView.CloudTrailRules;
import io.telltale.catalog.view.SourceView.ConstructCount;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.report.RepositoryReport;
import io.telltale.detection.vendor.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How many rules on CloudTrail are of each readiness, and what keeps them from running; withdrawn ones do not count. */
public record RuleCounts(CloudTrailRules cloudtrail, List<ConstructCount> unsupported) {
    public RuleCounts {
        unsupported = List.copyOf(unsupported);
    }

    /** How many rules have a readiness. */
    public record OfReadiness(String readiness, long rules) {}

    /** Of the rules that come from a source. */
    public static RuleCounts ofSource(SourceEntity source) {
        return of("r.source = ?1", source);
    }

    /** Of all rules of a vendor. */
    public static RuleCounts ofVendor(String vendor) {
        return of("r.vendor.slug = ?1", vendor);
    }

    private static RuleCounts of(String condition, Object parameter) {
        String where = " where " + condition + " and r.logType = ?2 and r.removed is null and r.status <> '"
                + Rule.DEPRECATED + "'";
        Map<String, Long> byReadiness = RuleEntity.find(
                        "select r.readiness, count(*) from RuleEntity r" + where + " group by r.readiness",
                        parameter,
                        Pipeline.CLOUDTRAIL)
                .project(OfReadiness.class)
                .stream()
                .collect(Collectors.toMap(OfReadiness::readiness, OfReadiness::rules));
        long failed = byReadiness.getOrDefault("failed", 0L);
        var constructs = new ArrayList<ConstructCount>(RuleEntity.find(
                        "select u.construct, count(distinct r.id) from RuleEntity r join r.unsupported u" + where
                                + " group by u.construct",
                        parameter,
                        Pipeline.CLOUDTRAIL)
                .project(ConstructCount.class)
                .list());
        if (failed > 0) {
            constructs.add(new ConstructCount(RepositoryReport.SYNTAX_ERROR, failed));
        }
        constructs.sort(
                Comparator.comparingLong(ConstructCount::rules).reversed().thenComparing(ConstructCount::construct));
        long all = byReadiness.values().stream().mapToLong(Long::longValue).sum();
        long runnable = byReadiness.getOrDefault("runnable", 0L);
        long waiting = byReadiness.getOrDefault("waiting", 0L);
        return new RuleCounts(new CloudTrailRules(all, runnable, waiting, all - runnable - waiting), constructs);
    }
}
