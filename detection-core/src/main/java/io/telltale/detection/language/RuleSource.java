package io.telltale.detection.language;

import io.telltale.detection.ir.Value;
import io.telltale.detection.text.SourceText;
import java.util.Map;

/**
 * What a language gets of a rule.
 *
 * @param body the rule's text in this language
 * @param document the vendor's whole rule file as data, for what the language takes from there (a log source, a
 *     threshold); empty where the file is the body
 * @param companions what the rule may lean on
 * @param parameters values that the reader has set, by name
 */
public record RuleSource(
        SourceText body, Value.ObjectOf document, Companions companions, Map<String, String> parameters) {
    public RuleSource {
        parameters = Map.copyOf(parameters);
    }
}
