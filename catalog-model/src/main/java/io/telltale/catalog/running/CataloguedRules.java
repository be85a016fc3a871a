package io.telltale.catalog.running;

import io.telltale.catalog.entity.CompanionEntity;
import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.store.StoredJson;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.language.Companions;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.RuleKind;
import io.telltale.detection.vendor.RuleTest;
import io.telltale.detection.vendor.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Prepares rules as the catalog keeps them, for the engine and for their vendors' tests. */
final class CataloguedRules {
    private final DetectionCore core;

    CataloguedRules(DetectionCore core) {
        this.core = core;
    }

    /** Those that a run of CloudTrail logs has a verdict for. */
    List<PreparedRule> all(Map<String, String> parameters) {
        return prepare(
                RuleEntity.list(
                        "from RuleEntity r left join fetch r.tactics where r.removed is null and r.logType = ?1"
                                + " and r.status <> '" + Rule.DEPRECATED
                                + "' order by r.vendor.slug, r.title, r.ruleId",
                        Pipeline.CLOUDTRAIL),
                parameters);
    }

    Optional<PreparedRule> one(String vendor, String id, Map<String, String> parameters) {
        return prepare(RuleEntity.of(vendor, id).stream().toList(), parameters).stream()
                .findFirst();
    }

    /**
     * A rule with its vendor's tests and what it leans on; nothing of it is read from the database any more.
     *
     * @param only the number of the one test that is wanted, counted from 1; empty for all
     */
    Optional<Testable> testable(String vendor, String id, OptionalInt only) {
        return RuleEntity.of(vendor, id).map(entity -> {
            List<RuleTest> tests = IntStream.rangeClosed(1, entity.tests.size())
                    .filter(number -> only.isEmpty() || only.getAsInt() == number)
                    .mapToObj(number -> test(entity.tests.get(number - 1)))
                    .toList();
            return new Testable(rule(entity, tests), companions(entity.source.id));
        });
    }

    private static RuleTest test(RuleEntity.Test test) {
        return new RuleTest(
                test.name(), test.expected(), StoredJson.object(test.log()), StoredJson.values(test.mocks()));
    }

    /** A rule with its tests, and its companions. */
    record Testable(Rule rule, Companions companions) {}

    private List<PreparedRule> prepare(List<RuleEntity> rules, Map<String, String> parameters) {
        var companions = new HashMap<Long, Companions>();
        return rules.stream()
                .map(entity -> core.prepare(
                        rule(entity, List.of()),
                        companions.computeIfAbsent(entity.source.id, CataloguedRules::companions),
                        parameters))
                .toList();
    }

    private static Companions companions(Long source) {
        var texts = new HashMap<List<String>, SourceText>();
        for (CompanionEntity companion : CompanionEntity.<CompanionEntity>list("source", source)) {
            texts.put(List.of(companion.kind, companion.name), text(companion.file, companion.text, companion.lines));
        }
        return (kind, name) -> Optional.ofNullable(texts.get(List.of(kind, name)));
    }

    private static Rule rule(RuleEntity entity, List<RuleTest> tests) {
        return new Rule(
                entity.vendor.slug,
                entity.ruleId,
                entity.title,
                entity.description,
                entity.author,
                RuleKind.valueOf(entity.kind.toUpperCase(Locale.ROOT)),
                Severity.of(entity.severity),
                entity.status,
                entity.enabled,
                entity.language,
                text(entity.path, entity.body, entity.bodyLines),
                StoredJson.object(entity.document),
                entity.path,
                Optional.of(entity.url).filter(url -> !url.isEmpty()),
                entity.logType,
                entity.techniques,
                entity.tactics.stream().sorted().toList(),
                entity.references,
                tests);
    }

    private static SourceText text(String file, String text, int[] lines) {
        var starts = new ArrayList<SourceText.LineStart>();
        for (int i = 0; i + 1 < lines.length; i += 2) {
            starts.add(new SourceText.LineStart(lines[i], lines[i + 1]));
        }
        return new SourceText(file, text, starts);
    }
}
