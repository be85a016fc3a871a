package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Searches fields of the type text, which an index holds as terms: words in lower case, cut as Elasticsearch's standard
 * analyser cuts them. Letters, digits and underscores make a word; a dot, a colon or an apostrophe between two letters, and
 * a dot, a comma or an apostrophe between two digits, belong to it.
 */
final class EcsTerms {
    private static final String BETWEEN_LETTERS = ".:'\u00B7\u2019";
    private static final String BETWEEN_DIGITS = ".,;'\u2019";

    private EcsTerms() {}

    /** A search for any of some words, for all of them, for words in their order, and one by a pattern for a single word. */
    static List<FunctionEntry> entries() {
        return List.of(
                search("ecs:any_term", TestKind.CONTAINS, wanted -> {
                    var terms = new HashSet<>(of(wanted));
                    return found -> found.stream().anyMatch(terms::contains);
                }),
                search("ecs:all_terms", TestKind.CONTAINS, wanted -> {
                    var terms = new HashSet<>(of(wanted));
                    return found -> !terms.isEmpty() && new HashSet<>(found).containsAll(terms);
                }),
                search("ecs:phrase", TestKind.CONTAINS, wanted -> {
                    List<String> terms = of(wanted);
                    return found -> !terms.isEmpty() && java.util.Collections.indexOfSubList(found, terms) >= 0;
                }),
                search("ecs:term_like", TestKind.WILDCARD, wanted -> {
                    Wildcard pattern = Wildcard.compile(wanted.toLowerCase(Locale.ROOT), true);
                    return found -> found.stream().anyMatch(pattern::matches);
                }));
    }

    private interface Search {
        Predicate<List<String>> forText(String wanted);
    }

    private static FunctionEntry search(String name, TestKind kind, Search search) {
        return FunctionEntry.of(
                        name,
                        (a, context) -> Values.of(
                                holds(a.get(0), search.forText(a.get(1).asText()))))
                .as(kind, 0, 1, false);
    }

    private static boolean holds(Value value, Predicate<List<String>> test) {
        if (value instanceof Value.ListOf list) {
            return list.elements().stream().anyMatch(element -> holds(element, test));
        }
        return !value.isAbsent() && test.test(of(value.asText()));
    }

    /** The terms of a text. */
    static List<String> of(String text) {
        var terms = new ArrayList<String>();
        var term = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c) || c == '_' || joins(text, i)) {
                term.append(c);
            } else if (term.length() > 0) {
                terms.add(term.toString().toLowerCase(Locale.ROOT));
                term.setLength(0);
            }
        }
        if (term.length() > 0) {
            terms.add(term.toString().toLowerCase(Locale.ROOT));
        }
        return terms;
    }

    private static boolean joins(String text, int at) {
        if (at == 0 || at + 1 >= text.length()) {
            return false;
        }
        char before = text.charAt(at - 1);
        char after = text.charAt(at + 1);
        char c = text.charAt(at);
        return (Character.isLetter(before) && Character.isLetter(after) && BETWEEN_LETTERS.indexOf(c) >= 0)
                || (Character.isDigit(before) && Character.isDigit(after) && BETWEEN_DIGITS.indexOf(c) >= 0);
    }
}
