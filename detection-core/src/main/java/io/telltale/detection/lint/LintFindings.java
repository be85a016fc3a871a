package io.telltale.detection.lint;

import io.telltale.detection.text.Position;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers the faults of one rule's body, each once, with their places in its file. */
final class LintFindings {
    private final SourceText body;
    private final Set<LintFinding> found = new LinkedHashSet<>();

    LintFindings(SourceText body) {
        this.body = body;
    }

    void add(LintCode code, Span span, String message, String remedy) {
        add(code, body.at(span.start()), message, remedy);
    }

    void add(LintCode code, Position position, String message, String remedy) {
        found.add(new LintFinding(code, position, message, remedy));
    }

    /** The text at a place of the body. */
    String slice(Span span) {
        return body.slice(span);
    }

    /** Whether the body has a word, whatever the case of its letters. */
    boolean mentions(String word) {
        return LogFacts.fold(body.text()).contains(LogFacts.fold(word));
    }

    /** In the order of the file. */
    List<LintFinding> inOrder() {
        return found.stream()
                .sorted(Comparator.<LintFinding>comparingInt(f -> f.position().line())
                        .thenComparingInt(f -> f.position().column()))
                .toList();
    }
}
