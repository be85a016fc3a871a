package io.telltale.detection.vendor;

import io.telltale.detection.ir.Value;
import io.telltale.detection.text.SourceText;
import java.util.List;
import java.util.Optional;

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

    public Rule {
        if (vendor.isBlank() || id.isBlank()) {
            throw new IllegalArgumentException("a rule has a vendor and an id");
        }
        techniques = List.copyOf(techniques);
        tactics = List.copyOf(tactics);
        references = List.copyOf(references);
        tests = List.copyOf(tests);
    }

    /** {@code vendor/id}. */
    public String address() {
        return vendor + "/" + id;
    }

    /** This rule with another document and log. */
    Rule with(Value.ObjectOf newDocument, String newLogType) {
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
                body,
                newDocument,
                path,
                url,
                newLogType,
                techniques,
                tactics,
                references,
                tests);
    }
}
