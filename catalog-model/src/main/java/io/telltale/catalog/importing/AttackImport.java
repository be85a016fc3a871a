package io.telltale.catalog.importing;

import io.telltale.catalog.entity.TacticEntity;
import io.telltale.catalog.entity.TechniqueEntity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Imports the names of ATT&amp;CK: a file of tab-separated lines of id, {@code tactic} or {@code technique}, name, and the
 * slugs of tactics separated by commas.
 */
final class AttackImport {
    private AttackImport() {}

    /** Puts the file's tactics and techniques in the place of those that the catalog has. */
    static void run(String text) {
        var tactics = new LinkedHashMap<String, TacticEntity>();
        var techniques = new LinkedHashMap<String, TechniqueEntity>();
        for (String line : text.split("\n", -1)) {
            String[] columns = line.strip().split("\t", -1);
            if (line.startsWith("#") || columns.length < 4) {
                continue;
            }
            List<String> slugs = Arrays.asList(columns[3].split("[,; ]+", -1));
            if (columns[1].equals("tactic")) {
                var tactic = new TacticEntity();
                tactic.slug = slugs.get(0);
                tactic.id = columns[0];
                tactic.name = columns[2];
                tactic.position = tactics.size();
                tactics.putIfAbsent(tactic.slug, tactic);
            } else {
                var technique = new TechniqueEntity();
                technique.id = columns[0];
                technique.name = columns[2];
                technique.tactics.addAll(slugs);
                techniques.putIfAbsent(technique.id, technique);
            }
        }
        TechniqueEntity.deleteAll();
        TacticEntity.deleteAll();
        TacticEntity.persist(tactics.values());
        TechniqueEntity.persist(techniques.values());
    }
}
