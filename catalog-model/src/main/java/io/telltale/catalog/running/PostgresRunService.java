package io.telltale.catalog.running;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.telltale.catalog.LogUpload;
import io.telltale.catalog.RunService;
import io.telltale.catalog.entity.FindingEntity;
import io.telltale.catalog.entity.RunEntity;
import io.telltale.catalog.query.RunQuery;
import io.telltale.catalog.store.Database;
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
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.event.LogReader;
import io.telltale.detection.event.LostRecord;
import io.telltale.detection.ir.ValueText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Runs rules in the caller's thread and keeps runs in PostgreSQL; a run's findings can be read while it goes on. */
@ApplicationScoped
public class PostgresRunService implements RunService {
    private static final System.Logger LOG = System.getLogger(PostgresRunService.class.getName());

    private final Instant began = Instant.now();

    private final Database database;
    private final DetectionCore core = DetectionCore.standard();
    private final CataloguedRules rules = new CataloguedRules(core);
    private final CompiledCatalog compiled = new CompiledCatalog(core, rules);
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
        long id = QuarkusTransaction.requiringNew().call(() -> {
            var run = new RunEntity();
            run.name = title;
            run.parameters = StoredJson.ofTexts(parameters);
            run.persist();
            return run.id;
        });
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
        var recorder = new RunRecorder(database, id, compiled.with(parameters));
        try {
            for (LogUpload log : logs) {
                read(log, recorder);
            }
            recorder.finish();
            recorder.close(RunEntity.DONE, "", millisSince(startNanos));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "run " + id + " failed", e);
            recorder.close(RunEntity.FAILED, String.valueOf(e.getMessage()), millisSince(startNanos));
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
    @Transactional
    public Page<RunView> runs(PageRequest page) {
        closeCutOff();
        return RunQuery.runs(page);
    }

    @Override
    @Transactional
    public Optional<RunView> run(long id) {
        closeCutOff();
        return RunQuery.run(id);
    }

    private void closeCutOff() {
        for (RunEntity run : RunEntity.<RunEntity>list("state = ?1 and started < ?2", RunEntity.RUNNING, began)) {
            if (!running.contains(run.id)) {
                run.state = RunEntity.FAILED;
                run.problem = "the application ended before the run did";
            }
        }
    }

    @Override
    @Transactional
    public Optional<Page<VerdictView>> verdicts(long id, PageRequest page) {
        return ofRun(id, () -> RunQuery.verdicts(id, "", "", page));
    }

    @Override
    @Transactional
    public Optional<Page<VerdictView>> verdicts(long id, String vendor, String verdict, PageRequest page) {
        return ofRun(id, () -> RunQuery.verdicts(id, vendor, verdict, page));
    }

    @Override
    @Transactional
    public Optional<Page<FindingView>> findings(long id, PageRequest page) {
        return ofRun(id, () -> RunQuery.findings(id, "", "", page));
    }

    @Override
    @Transactional
    public Optional<Page<FindingView>> findings(long id, String vendor, String rule, PageRequest page) {
        return ofRun(id, () -> RunQuery.findings(id, vendor, rule, page));
    }

    @Override
    @Transactional
    public Optional<Page<LostView>> lost(long id, PageRequest page) {
        return ofRun(id, () -> RunQuery.lost(id, page));
    }

    private static <T> Optional<T> ofRun(long id, Supplier<T> query) {
        return RunEntity.findByIdOptional(id).map(run -> query.get());
    }

    @Override
    @Transactional
    public Optional<ExplanationView> explanation(long id, long n) {
        return RunEntity.<RunEntity>findByIdOptional(id)
                .flatMap(run -> FindingEntity.<FindingEntity>findByIdOptional(new FindingEntity.Key(id, n))
                        .map(finding -> explain(run, finding)));
    }

    /** A rule that has been withdrawn, or no longer runs, since the finding was made explains nothing. */
    private ExplanationView explain(RunEntity run, FindingEntity finding) {
        List<AuditEvent> events = Evidence.read(finding.evidence);
        Optional<PreparedRule> rule = rules.one(finding.vendor, finding.ruleId, StoredJson.texts(run.parameters));
        Explanation explanation = rule.filter(prepared -> prepared.readiness() == Readiness.RUNNABLE)
                .map(prepared -> core.explain(prepared, events))
                .orElse(new Explanation(false, List.of()));
        return new ExplanationView(
                RunQuery.view(finding),
                rule.map(prepared -> prepared.rule().language()).orElse(""),
                rule.map(prepared -> prepared.rule().body().text()).orElse(""),
                explanation,
                events.stream()
                        .map(event -> StoredJson.indented(ValueText.json(event.fields())))
                        .toList());
    }

    @Override
    @Transactional
    public boolean delete(long id) {
        return RunEntity.deleteById(id);
    }
}
