package io.telltale.catalog.importing;

import io.telltale.catalog.store.Statements;
import java.util.ArrayList;
import java.util.List;

/**
 * Imports the names of ATT&amp;CK: a file of tab-separated lines of id, {@code tactic} or {@code technique}, name, and the
 * slugs of tactics separated by commas.
 */
final class AttackImport {
    private AttackImport() {}

    /** Whether anything changed. */
    static boolean run(Statements sql, String text) {
        var tactics = new ArrayList<Object[]>();
        var techniques = new ArrayList<Object[]>();
        var links = new ArrayList<Object[]>();
        for (String line : text.split("\n", -1)) {
            String[] columns = line.strip().split("\t", -1);
            if (line.startsWith("#") || columns.length < 4) {
                continue;
            }
            List<String> slugs = List.of(columns[3].split("[,; ]+", -1));
            if (columns[1].equals("tactic")) {
                tactics.add(new Object[] {slugs.get(0), columns[0], columns[2], tactics.size()});
            } else {
                techniques.add(new Object[] {columns[0], columns[2]});
                slugs.forEach(slug -> links.add(new Object[] {columns[0], slug}));
            }
        }
        sql.update("delete from technique_tactics");
        sql.update("delete from techniques");
        sql.update("delete from tactics");
        sql.batch("insert into tactics (slug, id, name, position) values (?, ?, ?, ?) on conflict do nothing", tactics);
        sql.batch("insert into techniques (id, name) values (?, ?) on conflict do nothing", techniques);
        sql.batch("insert into technique_tactics (technique, tactic) values (?, ?) on conflict do nothing", links);
        return true;
    }
}
