package io.telltale.detection.vendor;

import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A checkout's queries by their names, for the rules that run on their rows. */
final class PantherQueries {
    /** Where a query names a table: behind {@code FROM} or {@code JOIN}, with its database and schema. */
    private static final Pattern TABLE =
            Pattern.compile("(?i)\\b(?:from|join)\\s++((?:\\w++\\.){0,2}+\\w++)(?!\\s*+\\()");

    /** What names no table, though it may read so: comments and texts. */
    private static final com.google.re2j.Pattern PROSE =
            Patterns.re2("--[^\\n]*|//[^\\n]*|/\\*(?s:.*?)(?:\\*/|\\z)|'(?:[^'\\\\]|(?s:\\\\.))*'?", 0);

    /** The queries that a query names in front of itself. */
    private static final Pattern NAMED = Pattern.compile("(?i)\\b(\\w++)\\s++as\\s*+\\(");

    private static final Pattern CLOUDTRAIL = Pattern.compile("(?i)(?:\\b(?:from|join)|,)\\s*"
            + "(?:(?:panther_logs\\.)?(?:public\\.)?aws_cloudtrail|panther_views\\.public\\.all_(?:logs|databases))"
            + "\\b(?!\\.)");

    private final Map<String, Rule> byName = new HashMap<>();

    /** Takes a query; a cron line of its schedule is told as the minutes in which it comes, where it says none. */
    Rule add(Rule query) {
        Rule timed = query;
        Value.ObjectOf schedule = Metadata.object(query.document(), "Schedule");
        Optional<Duration> every =
                Cron.parse(Metadata.text(schedule, "CronExpression")).flatMap(Cron::every);
        if (!(schedule.get("RateMinutes") instanceof Value.Int) && every.isPresent()) {
            var members = new LinkedHashMap<>(query.document().members());
            var times = new LinkedHashMap<>(schedule.members());
            times.put("RateMinutes", Values.of(every.get().toMinutes()));
            members.put("Schedule", Values.objectOf(times));
            timed = query.with(Values.objectOf(members), query.logType());
        }
        byName.putIfAbsent(timed.id(), timed);
        return timed;
    }

    /**
     * The log that a query reads: CloudTrail's where any of its tables is that, else its first table's as Panther calls
     * logs.
     */
    static String log(String query) {
        String code = PROSE.matcher(query).replaceAll(" ");
        if (CLOUDTRAIL.matcher(code).find()) {
            return Pipeline.CLOUDTRAIL;
        }
        Set<String> named = NAMED.matcher(code)
                .results()
                .map(name -> name.group(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return TABLE.matcher(code)
                .results()
                .map(table -> table.group(1).toLowerCase(Locale.ROOT))
                .filter(table -> !named.contains(table))
                .findFirst()
                .map(PantherQueries::logOfTable)
                .orElse("panther.query");
    }

    private static String logOfTable(String table) {
        String last = table.substring(table.lastIndexOf('.') + 1);
        return table.startsWith("panther_logs.") ? last.replaceFirst("_", ".") : table;
    }

    /** A rule that runs on queries' rows, with the queries' documents under {@code queries} and the log that they read. */
    Rule completed(Rule rule) {
        List<String> names = Metadata.texts(rule.document().get("ScheduledQueries"));
        if (names.isEmpty()) {
            return rule;
        }
        var documents = new LinkedHashMap<String, Value>();
        String log = rule.logType();
        for (String name : names) {
            Rule query = byName.get(name);
            if (query != null) {
                documents.put(name, scheduling(query.document()));
                log = log.equals(Pipeline.CLOUDTRAIL) ? log : query.logType();
            }
        }
        var members = new LinkedHashMap<>(rule.document().members());
        members.put("queries", Values.objectOf(documents));
        return rule.with(Values.objectOf(members), log);
    }

    private static Value scheduling(Value.ObjectOf document) {
        var kept = new LinkedHashMap<String, Value>();
        for (String key : List.of("AnalysisType", "Schedule")) {
            kept.put(key, document.get(key));
        }
        return Values.objectOf(kept);
    }
}
