package io.telltale.api.command;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Explanation;
import io.telltale.detection.engine.ExplanationText;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.event.LogReader;
import io.telltale.detection.event.LostRecord;
import io.telltale.detection.event.SkippedFile;
import io.telltale.detection.text.Position;
import io.telltale.detection.vendor.RuleKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Says why a rule fires on events, or which predicate keeps it from firing. Exit status 0 silent, 1 fired, 2 trouble. */
@CommandLine.Command(
        name = "explain",
        description = "Says why a rule fires on events, or what keeps it from firing, with no database.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the rule does not fire", "1:it fires", "2:trouble"})
final class ExplainCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @CommandLine.Parameters(
            index = "0",
            paramLabel = "RULE",
            description = "A rule file, or the address of a built-in rule (vendor/id).")
    private String rule = "";

    @CommandLine.Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "EVENT",
            description = "Log files with the events, or - for what comes in; a stateful rule sees them together.")
    private List<Path> logs = List.of();

    @CommandLine.Option(
            names = "--id",
            paramLabel = "ID",
            description = "Which of several rules of a file or a folder.")
    private String id = "";

    @CommandLine.Option(
            names = "--format",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ReportFormat format = ReportFormat.table;

    @CommandLine.Mixin
    private ParameterOptions parameters = new ParameterOptions();

    @Override
    public Integer call() throws IOException {
        DetectionCore core = DetectionCore.standard();
        RuleSelection.Selected selected = new RuleSelection(core, parameters.values()).select(rule);
        PreparedRule prepared = one(selected);
        parameters.warn(List.of(prepared), spec.commandLine().getErr());
        if (prepared.readiness() != Readiness.RUNNABLE) {
            throw new IOException(prepared.rule().address() + " is not runnable: " + prepared.reason());
        }
        Explanation explanation = core.explain(prepared, events());
        PrintWriter out = spec.commandLine().getOut();
        if (format == ReportFormat.json) {
            out.println(Json.line(json(prepared, explanation)));
        } else {
            out.println(prepared.rule().address() + "  " + prepared.rule().title());
            ExplanationText.of(explanation, prepared.rule().body()).forEach(out::println);
        }
        return explanation.fired() ? 1 : 0;
    }

    /** The rule with the id that is asked for, else the only one, else the only one that joins the others of its file. */
    private PreparedRule one(RuleSelection.Selected selected) throws IOException {
        List<PreparedRule> wanted = selected.rules().stream()
                .filter(r -> id.isEmpty() || r.rule().id().equals(id))
                .toList();
        if (wanted.size() > 1) {
            List<PreparedRule> joining = wanted.stream()
                    .filter(r -> r.rule().kind() == RuleKind.CORRELATION)
                    .toList();
            wanted = joining.size() == 1 ? joining : wanted;
        }
        if (wanted.size() == 1) {
            return wanted.get(0);
        }
        String several = selected.rules().stream()
                .limit(5)
                .map(r -> r.rule().id())
                .collect(Collectors.joining(
                        ", ", "; --id says which: ", selected.rules().size() > 5 ? ", …" : ""));
        throw new IOException(rule + ": " + wanted.size() + " rules there, one is wanted"
                + (selected.rules().isEmpty() ? "" : several)
                + (selected.problems().isEmpty()
                        ? ""
                        : "; " + selected.problems().get(0).position() + ": "
                                + selected.problems().get(0).message()));
    }

    private List<AuditEvent> events() throws IOException {
        var events = new ArrayList<AuditEvent>();
        PrintWriter err = spec.commandLine().getErr();
        var sink = new LogReader.Sink() {
            @Override
            public void event(AuditEvent event) {
                events.add(event);
            }

            @Override
            public void lost(LostRecord record) {
                err.println("lost: " + record.file() + ":" + record.line() + ": " + record.reason());
            }

            @Override
            public void skipped(SkippedFile file) {
                err.println("skipped: " + file.file() + ": " + file.reason());
            }
        };
        for (Path log : logs) {
            if (log.toString().equals("-")) {
                new LogReader().read("standard input", System.in, sink);
                continue;
            }
            if (!Files.isReadable(log)) {
                throw new IOException(log + ": no such file or folder, or it cannot be read");
            }
            new LogReader().read(log, sink);
        }
        if (events.isEmpty()) {
            throw new IOException("no event to explain");
        }
        return events;
    }

    private static Position position(PreparedRule prepared, int offset) {
        return prepared.rule().body().at(offset);
    }

    private static Map<String, Object> json(PreparedRule prepared, Explanation explanation) {
        return Json.members(
                "vendor",
                prepared.rule().vendor(),
                "rule",
                prepared.rule().id(),
                "title",
                prepared.rule().title(),
                "file",
                prepared.rule().body().file(),
                "fired",
                explanation.fired(),
                "window",
                explanation.window().map(ExplainCommand::json).orElse(Map.of()),
                "stages",
                json(prepared, explanation.stages()),
                "trigger",
                explanation.trigger(),
                "runs",
                explanation.runs().stream()
                        .map(run -> Json.members(
                                "window", json(run.window()), "fired", run.fired(), "outcome", run.outcome()))
                        .toList());
    }

    private static Map<String, Object> json(Explanation.Window window) {
        return Json.members(
                "at", window.at().toString(),
                "from", window.from().toString(),
                "until", window.until().toString());
    }

    private static List<Map<String, Object>> json(PreparedRule prepared, List<Explanation.StageExplanation> stages) {
        return stages.stream()
                .map(s -> Json.members(
                        "kind",
                        s.kind(),
                        "text",
                        s.text(),
                        "line",
                        position(prepared, s.span().start()).line(),
                        "column",
                        position(prepared, s.span().start()).column(),
                        "rowsIn",
                        s.rowsIn(),
                        "rowsOut",
                        s.rowsOut(),
                        "conditions",
                        s.conditions().stream().map(c -> json(prepared, c)).toList(),
                        "rows",
                        s.rows(),
                        "inputs",
                        s.inputs().stream().map(inner -> json(prepared, inner)).toList()))
                .toList();
    }

    private static Map<String, Object> json(PreparedRule prepared, Explanation.Condition condition) {
        Position position = position(prepared, condition.span().start());
        return Json.members(
                "kind", condition.kind(),
                "text", condition.text(),
                "line", position.line(),
                "column", position.column(),
                "outcome", condition.outcome(),
                "wanted", condition.wanted(),
                "found", condition.found(),
                "firstFailed", condition.firstFailed(),
                "row", condition.row(),
                "children",
                        condition.children().stream()
                                .map(c -> json(prepared, c))
                                .toList());
    }
}
