package io.telltale.api.command;

import io.telltale.catalog.view.VerdictView;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Evaluation;
import io.telltale.detection.engine.Finding;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.RuleVerdict;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.event.LogReader;
import io.telltale.detection.event.LostRecord;
import io.telltale.detection.event.SkippedFile;
import io.telltale.detection.report.RepositoryReport;
import io.telltale.detection.report.VendorRepository;
import io.telltale.detection.vendor.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Runs the built-in rules, or those of checkouts, over log files with no database. Exit status 0 no finding, 1 findings,
 * 2 trouble.
 */
@CommandLine.Command(
        name = "hunt",
        description =
                "Runs the built-in rules, or those of vendors' checkouts, over log files and folders, with no database.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:no finding", "1:findings", "2:trouble"})
final class HuntCommand implements Callable<Integer> {
    /** How the answer is written. */
    enum Format {
        table,
        json,
        ndjson
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @CommandLine.Parameters(arity = "1..*", paramLabel = "LOGS", description = "Log files, or folders of them.")
    private List<Path> paths = List.of();

    @CommandLine.Option(
            names = "--rules",
            paramLabel = "DIR",
            description =
                    "A checkout whose rules to run instead of the built-in ones; the vendor is told by its layout."
                            + " May be given several times; further checkouts may also follow it.")
    private List<Path> rules = List.of();

    @CommandLine.Option(
            names = "--format",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; ndjson writes one finding a line. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.table;

    @CommandLine.Mixin
    private ParameterOptions parameters = new ParameterOptions();

    private final List<LostRecord> lost = new ArrayList<>();
    private final List<SkippedFile> skipped = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private long events;
    private long found;

    @Override
    public Integer call() throws IOException {
        DetectionCore core = DetectionCore.standard();
        int more = Checkouts.leading(core, rules.isEmpty() ? List.of() : paths);
        List<Path> logs = paths.subList(more, paths.size());
        if (logs.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Which logs?");
        }
        for (Path log : logs) {
            if (!Files.isReadable(log)) {
                throw new IOException(log + ": no such file or folder, or it cannot be read");
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> values = parameters.values();
        List<PreparedRule> prepared = rules.isEmpty() ? BuiltInRules.prepare(core, values) : new ArrayList<>();
        for (Path folder :
                Stream.concat(rules.stream(), paths.stream().limit(more)).toList()) {
            prepared.addAll(ofCheckout(core, folder, values));
        }
        parameters.warn(prepared, spec.commandLine().getErr());
        Evaluation evaluation = core.compile(prepared, Limits.DEFAULT).start(finding -> {
            found++;
            switch (format) {
                case ndjson -> out.println(Json.line(finding(finding)));
                case json -> findings.add(finding);
                case table -> {}
            }
        });
        var reader = new LogReader();
        for (Path log : logs) {
            reader.read(log, sink(evaluation));
        }
        List<RuleVerdict> verdicts = evaluation.finish();
        switch (format) {
            case json -> out.println(Json.line(answer(verdicts)));
            case table -> table(out, verdicts);
            case ndjson -> report();
        }
        return found > 0 ? 1 : 0;
    }

    /** The rules on CloudTrail of a checkout, prepared; what could not be read of it is told apart from the answer. */
    private List<PreparedRule> ofCheckout(DetectionCore core, Path folder, Map<String, String> values)
            throws IOException {
        VendorRepository repository = VendorRepository.read(Checkouts.recognised(core, folder), folder);
        repository
                .reading()
                .problems()
                .forEach(problem -> spec.commandLine()
                        .getErr()
                        .println((problem.kind() == Reading.Problem.Kind.REPEATED_ID ? "repeated id: " : "not read: ")
                                + problem.position() + ": " + problem.message()));
        return repository.prepare(core, RepositoryReport::onCloudTrail, values);
    }

    private LogReader.Sink sink(Evaluation evaluation) {
        return new LogReader.Sink() {
            @Override
            public void event(AuditEvent event) {
                events++;
                evaluation.accept(event);
            }

            @Override
            public void lost(LostRecord record) {
                lost.add(record);
            }

            @Override
            public void skipped(SkippedFile file) {
                skipped.add(file);
            }
        };
    }

    private void table(PrintWriter out, List<RuleVerdict> verdicts) {
        Verdicts.print(
                out,
                verdicts.stream()
                        .map(v -> new VerdictView(
                                v.vendor(), v.ruleId(), v.title(), v.verdict().label(), v.findings(), v.reason()))
                        .toList());
        out.printf(
                "%d events, %d lost, %d files skipped; %d rules, %d fired, %d findings%n",
                events,
                lost.size(),
                skipped.size(),
                verdicts.size(),
                verdicts.stream().filter(v -> v.findings() > 0).count(),
                found);
        report();
    }

    /** What the answer itself has no place for goes to the errors. */
    private void report() {
        PrintWriter err = spec.commandLine().getErr();
        lost.forEach(l -> err.println("lost: " + l.file() + ":" + l.line() + ": " + l.reason()));
        skipped.forEach(s -> err.println("skipped: " + s.file() + ": " + s.reason()));
    }

    private Map<String, Object> answer(List<RuleVerdict> verdicts) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("events", events);
        answer.put(
                "lost",
                lost.stream()
                        .map(l -> Json.members("file", l.file(), "line", l.line(), "reason", l.reason()))
                        .toList());
        answer.put(
                "skipped",
                skipped.stream()
                        .map(s -> Json.members("file", s.file(), "reason", s.reason()))
                        .toList());
        answer.put(
                "verdicts",
                verdicts.stream()
                        .map(v -> Json.members(
                                "vendor", v.vendor(),
                                "rule", v.ruleId(),
                                "title", v.title(),
                                "verdict", v.verdict().label(),
                                "findings", v.findings(),
                                "reason", v.reason()))
                        .toList());
        answer.put("findings", findings.stream().map(HuntCommand::finding).toList());
        return answer;
    }

    private static Map<String, Object> finding(Finding finding) {
        return Json.members(
                "vendor", finding.vendor(),
                "rule", finding.ruleId(),
                "eventIds", finding.eventIds(),
                "time", finding.time().map(Instant::toString).orElse(""),
                "severity", finding.severity().label(),
                "title", finding.title());
    }
}
