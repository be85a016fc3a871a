package io.telltale.catalog.importing;

import io.quarkus.hibernate.orm.panache.Panache;
import io.telltale.catalog.attachment.EventAttachment;
import io.telltale.catalog.entity.CompanionEntity;
import io.telltale.catalog.entity.RevisionEntity;
import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.entity.SourceEntity;
import io.telltale.catalog.entity.VendorEntity;
import io.telltale.catalog.store.StorableText;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.vendor.Companion;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.VendorFormat;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Imports what one vendor's repository holds. A rule whose file has changed gets a revision; one whose file is the same
 * but is understood differently (a language learned something, an event was added) is taken apart again without one.
 */
final class RuleImport {
    /** Rules that are written before Hibernate forgets them. */
    private static final int BATCH = 100;

    /** Counts of what was done. */
    record Outcome(int rules, int added, int revised, int unchanged, boolean changed) {}

    private final DetectionCore core;
    private final EventAttachment attachment;

    RuleImport(DetectionCore core, EventAttachment attachment) {
        this.core = core;
        this.attachment = attachment;
    }

    /** What the catalog has of a rule. */
    record Known(Long id, String ruleId, String hash, String analysisHash) {}

    Outcome run(VendorFormat format, String sourceName, Reading reading) {
        SourceEntity source = source(vendor(format), sourceName);
        boolean companionsChanged = companions(source, reading.companions());
        Companions companions = reading.companionsByName();
        Map<String, Known> known = known(source);
        int added = 0;
        int revised = 0;
        int unchanged = 0;
        int written = 0;
        var seen = new HashSet<String>();
        for (Rule rule : reading.rules()) {
            String ruleId = StorableText.of(rule.id());
            if (!seen.add(ruleId)) {
                continue;
            }
            PreparedRule prepared = core.prepare(rule, companions, Map.of());
            var rulePage = new TakenApart(
                    prepared,
                    languageTitle(rule.language()),
                    attachment.attach(prepared.analysis().events()));
            Known before = known.get(ruleId);
            boolean sameFile = before != null && before.hash().equals(rulePage.hash());
            if (before == null) {
                added++;
            } else if (sameFile) {
                unchanged++;
            } else {
                revised++;
            }
            if (sameFile && before.analysisHash().equals(rulePage.analysisHash())) {
                continue;
            }
            RuleEntity entity = before == null ? new RuleEntity() : RuleEntity.findById(before.id());
            entity.source = source;
            entity.vendor = source.vendor;
            rulePage.writeTo(entity);
            entity.persist();
            if (!sameFile) {
                revision(entity);
            }
            if (++written % BATCH == 0) {
                Panache.getEntityManager().flush();
                Panache.getEntityManager().clear();
            }
        }
        // A file that cannot be read today is no word that its rule was withdrawn.
        long removed = 0;
        if (reading.problems().isEmpty()) {
            for (Known rule : known.values()) {
                removed += seen.contains(rule.ruleId()) ? 0 : RuleEntity.delete("id", rule.id());
            }
        }
        return new Outcome(seen.size(), added, revised, unchanged, companionsChanged || written + removed > 0);
    }

    private static VendorEntity vendor(VendorFormat format) {
        VendorEntity vendor =
                VendorEntity.<VendorEntity>findByIdOptional(format.vendor()).orElseGet(VendorEntity::new);
        vendor.slug = format.vendor();
        vendor.title = format.title();
        vendor.persist();
        return vendor;
    }

    private static SourceEntity source(VendorEntity vendor, String name) {
        SourceEntity source = SourceEntity.named(vendor.slug, name).orElseGet(SourceEntity::new);
        source.vendor = vendor;
        source.name = name;
        source.persist();
        return source;
    }

    private static Map<String, Known> known(SourceEntity source) {
        var known = new HashMap<String, Known>();
        RuleEntity.find("select id, ruleId, hash, analysisHash from RuleEntity where source = ?1", source)
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
            entity.name = companion.name();
            entity.file = companion.text().file();
            entity.text = companion.text().text();
            entity.lines = TakenApart.lines(companion.text());
            first.putIfAbsent(new CompanionEntity.Key(entity.source, entity.kind, entity.name), entity);
        }
        CompanionEntity.persist(first.values());
        source.companionsHash = hash;
        return true;
    }

    private static void revision(RuleEntity rule) {
        var revision = new RevisionEntity();
        revision.rule = rule.id;
        revision.number = (int) RevisionEntity.count("rule", rule.id) + 1;
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
