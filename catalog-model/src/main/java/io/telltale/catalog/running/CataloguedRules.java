package io.telltale.catalog.running;

import io.telltale.catalog.store.Statements;
import io.telltale.catalog.store.StoredJson;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.language.Companions;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.RuleKind;
import io.telltale.detection.vendor.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prepares rules as the catalog keeps them, for the engine; the vendors' tests are left in the database. */
final class CataloguedRules {
    private static final String RULES = "select r.*, array(select t.tactic from rule_tactics t where t.rule = r.id"
            + " order by t.tactic) as tactics from rules r";

    private final DetectionCore core;

    CataloguedRules(DetectionCore core) {
        this.core = core;
    }

    private record Sourced(long source, Rule rule) {}

    List<PreparedRule> all(Statements sql, Map<String, String> parameters) {
        return prepare(
                sql, sql.list(RULES + " order by r.vendor, r.title, r.rule_id", CataloguedRules::rule), parameters);
    }

    Optional<PreparedRule> one(Statements sql, String vendor, String id, Map<String, String> parameters) {
        var rules = sql.list(RULES + " where r.vendor = ? and r.rule_id = ?", CataloguedRules::rule, vendor, id);
        return prepare(sql, rules, parameters).stream().findFirst();
    }

    private List<PreparedRule> prepare(Statements sql, List<Sourced> rules, Map<String, String> parameters) {
        var companions = new HashMap<Long, Companions>();
        return rules.stream()
                .map(sourced -> core.prepare(
                        sourced.rule(),
                        companions.computeIfAbsent(sourced.source(), source -> companions(sql, source)),
                        parameters))
                .toList();
    }

    private static Companions companions(Statements sql, long source) {
        var texts = new HashMap<List<String>, SourceText>();
        sql.list(
                "select kind, name, file, text, lines from companions where source = ?",
                row -> texts.put(
                                List.of(row.getString("kind"), row.getString("name")),
                                text(row, row.getString("file"), row.getString("text"), "lines"))
                        == null,
                source);
        return (kind, name) -> Optional.ofNullable(texts.get(List.of(kind, name)));
    }

    private static Sourced rule(ResultSet row) throws SQLException {
        return new Sourced(
                row.getLong("source"),
                new Rule(
                        row.getString("vendor"),
                        row.getString("rule_id"),
                        row.getString("title"),
                        row.getString("description"),
                        row.getString("author"),
                        RuleKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        Severity.of(row.getString("severity")),
                        row.getString("status"),
                        row.getBoolean("enabled"),
                        row.getString("language"),
                        text(row, row.getString("path"), row.getString("body"), "body_lines"),
                        StoredJson.object(row.getString("document")),
                        row.getString("path"),
                        Optional.of(row.getString("url")).filter(url -> !url.isEmpty()),
                        row.getString("log_type"),
                        Statements.texts(row, "techniques"),
                        Statements.texts(row, "tactics"),
                        Statements.texts(row, "refs"),
                        List.of()));
    }

    private static SourceText text(ResultSet row, String file, String text, String linesColumn) throws SQLException {
        List<Integer> numbers = Statements.numbers(row, linesColumn);
        var starts = new ArrayList<SourceText.LineStart>();
        for (int i = 0; i + 1 < numbers.size(); i += 2) {
            starts.add(new SourceText.LineStart(numbers.get(i), numbers.get(i + 1)));
        }
        return new SourceText(file, text, starts);
    }
}
