package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import java.util.Map;

/** What Splunk takes for true: the truth value, and the texts and numbers that stand for it in options. */
final class Truth {
    private Truth() {}

    static boolean of(Value value) {
        return value instanceof Value.Bool bool ? bool.value() : of(value.asText());
    }

    /** An option of a command, where it is set, else what it is by itself. */
    static boolean option(Map<String, Word> options, String name, boolean otherwise) {
        Word value = options.get(name);
        return value == null ? otherwise : of(value.text());
    }

    static boolean of(String text) {
        String lower = Scanner.lower(text);
        return lower.equals("true") || lower.equals("t") || lower.equals("1") || lower.equals("yes");
    }
}
