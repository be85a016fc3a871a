package io.telltale.catalog.query;

import io.telltale.catalog.entity.FindingEntity;
import io.telltale.catalog.entity.LostRecordEntity;
import io.telltale.catalog.entity.RunEntity;
import io.telltale.catalog.entity.VerdictEntity;
import io.telltale.catalog.store.StoredJson;
import io.telltale.catalog.view.FindingView;
import io.telltale.catalog.view.LostView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RunView;
import io.telltale.catalog.view.VerdictView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads runs and what came of them, within a transaction of the caller's. */
public final class RunQuery {
    private static final int LOST_SHOWN = 20;

    private RunQuery() {}

    /** How many of a run's verdicts are of a kind. */
    public record Count(Long run, String verdict, long verdicts) {}

    /** Newest first, without their lost records. */
    public static Page<RunView> runs(PageRequest page) {
        Page<RunEntity> runs = Paging.page(RunEntity.<RunEntity>find("order by id desc"), page, Function.identity());
        Map<Long, Map<String, Long>> counts = counts(runs.items());
        return runs.map(run -> view(run, counts.getOrDefault(run.id, Map.of()), List.of()));
    }

    public static Optional<RunView> run(long id) {
        return RunEntity.<RunEntity>findByIdOptional(id)
                .map(run -> view(
                        run,
                        counts(List.of(run)).getOrDefault(id, Map.of()),
                        lost(id, new PageRequest(1, LOST_SHOWN)).items()));
    }

    /** Verdicts of a run; of one vendor, of one kind, where they are not empty. */
    public static Page<VerdictView> verdicts(long id, String vendor, String verdict, PageRequest page) {
        return Paging.page(
                VerdictEntity.<VerdictEntity>find(
                        "run = ?1 and (?2 = '' or vendor = ?2) and (?3 = '' or verdict = ?3)"
                                + " order by case verdict when 'fired' then 0 else 1 end, vendor, title, ruleId",
                        id,
                        vendor,
                        verdict),
                page,
                v -> new VerdictView(v.vendor, v.ruleId, v.title, v.verdict, v.findings, v.reason));
    }

    /** Findings of a run; of one rule where vendor and rule are not empty. */
    public static Page<FindingView> findings(long id, String vendor, String rule, PageRequest page) {
        return Paging.page(
                FindingEntity.<FindingEntity>find(
                        "run = ?1 and (?2 = '' or vendor = ?2) and (?3 = '' or ruleId = ?3) order by n",
                        id,
                        vendor,
                        rule),
                page,
                RunQuery::view);
    }

    public static Page<LostView> lost(long id, PageRequest page) {
        return Paging.page(
                LostRecordEntity.<LostRecordEntity>find("run = ?1 order by n", id),
                page,
                lost -> new LostView(lost.file, lost.line, lost.reason));
    }

    public static FindingView view(FindingEntity finding) {
        return new FindingView(
                finding.n,
                finding.vendor,
                finding.ruleId,
                finding.eventIds,
                finding.time == null ? "" : finding.time.toString(),
                finding.severity,
                finding.title,
                StoredJson.texts(finding.columns));
    }

    private static Map<Long, Map<String, Long>> counts(List<RunEntity> runs) {
        var counts = new HashMap<Long, Map<String, Long>>();
        VerdictEntity.find(
                        "select run, verdict, count(*) from VerdictEntity where run in ?1 group by run, verdict",
                        runs.stream().map(run -> run.id).toList())
                .project(Count.class)
                .list()
                .forEach(count -> counts.computeIfAbsent(count.run(), run -> new HashMap<>())
                        .put(count.verdict(), count.verdicts()));
        return counts;
    }

    private static RunView view(RunEntity run, Map<String, Long> verdicts, List<LostView> lost) {
        return new RunView(
                run.id,
                run.name,
                run.state,
                run.problem,
                run.started.toString(),
                run.durationMillis,
                run.files,
                run.events,
                run.lost,
                run.findings,
                verdicts.values().stream().mapToLong(Long::longValue).sum(),
                verdicts.getOrDefault("fired", 0L),
                verdicts.getOrDefault("not fired", 0L),
                verdicts.getOrDefault("not runnable", 0L),
                verdicts.getOrDefault("waiting for a parameter", 0L),
                verdicts.getOrDefault("failed", 0L),
                lost);
    }
}
