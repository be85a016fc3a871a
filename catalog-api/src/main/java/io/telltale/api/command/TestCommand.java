package io.telltale.api.command;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.RuleTestResult;
import io.telltale.detection.RuleTestResult.Outcome;
import io.telltale.detection.RuleTests;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Companions;
import io.telltale.detection.report.VendorRepository;
import io.telltale.detection.vendor.Rule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs the tests that a vendor publishes with its rules, and says which do not pass and why. */
@CommandLine.Command(
        name = "test",
        description = "Runs the tests that a vendor publishes with its rules, with no database.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every test passed", "1:a test failed or could not be run", "2:trouble"})
final class TestCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @CommandLine.Parameters(index = "0", paramLabel = "VENDOR", description = "The vendor's slug, as in panther.")
    private String vendor = "";

    @CommandLine.Parameters(index = "1", paramLabel = "DIR", description = "The checkout.")
    private Path folder = Path.of("");

    @CommandLine.Option(
            names = "--log-type",
            paramLabel = "TYPE",
            description = "Only rules on this log, as the vendor calls it: AWS.CloudTrail.")
    private String logType = "";

    @CommandLine.Option(
            names = "--format",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ReportFormat format = ReportFormat.table;

    /** A rule's test that did not pass. */
    private record NotPassed(Rule rule, RuleTestResult result) {}

    @Override
    public Integer call() throws IOException {
        DetectionCore core = DetectionCore.standard();
        VendorRepository repository = VendorRepository.read(Checkouts.vendor(core, vendor), Checkouts.folder(folder));
        Companions companions = repository.reading().companionsByName();
        var tests = new RuleTests(core, Instant.now());
        var counts = new EnumMap<Outcome, Integer>(Outcome.class);
        var notPassed = new ArrayList<NotPassed>();
        for (Rule rule : repository.reading().rules()) {
            if (!logType.isEmpty() && !readsLog(rule)) {
                continue;
            }
            for (RuleTestResult result : tests.run(rule, companions)) {
                counts.merge(result.outcome(), 1, Integer::sum);
                if (result.outcome() != Outcome.PASSED) {
                    notPassed.add(new NotPassed(rule, result));
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == ReportFormat.json) {
            out.println(Json.line(answer(counts, notPassed)));
        } else {
            table(out, counts, notPassed);
        }
        out.flush();
        return notPassed.isEmpty() ? 0 : 1;
    }

    private boolean readsLog(Rule rule) {
        // A rule that reads several logs names them all in its own file only.
        Value logs = rule.document().get("LogTypes");
        return rule.logType().equalsIgnoreCase(logType)
                || (logs instanceof Value.ListOf list
                        && list.elements().stream().anyMatch(log -> log.asText().equalsIgnoreCase(logType)));
    }

    private static Map<String, Object> answer(Map<Outcome, Integer> counts, List<NotPassed> notPassed) {
        return Json.members(
                "tests", counts.values().stream().mapToInt(Integer::intValue).sum(),
                "passed", counts.getOrDefault(Outcome.PASSED, 0),
                "failed", counts.getOrDefault(Outcome.FAILED, 0),
                "notRun", counts.getOrDefault(Outcome.NOT_RUN, 0),
                "failures",
                        notPassed.stream()
                                .map(n -> Json.members(
                                        "rule", n.rule().id(),
                                        "test", n.result().test().name(),
                                        "expected", n.result().test().expected(),
                                        "got", got(n.result()),
                                        "reason", n.result().reason()))
                                .toList());
    }

    /** True or false as the rule answered; else the word, which is empty where it was not asked. */
    private static Object got(RuleTestResult result) {
        return result.got().equals("true") || result.got().equals("false")
                ? Boolean.valueOf(result.got())
                : result.got();
    }

    private static void table(PrintWriter out, Map<Outcome, Integer> counts, List<NotPassed> notPassed) {
        var notRun = new TreeMap<String, Integer>();
        for (NotPassed n : notPassed) {
            if (n.result().outcome() == Outcome.NOT_RUN) {
                notRun.merge(n.result().reason(), 1, Integer::sum);
            } else {
                out.printf(
                        "%s: %s: expected %s, got %s: %s%n",
                        n.rule().id(),
                        n.result().test().name(),
                        n.result().test().expected(),
                        n.result().got(),
                        n.result().reason());
            }
        }
        if (!notRun.isEmpty()) {
            out.printf("%n%8s  %s%n", "TESTS", "NOT RUN BECAUSE OF");
            notRun.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .forEach(reason -> out.printf("%8d  %s%n", reason.getValue(), reason.getKey()));
        }
        out.printf(
                "%d tests, %d passed, %d failed, %d not run%n",
                counts.values().stream().mapToInt(Integer::intValue).sum(),
                counts.getOrDefault(Outcome.PASSED, 0),
                counts.getOrDefault(Outcome.FAILED, 0),
                counts.getOrDefault(Outcome.NOT_RUN, 0));
    }
}
