package io.telltale.api.command;

import io.telltale.detection.lint.LintCode;
import io.telltale.detection.lint.LintFinding;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Findings in SARIF 2.1.0, the OASIS format for results of static analysis. */
final class Sarif {
    private Sarif() {}

    static Map<String, Object> of(List<LintFinding> findings) {
        Map<String, Object> driver = Json.members(
                "name",
                "telltale",
                "version",
                TelltaleCommand.VERSION,
                "rules",
                Stream.of(LintCode.values())
                        .map(code -> Json.members(
                                "id",
                                code.id(),
                                "shortDescription",
                                Json.members("text", code.description()),
                                "help",
                                Json.members("text", code.help()),
                                "defaultConfiguration",
                                Json.members("level", code.level().label())))
                        .toList());
        return Json.members(
                "$schema",
                "https://json.schemastore.org/sarif-2.1.0.json",
                "version",
                "2.1.0",
                "runs",
                List.of(Json.members(
                        "tool",
                        Json.members("driver", driver),
                        "columnKind",
                        "utf16CodeUnits",
                        "results",
                        findings.stream().map(Sarif::result).toList())));
    }

    private static Map<String, Object> result(LintFinding finding) {
        return Json.members(
                "ruleId",
                finding.code().id(),
                "level",
                finding.code().level().label(),
                "message",
                Json.members("text", finding.message() + ". " + finding.remedy()),
                "locations",
                List.of(Json.members(
                        "physicalLocation",
                        Json.members(
                                "artifactLocation",
                                Json.members("uri", uri(finding.position().file())),
                                "region",
                                Json.members(
                                        "startLine", finding.position().line(),
                                        "startColumn", finding.position().column())))));
    }

    /** A path as a reference, an absolute one as a file's address: what a URI does not allow is escaped. */
    private static String uri(String path) {
        try {
            return path.startsWith("/")
                    ? new URI("file", "", path, null).toString()
                    : new URI(null, null, path, null).getRawPath();
        } catch (URISyntaxException e) {
            return path;
        }
    }
}
