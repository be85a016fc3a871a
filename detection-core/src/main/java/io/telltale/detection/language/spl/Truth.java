package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;

/** What Splunk takes for true: the truth value, and the texts and numbers that stand for it in options. */
final class Truth {
    private Truth() {}

    static boolean of(Value value) {
        return value instanceof Value.Bool bool ? bool.value() : of(value.asText());
    }

    static boolean of(String text) {
        String lower = Scanner.lower(text);
        return lower.equals("true") || lower.equals("t") || lower.equals("1") || lower.equals("yes");
    }
}
