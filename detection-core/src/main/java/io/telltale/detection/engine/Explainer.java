package io.telltale.detection.engine;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Says why a rule fires on given events, or what keeps it from firing. The verdict is made as a run over a log makes it;
 * then one run is gone through again, stage by stage, in the order in which the rule has them.
 */
public final class Explainer {
    private final FunctionRegistry functions;
    private final StageExplainer stageExplainer;

    public Explainer(FunctionRegistry functions) {
        this.functions = functions;
        this.stageExplainer = new StageExplainer(functions, new ExpressionCompiler(functions));
    }

    /**
     * Runs the pipeline over the events and tells what each stage did. A rule without a schedule sees all events in one
     * look-back; of a scheduled rule's runs, the first that fires is told, else the one that came furthest.
     */
    public Explanation explain(Detection detection, List<AuditEvent> events) {
        List<Row> rows = events.stream()
                .map(Row::of)
                .sorted(Comparator.comparingLong(Row::time))
                .toList();
        return detection.schedule().isPresent()
                ? scheduled(detection, detection.schedule().get(), rows)
                : told(detection, Optional.empty(), rows, List.of());
    }

    /**
     * What a run sees.
     *
     * @param now the time of the run, in milliseconds since 1970
     */
    private record View(boolean scheduled, List<Row> events, long now, Optional<Explanation.Window> window) {
        boolean inTime(Row row) {
            return window.map(w -> w.holds(row)).orElse(true);
        }
    }

    /** A pipeline with what comes to its stages behind those that look at one event at a time. */
    private record Prepared(CompiledPipeline main, List<List<Row>> feeds) {}

    private Prepared prepare(Pipeline pipeline, View view) {
        var feeds = new Feeds(functions, view.scheduled());
        CompiledPipeline main = feeds.compile(pipeline);
        var pass = Pass.perEvent(ExpressionCompiler.at(view.now()), new Pass.Failures(), Limits.DEFAULT.rowsPerRule());
        return new Prepared(
                main,
                feeds.all().stream()
                        .map(feed -> feed.readsEvents()
                                ? view.events().stream().flatMap(row -> feed.perEvent(List.of(row), pass).stream())
                                : feed.timedRows().stream().filter(view::inTime))
                        .map(rows ->
                                rows.sorted(Comparator.comparingLong(Row::time)).toList())
                        .toList());
    }

    private static Pass pass(List<List<Row>> feeds, long now) {
        return new Pass(ExpressionCompiler.at(now), new Pass.Failures(), feeds, Limits.DEFAULT.rowsPerRule());
    }

    private Explanation scheduled(Detection detection, Schedule schedule, List<Row> rows) {
        List<Explanation.Run> runs = runs(detection, schedule, rows);
        Optional<Explanation.Window> fired = runs.stream()
                .filter(Explanation.Run::fired)
                .map(Explanation.Run::window)
                .findFirst();
        if (fired.isPresent()) {
            return told(detection, fired, within(fired.get(), rows), runs);
        }
        var furthest = new ArrayList<Explanation>();
        Scheduler.run(schedule, List.of(rows), everyTick(detection, false), (window, tick) -> {
            Explanation run = told(detection, Optional.of(window(schedule, tick)), window.get(0), runs);
            if (furthest.isEmpty() || PROGRESS.compare(run, furthest.get(0)) > 0) {
                furthest.clear();
                furthest.add(run);
            }
            return true;
        });
        return furthest.isEmpty() ? told(detection, Optional.empty(), rows, runs) : furthest.get(0);
    }

    /** The runs that fire, and those that findings before them hold back. */
    private List<Explanation.Run> runs(Detection detection, Schedule schedule, List<Row> rows) {
        var memory = new ScheduleMemory(schedule);
        Prepared prepared = prepare(detection.pipeline(), new View(true, rows, 0, Optional.empty()));
        var runs = new ArrayList<Explanation.Run>();
        Scheduler.run(schedule, prepared.feeds(), everyTick(detection, memory.wantsEveryTick()), (window, tick) -> {
            Explanation.Window at = window(schedule, tick);
            if (memory.isPaused(tick)) {
                runs.add(new Explanation.Run(at, false, "left out: the rule pauses behind its finding"));
                return true;
            }
            List<List<Row>> open = memory.open(window);
            List<Row> out = prepared.main().overRows(pass(open, tick));
            List<Row> found = detection.trigger().met(out.size()) ? out : List.of();
            memory.note(found, tick);
            int settled = count(window) - count(open);
            if (!found.isEmpty() || settled > 0) {
                runs.add(new Explanation.Run(at, !found.isEmpty(), outcome(found.size(), settled)));
            }
            return true;
        });
        return runs;
    }

    private boolean everyTick(Detection detection, boolean wanted) {
        return wanted || new ClockReading(functions).isRead(detection.pipeline());
    }

    private static int count(List<List<Row>> feeds) {
        return feeds.stream().mapToInt(List::size).sum();
    }

    private static String outcome(int found, int settled) {
        return (found == 0 ? "not fired" : "fired with " + RowText.counted(found, "row"))
                + (settled == 0 ? "" : "; " + RowText.counted(settled, "row") + " settled by an earlier finding");
    }

    private static Explanation.Window window(Schedule schedule, long tick) {
        Instant at = Instant.ofEpochMilli(tick);
        return new Explanation.Window(at, at.minus(schedule.from()), at.minus(schedule.until()));
    }

    private static List<Row> within(Explanation.Window window, List<Row> rows) {
        return rows.stream().filter(window::holds).toList();
    }

    /** How far a run came: stages first, then rows that came to the last, then rows that left any. */
    private static final Comparator<Explanation> PROGRESS = Comparator.<Explanation>comparingInt(
                    run -> run.stages().size())
            .thenComparingInt(run -> run.stages().isEmpty()
                    ? 0
                    : run.stages().get(run.stages().size() - 1).rowsIn())
            .thenComparingInt(run -> run.stages().stream()
                    .mapToInt(Explanation.StageExplanation::rowsOut)
                    .sum());

    private Explanation told(
            Detection detection, Optional<Explanation.Window> at, List<Row> rows, List<Explanation.Run> runs) {
        long now = at.map(window -> window.at().toEpochMilli())
                .orElse(rows.isEmpty() ? 0 : rows.get(rows.size() - 1).time());
        var stages = new ArrayList<Explanation.StageExplanation>();
        var view = new View(detection.schedule().isPresent(), rows, now, at);
        List<Row> out = stages(detection.pipeline(), view, stages);
        boolean met = detection.trigger().met(out.size());
        return new Explanation(met && !out.isEmpty(), at, stages, trigger(detection.trigger(), out.size()), runs);
    }

    private static String trigger(Trigger trigger, int rows) {
        if (trigger.equals(Trigger.ANY_ROW)) {
            return "";
        }
        String wanted = switch (trigger.comparison()) {
            case GT -> "more than ";
            case GE -> "at least ";
            case LT -> "fewer than ";
            case LE -> "at most ";
            default -> "exactly ";
        };
        return RowText.counted(rows, "row") + ", wanted: " + (trigger.negated() ? "not " : "") + wanted
                + trigger.count();
    }

    /** Goes through the stages up to the one that lets nothing through, and gives what left the last. */
    private List<Row> stages(Pipeline pipeline, View view, List<Explanation.StageExplanation> told) {
        Prepared prepared = prepare(pipeline, view);
        Pass pass = pass(prepared.feeds(), view.now());
        List<Row> rows = prepared.main().source(view.events(), view::inTime);
        List<Stage> stages = pipeline.stages();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            List<Row> in = rows;
            List<Row> out = prepared.main().stages().get(i).run(in, pass);
            var inputs = new ArrayList<List<Explanation.StageExplanation>>();
            List<Row> others = List.of();
            for (Pipeline other : stage.pipelines()) {
                var inner = new ArrayList<Explanation.StageExplanation>();
                others = stages(other, view, inner);
                if (other.source() instanceof Pipeline.Source.Log) {
                    inputs.add(inner);
                }
            }
            told.add(new Explanation.StageExplanation(
                    Printer.kind(stage),
                    Printer.print(stage),
                    stage.span(),
                    in.size(),
                    out.size(),
                    stageExplainer.conditions(stage, in, out, pass),
                    stageExplainer.rows(stage, in, out, pass, others),
                    inputs));
            rows = out;
            if (rows.isEmpty() && stages.subList(i + 1, stages.size()).stream().noneMatch(Explainer::bringsRows)) {
                return rows;
            }
        }
        return rows;
    }

    /** Whether a stage may give rows where none come to it. */
    private static boolean bringsRows(Stage stage) {
        return stage instanceof Stage.Union
                || (stage instanceof Stage.Aggregate aggregate && aggregate.rowWithoutInput())
                || (stage instanceof Stage.Join join
                        && (join.kind() == Stage.JoinKind.RIGHT_OUTER
                                || join.kind() == Stage.JoinKind.FULL_OUTER
                                || join.kind() == Stage.JoinKind.RIGHT_SEMI
                                || join.kind() == Stage.JoinKind.RIGHT_ANTI));
    }
}
