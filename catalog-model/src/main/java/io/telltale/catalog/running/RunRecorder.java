package io.telltale.catalog.running;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.telltale.catalog.entity.RunEntity;
import io.telltale.catalog.entity.VerdictEntity;
import io.telltale.catalog.store.Database;
import io.telltale.catalog.store.StoredJson;
import io.telltale.detection.engine.Evaluation;
import io.telltale.detection.engine.Finding;
import io.telltale.detection.engine.RuleSet;
import io.telltale.detection.engine.RuleVerdict;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.event.LogReader;
import io.telltale.detection.event.LostRecord;
import io.telltale.detection.event.SkippedFile;
import io.telltale.detection.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes what a reader reads, shows it to the rules and writes what comes of it, in batches, as it comes. */
final class RunRecorder implements LogReader.Sink {
    /** Lost records and skipped files that are written; the count goes on. */
    static final int LOST_KEPT = 10_000;

    /** Ids of events that are written of one finding. */
    static final int IDS_KEPT = 1_000;

    private static final int BATCH = 500;
    private static final int BATCH_CHARACTERS = 8_000_000;

    private final Database database;
    private final long run;
    private final Evaluation evaluation;
    private final List<Object[]> findings = new ArrayList<>();
    private final List<Object[]> losses = new ArrayList<>();
    private final Set<String> files = new HashSet<>();
    private long pendingCharacters;
    private long events;
    private long found;
    private long lost;
    private long told;

    RunRecorder(Database database, long run, RuleSet rules) {
        this.database = database;
        this.run = run;
        this.evaluation = rules.start(this::finding);
    }

    @Override
    public void event(AuditEvent event) {
        events++;
        files.add(event.file());
        evaluation.accept(event);
    }

    @Override
    public void lost(LostRecord record) {
        files.add(record.file());
        lost++;
        tell(record.file(), record.line() > 0 ? record.line() : record.index(), record.reason(), false);
    }

    @Override
    public void skipped(SkippedFile file) {
        tell(file.file(), 0, "skipped: " + file.reason(), true);
    }

    private void tell(String file, long line, String reason, boolean skipped) {
        if (++told <= LOST_KEPT) {
            losses.add(new Object[] {run, told, file, line, reason, skipped});
            flushWhenFull();
        }
    }

    private void finding(Finding finding) {
        found++;
        Map<String, String> columns = new LinkedHashMap<>();
        for (Map.Entry<String, Value> column : finding.columns().entrySet()) {
            columns.put(column.getKey(), column.getValue().asText());
        }
        String evidence = Evidence.write(finding);
        pendingCharacters += evidence.length();
        findings.add(new Object[] {
            run,
            found,
            finding.vendor(),
            finding.ruleId(),
            finding.eventIds().stream().limit(IDS_KEPT).toList(),
            finding.time(),
            finding.severity().label(),
            finding.title(),
            StoredJson.ofTexts(columns),
            evidence
        });
        flushWhenFull();
    }

    /** Asks the rules for their verdicts and writes all that is left. */
    void finish() {
        List<RuleVerdict> verdicts = evaluation.finish();
        flush();
        QuarkusTransaction.requiringNew()
                .run(() -> VerdictEntity.persist(verdicts.stream().map(this::verdict)));
    }

    private VerdictEntity verdict(RuleVerdict verdict) {
        var entity = new VerdictEntity();
        entity.run = run;
        entity.vendor = verdict.vendor();
        entity.ruleId = verdict.ruleId();
        entity.title = verdict.title();
        entity.verdict = verdict.verdict().label();
        entity.findings = verdict.findings();
        entity.reason = verdict.reason();
        return entity;
    }

    /** Writes the counts and how the run ended. */
    void close(String state, String problem, long millis) {
        flush();
        QuarkusTransaction.requiringNew().run(() -> {
            RunEntity entity = RunEntity.findById(run);
            entity.state = state;
            entity.problem = problem;
            entity.durationMillis = millis;
            entity.files = files.size();
            entity.events = events;
            entity.lost = lost;
            entity.findings = found;
        });
    }

    private void flushWhenFull() {
        if (findings.size() + losses.size() >= BATCH || pendingCharacters >= BATCH_CHARACTERS) {
            flush();
        }
    }

    private void flush() {
        if (findings.isEmpty() && losses.isEmpty()) {
            return;
        }
        var findingRows = List.copyOf(findings);
        var lossRows = List.copyOf(losses);
        findings.clear();
        losses.clear();
        pendingCharacters = 0;
        database.query(sql -> sql.batch(
                        "insert into findings (run, n, vendor, rule_id, event_ids, time, severity, title, columns,"
                                + " evidence) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        findingRows)
                + sql.batch(
                        "insert into lost_records (run, n, file, line, reason, skipped) values (?, ?, ?, ?, ?, ?)",
                        lossRows));
    }
}
