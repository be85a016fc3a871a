package io.telltale.catalog.importing;

import io.quarkus.hibernate.orm.panache.Panache;
import io.telltale.catalog.SourceService.ImportProgress;
import io.telltale.catalog.attachment.Attachment;
import io.telltale.catalog.attachment.CataloguedEvent;
import io.telltale.catalog.attachment.EventAttachment;
import io.telltale.catalog.entity.CompanionEntity;
import io.telltale.catalog.entity.RevisionEntity;
import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.entity.SourceEntity;
import io.telltale.catalog.store.StorableText;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.report.RepositoryReport;
import io.telltale.detection.vendor.Companion;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Imports what one vendor's repository holds. A rule whose file has changed gets a revision; one whose file is the same
 * but is understood differently (a language learned something, an event was added) is taken apart again without one.
 * Where nothing that rules are understood by has changed, a rule whose file is the same is not even parsed.
 */
final class RuleImport {
    /** Rules that are written before Hibernate forgets them. */
    private static final int BATCH = 100;

    private final DetectionCore core;
    private final EventAttachment attachment;
    private final String eventsHash;

    RuleImport(DetectionCore core, List<CataloguedEvent> events) {
        this.core = core;
        this.attachment = new EventAttachment(events);
        this.eventsHash = ContentHash.of(events);
    }

    /**
     * What was done.
     *
     * @param repeated rules that were left out because an earlier one has their id
     */
    record Outcome(
            int rules, int added, int revised, int unchanged, int removed, boolean changed, List<Rule> repeated) {}

    /** What the catalog has of a rule. */
    record Known(
            Long id,
            Long source,
            String ruleId,
            String path,
            String hash,
            String analysisHash,
            @Nullable Instant removed) {
        boolean stands() {
            return removed == null;
        }
    }

    Outcome run(Long sourceId, Reading reading, ImportProgress progress) {
        SourceEntity source = SourceEntity.findById(sourceId);
        boolean companionsChanged = companions(source, reading.companions());
        String understoodBy = understoodBy(source);
        boolean sameUnderstanding = !understoodBy.isEmpty() && understoodBy.equals(source.understoodBy);
        source.understoodBy = understoodBy;
        Companions companions = reading.companionsByName();
        Map<String, Known> known = known(source);
        int added = 0;
        int revised = 0;
        int unchanged = 0;
        int written = 0;
        int done = 0;
        var seen = new HashSet<String>();
        var repeated = new ArrayList<Rule>();
        for (Rule rule : reading.rules()) {
            progress.imported(done++, reading.rules().size());
            String ruleId = StorableText.of(rule.id());
            if (!seen.add(ruleId)) {
                repeated.add(rule);
                continue;
            }
            @Nullable Known before = known.get(ruleId);
            if (before != null && yields(source, before)) {
                unchanged++;
                continue;
            }
            String hash = TakenApart.hash(rule);
            boolean sameFile =
                    before != null && before.stands() && before.hash().equals(hash);
            boolean same = sameFile && before.source().equals(sourceId);
            if (same && sameUnderstanding) {
                unchanged++;
                continue;
            }
            PreparedRule prepared = core.prepare(rule, companions, Map.of());
            var taken = new TakenApart(prepared, languageTitle(rule.language()), attachments(prepared));
            if (before == null || !before.stands()) {
                added++;
            } else if (sameFile) {
                unchanged++;
            } else {
                revised++;
            }
            if (same && before.analysisHash().equals(taken.analysisHash())) {
                continue;
            }
            write(source, before, hash, taken);
            if (++written % BATCH == 0) {
                Panache.getEntityManager().flush();
                Panache.getEntityManager().clear();
                source = SourceEntity.findById(sourceId);
            }
        }
        progress.imported(done, done);
        int removed = remove(sourceId, known.values(), seen, reading.problems());
        boolean changed = companionsChanged || written + removed > 0;
        return new Outcome(seen.size(), added, revised, unchanged, removed, changed, repeated);
    }

    /** What is built in yields to what was imported from the vendor's repository. */
    private static boolean yields(SourceEntity source, Known known) {
        return source.name.equals(SourceEntity.BUILT_IN) && !known.source().equals(source.id);
    }

    /** Another log's words are not CloudTrail's, even where they are spelt alike. */
    private List<Attachment> attachments(PreparedRule prepared) {
        return RepositoryReport.onCloudTrail(prepared.rule())
                ? attachment.attach(prepared.analysis().events())
                : List.of();
    }

    private String understoodBy(SourceEntity source) {
        return CodeHash.ofDetectionCore()
                .map(code -> ContentHash.of(List.of(code, source.companionsHash, eventsHash)))
                .orElse("");
    }

    private static void write(SourceEntity source, @Nullable Known before, String hash, TakenApart taken) {
        RuleEntity entity = before == null ? new RuleEntity() : RuleEntity.findById(before.id());
        entity.source = source;
        entity.vendor = source.vendor;
        entity.removed = null;
        taken.writeTo(entity);
        entity.persist();
        if (before == null || !before.hash().equals(hash)) {
            revision(entity, before == null ? 1 : (int) RevisionEntity.count("rule", entity.id) + 1);
        }
    }

    /** Marks rules that are gone. That a file cannot be read today is no word that its rule was withdrawn. */
    private static int remove(Long source, Collection<Known> known, Set<String> seen, List<Reading.Problem> problems) {
        Set<String> unread = problems.stream()
                .map(problem -> withoutEnding(problem.position().file()))
                .collect(Collectors.toSet());
        List<Long> withdrawn = known.stream()
                .filter(rule -> rule.stands() && rule.source().equals(source))
                .filter(rule -> !seen.contains(rule.ruleId()) && !unread.contains(withoutEnding(rule.path())))
                .map(Known::id)
                .toList();
        return withdrawn.isEmpty() ? 0 : RuleEntity.update("removed = ?1 where id in ?2", Instant.now(), withdrawn);
    }

    /** A rule's program and what describes it lie side by side under one name. */
    private static String withoutEnding(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') ? path.substring(0, dot) : path;
    }

    /** All that the catalog has of the vendor, from this source or another. */
    private static Map<String, Known> known(SourceEntity source) {
        var known = new HashMap<String, Known>();
        RuleEntity.find(
                        "select id, source.id, ruleId, path, hash, analysisHash, removed from RuleEntity where vendor = ?1",
                        source.vendor)
                .project(Known.class)
                .list()
                .forEach(rule -> known.put(rule.ruleId(), rule));
        return known;
    }

    /** Whether they are others than before. */
    private static boolean companions(SourceEntity source, List<Companion> companions) {
        String hash = ContentHash.of(companions);
        if (source.companionsHash.equals(hash)) {
            return false;
        }
        CompanionEntity.delete("source", source.id);
        var first = new LinkedHashMap<CompanionEntity.Key, CompanionEntity>();
        for (Companion companion : companions) {
            var entity = new CompanionEntity();
            entity.source = source.id;
            entity.kind = companion.kind();
            entity.name = StorableText.of(companion.name());
            entity.file = companion.text().file();
            entity.text = companion.text().text();
            entity.lines = TakenApart.lines(companion.text());
            first.putIfAbsent(new CompanionEntity.Key(entity.source, entity.kind, entity.name), entity);
        }
        CompanionEntity.persist(first.values());
        source.companionsHash = hash;
        return true;
    }

    private static void revision(RuleEntity rule, int number) {
        var revision = new RevisionEntity();
        revision.rule = rule.id;
        revision.number = number;
        revision.hash = rule.hash;
        revision.title = rule.title;
        revision.body = rule.body;
        revision.document = rule.document;
        revision.imported = Instant.now();
        revision.persist();
    }

    private String languageTitle(String slug) {
        return core.languages().stream()
                .filter(language -> language.slug().equals(slug))
                .findFirst()
                .map(RuleLanguage::title)
                .orElse(slug);
    }
}
