package io.telltale.api.command;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.lint.LintFinding;
import io.telltale.detection.lint.Linter;
import io.telltale.detection.vendor.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Says of rules what would make them silently dead. Exit status 0 nothing found, 1 findings, 2 trouble. */
@CommandLine.Command(
        name = "lint",
        description = "Says of rules what would make them silently dead, with no database.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:nothing found", "1:findings", "2:trouble"})
final class LintCommand implements Callable<Integer> {
    /** How findings are written. */
    enum Format {
        text,
        json,
        sarif
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @CommandLine.Parameters(
            arity = "1..*",
            paramLabel = "RULE|DIR",
            description = "Rule files, folders of them, or addresses of built-in rules (vendor/id).")
    private List<String> arguments = List.of();

    @CommandLine.Option(
            names = "--format",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.text;

    @Override
    public Integer call() throws IOException {
        DetectionCore core = DetectionCore.standard();
        var selection = new RuleSelection(core, Map.of());
        var linter = new Linter(BuiltInFacts.read());
        var findings = new ArrayList<LintFinding>();
        int rules = 0;
        for (String argument : arguments) {
            RuleSelection.Selected selected = selection.select(argument);
            rules += selected.rules().size();
            for (Reading.Problem problem : selected.problems()) {
                findings.add(Linter.unread(problem));
            }
            for (PreparedRule rule : selected.rules()) {
                findings.addAll(linter.lint(rule, selected.text(rule)));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case text -> {
                for (LintFinding finding : findings) {
                    out.println(
                            finding.position() + ": " + finding.code().level().label() + " "
                                    + finding.code().id() + ": " + finding.message() + ". " + finding.remedy());
                }
                out.println(rules + " rules, " + findings.size() + " findings");
            }
            case json ->
                out.println(Json.line(Json.members(
                        "rules",
                        rules,
                        "findings",
                        findings.stream()
                                .map(f -> Json.members(
                                        "code", f.code().id(),
                                        "level", f.code().level().label(),
                                        "file", f.position().file(),
                                        "line", f.position().line(),
                                        "column", f.position().column(),
                                        "message", f.message(),
                                        "remedy", f.remedy()))
                                .toList())));
            case sarif -> out.println(Json.line(Sarif.of(findings)));
        }
        return findings.isEmpty() ? 0 : 1;
    }
}
