package io.telltale.detection.lint;

import io.telltale.detection.text.Position;
import io.telltale.detection.vendor.Rule;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks the techniques up that a rule names. */
final class TechniqueChecks {
    /** ATT&amp;CK's own numbers; others, such as ATLAS's, are looked up nowhere. */
    private static final Pattern NUMBER = Pattern.compile("T\\d.*");

    private final LogFacts facts;
    private final LintFindings found;

    TechniqueChecks(LogFacts facts, LintFindings found) {
        this.facts = facts;
        this.found = found;
    }

    /** {@code file}: the text of the rule's file, in which the techniques are looked for; without it they stand at its start. */
    void techniques(Rule rule, Optional<String> file) {
        for (String technique : rule.techniques()) {
            String id = technique.toUpperCase(Locale.ROOT);
            if (facts.isRetired(id)) {
                found.add(
                        LintCode.RETIRED_TECHNIQUE,
                        place(rule, file, id),
                        "ATT&CK has retired " + technique,
                        facts.successor(id)
                                .map(successor -> "Name " + successor + ".")
                                .orElse("Nothing stands in its place: name what the rule finds anew."));
            } else if (NUMBER.matcher(id).matches() && !facts.isTechnique(id)) {
                found.add(
                        LintCode.UNKNOWN_TECHNIQUE,
                        place(rule, file, id),
                        "ATT&CK for enterprises has no technique " + technique,
                        "Look the number up at attack.mitre.org.");
            }
        }
    }

    /** Where the id stands by itself rather than in an address, else in an address. */
    private static Position place(Rule rule, Optional<String> file, String id) {
        String number = Pattern.quote(id);
        return file.flatMap(text -> position(rule, text, "(?i)(?<![\\w/])" + number + "(?![\\w]|\\.\\d)")
                        .or(() ->
                                position(rule, text, "(?i)" + number.replace(".", "\\E[./]\\Q") + "(?![\\w]|[./]\\d)")))
                .orElse(new Position(rule.path(), 1, 1));
    }

    private static Optional<Position> position(Rule rule, String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String before = text.substring(0, matcher.start());
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return Optional.of(new Position(rule.path(), line, matcher.start() - before.lastIndexOf('\n')));
    }
}
