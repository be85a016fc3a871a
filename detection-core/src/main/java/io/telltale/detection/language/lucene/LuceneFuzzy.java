package io.telltale.detection.language.lucene;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;

/**
 * Fuzzy terms: a keyword is found where some letters left out, put in, replaced or swapped with their neighbours, two at the
 * most, make it the term.
 */
final class LuceneFuzzy {
    private LuceneFuzzy() {}

    static FunctionEntry entry() {
        return FunctionEntry.of(
                        "lucene:fuzzy",
                        (a, context) -> Values.of(holds(
                                a.get(0),
                                a.get(1).asText(),
                                a.get(2) instanceof Value.Int edits ? (int) edits.value() : 0)))
                .as(TestKind.WILDCARD, 0, 1, true);
    }

    /** The letters that may differ: none in a term of one or two, one up to five, else two, where the query says no number. */
    static long edits(LuceneSyntax.Fuzzy fuzzy) {
        int length = fuzzy.term().text().length();
        if (!fuzzy.distance().matches("\\d{1,3}(\\.\\d{1,3})?|\\.\\d{1,3}")) {
            return length < 3 ? 0 : length < 6 ? 1 : 2;
        }
        double number = Double.parseDouble(fuzzy.distance());
        // A fraction is the old way to say it: how much of the term must be alike.
        return (long) Math.min(2, number > 0 && number < 1 ? (1 - number) * length : number);
    }

    private static boolean holds(Value value, String term, int edits) {
        if (value instanceof Value.ListOf list) {
            return list.elements().stream().anyMatch(element -> holds(element, term, edits));
        }
        return !value.isAbsent() && distance(value.asText(), term, edits) <= edits;
    }

    /** The number of edits; more than {@code most} where the lengths alone differ by more. */
    private static int distance(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) > most) {
            return most + 1;
        }
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replaced, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                table[i][j] = swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
            }
        }
        return table[a.length()][b.length()];
    }
}
