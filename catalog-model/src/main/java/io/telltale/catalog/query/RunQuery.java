package io.telltale.catalog.query;

import io.telltale.catalog.store.Statements;
import io.telltale.catalog.store.StoredJson;
import io.telltale.catalog.view.FindingView;
import io.telltale.catalog.view.LostView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RunView;
import io.telltale.catalog.view.VerdictView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;

/** Reads runs and what came of them. */
public final class RunQuery {
    private static final int LOST_SHOWN = 20;
    private static final String RUNS = "select r.id, r.name, r.state, r.problem, r.started, r.duration_millis, r.files,"
            + " r.events, r.lost, r.findings, v.* from runs r cross join lateral (select count(*) as rules,"
            + " count(*) filter (where verdict = 'fired') as fired,"
            + " count(*) filter (where verdict = 'not fired') as not_fired,"
            + " count(*) filter (where verdict = 'not runnable') as not_runnable,"
            + " count(*) filter (where verdict = 'waiting for a parameter') as waiting,"
            + " count(*) filter (where verdict = 'failed') as failed from verdicts where run = r.id) v";

    private RunQuery() {}

    /** Newest first, without their lost records. */
    public static Page<RunView> runs(Statements sql, PageRequest page) {
        return Paging.page(sql, page, RUNS, "id desc", row -> run(row, List.of()));
    }

    public static Optional<RunView> run(Statements sql, long id) {
        List<LostView> lost = lost(sql, id, new PageRequest(1, LOST_SHOWN)).items();
        return sql.first(RUNS + " where r.id = ?", row -> run(row, lost), id);
    }

    public static boolean exists(Statements sql, long id) {
        return sql.number("select count(*) from runs where id = ?", id) == 1;
    }

    public static Page<VerdictView> verdicts(Statements sql, long id, PageRequest page) {
        return Paging.page(
                sql,
                page,
                "select vendor, rule_id, title, verdict, findings, reason from verdicts where run = ?",
                "(verdict = 'fired') desc, vendor, title, rule_id",
                row -> new VerdictView(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6)),
                id);
    }

    /** Findings of a run; of one rule where vendor and rule are not empty. */
    public static Page<FindingView> findings(Statements sql, long id, String vendor, String rule, PageRequest page) {
        Where where = new Where()
                .and("run = ?", id)
                .when(vendor, "vendor = ?", vendor)
                .when(rule, "rule_id = ?", rule);
        return Paging.page(
                sql, page, "select * from findings where " + where.sql(), "n", RunQuery::finding, where.with());
    }

    public static Page<LostView> lost(Statements sql, long id, PageRequest page) {
        return Paging.page(
                sql,
                page,
                "select n, file, line, reason from lost_records where run = ?",
                "n",
                row -> new LostView(row.getString("file"), row.getLong("line"), row.getString("reason")),
                id);
    }

    public static FindingView finding(ResultSet row) throws SQLException {
        Timestamp time = row.getTimestamp("time");
        return new FindingView(
                row.getLong("n"),
                row.getString("vendor"),
                row.getString("rule_id"),
                Statements.texts(row, "event_ids"),
                time == null ? "" : time.toInstant().toString(),
                row.getString("severity"),
                row.getString("title"),
                StoredJson.texts(row.getString("columns")));
    }

    private static RunView run(ResultSet row, List<LostView> lost) throws SQLException {
        return new RunView(
                row.getLong("id"),
                row.getString("name"),
                row.getString("state"),
                row.getString("problem"),
                row.getTimestamp("started").toInstant().toString(),
                row.getLong("duration_millis"),
                row.getLong("files"),
                row.getLong("events"),
                row.getLong("lost"),
                row.getLong("findings"),
                row.getLong("rules"),
                row.getLong("fired"),
                row.getLong("not_fired"),
                row.getLong("not_runnable"),
                row.getLong("waiting"),
                row.getLong("failed"),
                lost);
    }
}
