package io.telltale.catalog.running;

import io.telltale.catalog.LogUpload;
import io.telltale.catalog.RunService;
import io.telltale.catalog.query.RunQuery;
import io.telltale.catalog.store.Database;
import io.telltale.catalog.store.Statements;
import io.telltale.catalog.store.StoredJson;
import io.telltale.catalog.view.ExplanationView;
import io.telltale.catalog.view.FindingView;
import io.telltale.catalog.view.LostView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RunView;
import io.telltale.catalog.view.VerdictView;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Explanation;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.engine.RuleSet;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.event.LogReader;
import io.telltale.detection.event.LostRecord;
import io.telltale.detection.ir.ValueText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs rules in the caller's thread and keeps runs in PostgreSQL; a run's findings can be read while it goes on. */
@ApplicationScoped
public class PostgresRunService implements RunService {
    private static final System.Logger LOG = System.getLogger(PostgresRunService.class.getName());

    private final Instant began = Instant.now();

    private final Database database;
    private final DetectionCore core = DetectionCore.standard();
    private final CataloguedRules rules = new CataloguedRules(core);
    private final LogReader reader = new LogReader();

    /** Runs of this process that go on; what else the database calls running was cut off with its process. */
    private final Set<Long> running = ConcurrentHashMap.newKeySet();

    @Inject
    public PostgresRunService(Database database) {
        this.database = database;
    }

    @Override
    public long start(String name, List<LogUpload> logs, Map<String, String> parameters) {
        String title =
                !name.isBlank() ? name : logs.isEmpty() ? "no log" : logs.get(0).name();
        long id = database.inTransaction(sql -> sql.number(
                "insert into runs (name, state, parameters) values (?, 'running', ?) returning id",
                title,
                StoredJson.ofTexts(parameters)));
        running.add(id);
        try {
            run(id, logs, parameters);
        } finally {
            running.remove(id);
        }
        return id;
    }

    private void run(long id, List<LogUpload> logs, Map<String, String> parameters) {
        long startNanos = System.nanoTime();
        RuleSet compiled = core.compile(database.inTransaction(sql -> rules.all(sql, parameters)), Limits.DEFAULT);
        var recorder = new RunRecorder(database, id, compiled);
        try {
            for (LogUpload log : logs) {
                read(log, recorder);
            }
            recorder.finish();
            recorder.close("done", "", millisSince(startNanos));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "run " + id + " failed", e);
            recorder.close("failed", String.valueOf(e.getMessage()), millisSince(startNanos));
        }
    }

    private void read(LogUpload log, RunRecorder recorder) {
        try {
            if (Files.isDirectory(log.path())) {
                reader.read(log.path(), recorder);
                return;
            }
            try (InputStream in = Files.newInputStream(log.path())) {
                reader.read(log.name(), in, recorder);
            }
        } catch (IOException e) {
            recorder.lost(new LostRecord(log.name(), 0, 0, "cannot be opened: " + e.getMessage()));
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    @Override
    public Page<RunView> runs(PageRequest page) {
        return database.inTransaction(sql -> {
            closeCutOff(sql);
            return RunQuery.runs(sql, page);
        });
    }

    @Override
    public Optional<RunView> run(long id) {
        return database.inTransaction(sql -> {
            closeCutOff(sql);
            return RunQuery.run(sql, id);
        });
    }

    private void closeCutOff(Statements sql) {
        sql.update(
                "update runs set state = 'failed', problem = 'the application ended before the run did'"
                        + " where state = 'running' and not id::text = any (?) and started < ?",
                running,
                began);
    }

    @Override
    public Optional<Page<VerdictView>> verdicts(long id, PageRequest page) {
        return ofRun(id, sql -> RunQuery.verdicts(sql, id, page));
    }

    @Override
    public Optional<Page<FindingView>> findings(long id, PageRequest page) {
        return findings(id, "", "", page);
    }

    @Override
    public Optional<Page<FindingView>> findings(long id, String vendor, String rule, PageRequest page) {
        return ofRun(id, sql -> RunQuery.findings(sql, id, vendor, rule, page));
    }

    @Override
    public Optional<Page<LostView>> lost(long id, PageRequest page) {
        return ofRun(id, sql -> RunQuery.lost(sql, id, page));
    }

    private <T> Optional<T> ofRun(long id, java.util.function.Function<Statements, T> query) {
        return database.inTransaction(
                sql -> RunQuery.exists(sql, id) ? Optional.of(query.apply(sql)) : Optional.empty());
    }

    private record Kept(FindingView finding, String evidence, String parameters) {}

    @Override
    public Optional<ExplanationView> explanation(long id, long n) {
        return database.inTransaction(sql -> sql.first(
                        "select f.*, r.parameters from findings f join runs r on r.id = f.run"
                                + " where f.run = ? and f.n = ?",
                        row -> new Kept(RunQuery.finding(row), row.getString("evidence"), row.getString("parameters")),
                        id,
                        n)
                .map(kept -> explain(sql, kept)));
    }

    /** A rule that has been withdrawn, or no longer runs, since the finding was made explains nothing. */
    private ExplanationView explain(Statements sql, Kept kept) {
        List<AuditEvent> events = Evidence.read(kept.evidence());
        Optional<PreparedRule> rule =
                rules.one(sql, kept.finding().vendor(), kept.finding().rule(), StoredJson.texts(kept.parameters()));
        Explanation explanation = rule.filter(prepared -> prepared.readiness() == Readiness.RUNNABLE)
                .map(prepared -> core.explain(prepared, events))
                .orElse(new Explanation(false, List.of()));
        return new ExplanationView(
                kept.finding(),
                rule.map(prepared -> prepared.rule().language()).orElse(""),
                rule.map(prepared -> prepared.rule().body().text()).orElse(""),
                explanation,
                events.stream()
                        .map(event -> StoredJson.indented(ValueText.json(event.fields())))
                        .toList());
    }

    @Override
    public boolean delete(long id) {
        return database.inTransaction(sql -> sql.update("delete from runs where id = ?", id)) > 0;
    }
}
