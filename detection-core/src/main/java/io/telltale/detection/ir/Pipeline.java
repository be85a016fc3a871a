package io.telltale.detection.ir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where rows come from, and the stages that they pass. */
public record Pipeline(Source source, List<Stage> stages) {
    /** Records of AWS CloudTrail. */
    public static final String CLOUDTRAIL = "aws.cloudtrail";

    /** Where a pipeline's rows come from. */
    public sealed interface Source {
        /**
         * Events of a log.
         *
         * @param type {@link Pipeline#CLOUDTRAIL}, or the name of a log that this engine has no reader for
         */
        record Log(String type) implements Source {}

        /**
         * Rows that the rule, a file beside it or the reader states. Their columns are bound; there is no event behind them.
         *
         * @param log where the rows are those of another log, which lie in time: a scheduled run sees those of its look-back;
         *     empty where every run sees all rows
         */
        record Table(List<Map<String, Value>> rows, Optional<OtherLog> log) implements Source {
            public Table(List<Map<String, Value>> rows) {
                this(rows, Optional.empty());
            }

            public Table {
                rows = rows.stream()
                        .map(row -> java.util.Collections.unmodifiableMap(new LinkedHashMap<>(row)))
                        .toList();
            }
        }
    }

    /**
     * A log that the reader gives as a table.
     *
     * @param time the column that says when a row was
     */
    public record OtherLog(String name, String time) {}

    public Pipeline {
        stages = List.copyOf(stages);
    }

    /** Events of the given log. */
    public Pipeline(String logType, List<Stage> stages) {
        this(new Source.Log(logType), stages);
    }

    /** The log that the rows come from; empty for a table. */
    public String logType() {
        return source instanceof Source.Log log ? log.type() : "";
    }

    /** The logs that this pipeline and those within it read. */
    public Set<String> logTypes() {
        var all = new TreeSet<String>();
        if (source instanceof Source.Log log) {
            all.add(log.type());
        }
        for (Stage stage : stages) {
            stage.pipelines().forEach(inner -> all.addAll(inner.logTypes()));
        }
        return all;
    }
}
