package io.telltale.catalog.query;

import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.view.LanguageView;
import io.telltale.catalog.view.SourceView.CloudTrailRules;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.report.RepositoryReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what runs of each rule language and what keeps the catalog's rules from running. */
final class LanguageQuery {
    private final List<RuleLanguage> languages;

    LanguageQuery(List<RuleLanguage> languages) {
        this.languages = languages;
    }

    /** How many rules of a language read a log and have a readiness. */
    public record Count(String language, String log, String readiness, long rules) {}

    /** How many rules of a language and a vendor a construct keeps from running. */
    public record Missing(String language, String construct, String vendor, String vendorTitle, long rules) {}

    /** How many rules of a language and a vendor cannot be read. */
    public record Failed(String language, String vendor, String vendorTitle, long rules) {}

    List<LanguageView> languages() {
        List<Count> counts = RuleEntity.find("select r.language, r.logType, r.readiness, count(*) from RuleEntity r"
                        + " where r.removed is null group by r.language, r.logType, r.readiness")
                .project(Count.class)
                .list();
        List<Missing> missing = missing();
        return languages.stream()
                .sorted(Comparator.comparing(RuleLanguage::title, String.CASE_INSENSITIVE_ORDER))
                .map(language -> view(
                        language,
                        counts.stream()
                                .filter(each -> each.language().equals(language.slug()))
                                .toList(),
                        missing.stream()
                                .filter(each -> each.language().equals(language.slug()))
                                .toList()))
                .toList();
    }

    private static List<Missing> missing() {
        var missing = new ArrayList<Missing>(RuleEntity.find(
                        "select r.language, u.construct, r.vendor.slug, r.vendor.title, count(distinct r.id)"
                                + " from RuleEntity r join r.unsupported u where r.removed is null and r.logType = ?1"
                                + " group by r.language, u.construct, r.vendor.slug, r.vendor.title",
                        Pipeline.CLOUDTRAIL)
                .project(Missing.class)
                .list());
        RuleEntity.find(
                        "select r.language, r.vendor.slug, r.vendor.title, count(*) from RuleEntity r"
                                + " where r.removed is null and r.logType = ?1 and r.readiness = 'failed'"
                                + " group by r.language, r.vendor.slug, r.vendor.title",
                        Pipeline.CLOUDTRAIL)
                .project(Failed.class)
                .list()
                .forEach(failed -> missing.add(new Missing(
                        failed.language(),
                        RepositoryReport.SYNTAX_ERROR,
                        failed.vendor(),
                        failed.vendorTitle(),
                        failed.rules())));
        missing.sort(Comparator.comparingLong(Missing::rules)
                .reversed()
                .thenComparing(Missing::construct)
                .thenComparing(Missing::vendor));
        return missing;
    }

    private static LanguageView view(RuleLanguage language, List<Count> counts, List<Missing> missing) {
        List<Count> cloudtrail = counts.stream()
                .filter(each -> each.log().equals(Pipeline.CLOUDTRAIL))
                .toList();
        long all = rules(cloudtrail);
        long runnable = rules(of("runnable", cloudtrail));
        long waiting = rules(of("waiting", cloudtrail));
        return new LanguageView(
                language.slug(),
                language.title(),
                rules(counts),
                new CloudTrailRules(all, runnable, waiting, all - runnable - waiting),
                supported(language),
                missing.stream()
                        .map(each -> new LanguageView.Missing(
                                each.construct(), each.vendor(), each.vendorTitle(), each.rules()))
                        .toList());
    }

    private static List<LanguageView.ConstructGroup> supported(RuleLanguage language) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Construct construct : language.constructs()) {
            groups.computeIfAbsent(construct.kind(), kind -> new ArrayList<>()).add(construct.name());
        }
        return groups.entrySet().stream()
                .map(each -> new LanguageView.ConstructGroup(each.getKey(), each.getValue()))
                .toList();
    }

    private static List<Count> of(String readiness, List<Count> counts) {
        return counts.stream()
                .filter(each -> each.readiness().equals(readiness))
                .toList();
    }

    private static long rules(List<Count> counts) {
        return counts.stream().mapToLong(Count::rules).sum();
    }
}
