package io.telltale.detection.vendor;

import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A rule as its vendor publishes it.
 *
 * @param vendor the vendor's slug
 * @param id the vendor's own id; with the vendor it is the rule's address
 * @param language the slug of the language of the body
 * @param body the text that decides
 * @param document the vendor's whole rule file as data
 * @param path the rule file, relative to the repository
 * @param url where the vendor publishes it; empty where unknown
 * @param status the vendor's word (production, experimental, …), empty where it gives none
 * @param logType the log it reads: {@code aws.cloudtrail}, or the vendor's own word for another
 * @param techniques ATT&CK technique ids as the vendor writes them, without duplicates
 * @param tactics ATT&CK tactics as slugs ({@code defense-evasion})
 */
public record Rule(
        String vendor,
        String id,
        String title,
        String description,
        String author,
        RuleKind kind,
        Severity severity,
        String status,
        boolean enabled,
        String language,
        SourceText body,
        Value.ObjectOf document,
        String path,
        Optional<String> url,
        String logType,
        List<String> techniques,
        List<String> tactics,
        List<String> references,
        List<RuleTest> tests) {

    /** The status of a rule that its vendor has withdrawn, whatever the vendor's own word for that is. */
    public static final String DEPRECATED = "deprecated";

    public Rule {
        if (vendor.isBlank() || id.isBlank()) {
            throw new IllegalArgumentException("a rule has a vendor and an id");
        }
        techniques = List.copyOf(techniques);
        tactics = List.copyOf(tactics);
        references = List.copyOf(references);
        tests = List.copyOf(tests);
    }

    /** A rule of the reader's own on CloudTrail, of which only the text is known; it is called by the name of the text. */
    public static Rule local(String language, SourceText body) {
        return local(language, body, Values.objectOf(Map.of()));
    }

    /** The same with the rule file's data, for languages that look there. */
    public static Rule local(String language, SourceText body, Value.ObjectOf document) {
        return new Rule(
                "local",
                body.file(),
                body.file(),
                "",
                "",
                RuleKind.DETECTION,
                Severity.LOW,
                "",
                true,
                language,
                body,
                document,
                body.file(),
                Optional.empty(),
                Pipeline.CLOUDTRAIL,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** The same rule under another id. */
    Rule withId(String other) {
        return with(other, enabled, document, logType);
    }

    /** The same rule with its files under other paths. */
    public Rule moved(UnaryOperator<String> paths) {
        return new Rule(
                vendor,
                id,
                title,
                description,
                author,
                kind,
                severity,
                status,
                enabled,
                language,
                body.in(paths.apply(body.file())),
                document,
                paths.apply(path),
                url,
                logType,
                techniques,
                tactics,
                references,
                tests);
    }

    /** The same rule with more in its document, and the log that this tells. */
    Rule with(Value.ObjectOf otherDocument, String otherLogType) {
        return with(id, enabled, otherDocument, otherLogType);
    }

    /** The same rule, one that its vendor does not switch on. */
    Rule switchedOff() {
        return with(id, /* otherEnabled= */ false, document, logType);
    }

    private Rule with(String otherId, boolean otherEnabled, Value.ObjectOf otherDocument, String otherLogType) {
        return new Rule(
                vendor,
                otherId,
                title,
                description,
                author,
                kind,
                severity,
                status,
                otherEnabled,
                language,
                body,
                otherDocument,
                path,
                url,
                otherLogType,
                techniques,
                tactics,
                references,
                tests);
    }

    /** Whether the vendor has withdrawn it. */
    public boolean deprecated() {
        return status.equals(DEPRECATED);
    }

    /** {@code vendor/id}. */
    public String address() {
        return vendor + "/" + id;
    }
}
