package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Expression.Test;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;

/** Lowers tests of texts against patterns: {@code LIKE}, {@code ILIKE}, {@code RLIKE} and the functions that search. */
final class TextPatterns {
    private TextPatterns() {}

    /** {@code operand LIKE pattern ESCAPE escape}, or with another operator. */
    static Expression test(
            Context context, String operator, Typed operand, Typed pattern, Optional<Typed> escape, Span span) {
        boolean cased = !operator.equals("ILIKE");
        if (operator.equals("RLIKE")) {
            return matches(context, operand, pattern, "", span);
        }
        Optional<Value> escaping =
                escape.isEmpty() ? Optional.of(Values.EMPTY_TEXT) : escape.get().constant();
        if (pattern.constant().isEmpty() || escaping.isEmpty()) {
            Expression escapeValue =
                    escape.map(Typed::expression).orElseGet(() -> new Literal(Values.EMPTY_TEXT, span));
            return new Call(
                    cased ? "snowflake:like" : "snowflake:ilike",
                    List.of(operand.expression(), pattern.expression(), escapeValue),
                    span);
        }
        if (pattern.constant().get().isAbsent()) {
            return new Literal(Values.NULL, span);
        }
        return like(
                operand.expression(),
                pattern.constant().get().asText(),
                escaping.get().asText(),
                cased,
                pattern.span(),
                span);
    }

    /** The whole text against {@code %} for any text and {@code _} for one character; said plainly where it can be. */
    private static Expression like(
            Expression operand, String pattern, String escape, boolean cased, Span at, Span span) {
        var pieces = new StringBuilder();
        var wildcard = new StringBuilder();
        boolean plain = true;
        int length = pattern.length();
        boolean open = pattern.startsWith("%");
        boolean close = length > 1 && pattern.endsWith("%") && !isEscaped(pattern, length - 1, escape);
        for (int i = 0; i < length; i++) {
            char c = pattern.charAt(i);
            if (!escape.isEmpty() && c == escape.charAt(0) && i + 1 < length) {
                c = pattern.charAt(++i);
            } else if (c == '%' || c == '_') {
                wildcard.append(c == '%' ? '*' : '?');
                plain &= c == '%' && (i == 0 || (i == length - 1 && close));
                continue;
            }
            pieces.append(c);
            if (c == '*' || c == '?' || c == '\\') {
                wildcard.append('\\');
            }
            wildcard.append(c);
        }
        TestKind kind = !plain || (pieces.isEmpty() && (open || close))
                ? TestKind.WILDCARD
                : open && close
                        ? TestKind.CONTAINS
                        : open ? TestKind.ENDS_WITH : close ? TestKind.STARTS_WITH : TestKind.EQ;
        String wanted = kind == TestKind.WILDCARD ? wildcard.toString() : pieces.toString();
        return new Test(
                kind, operand, List.of(new Literal(Values.of(wanted), at)), Comparisons.TEXT.withCase(cased), span);
    }

    private static boolean isEscaped(String pattern, int index, String escape) {
        int before = 0;
        while (!escape.isEmpty() && index - 1 - before >= 0 && pattern.charAt(index - 1 - before) == escape.charAt(0)) {
            before++;
        }
        return before % 2 == 1;
    }

    /** The whole text against a regular expression. */
    static Expression matches(Context context, Typed operand, Typed pattern, String parameters, Span span) {
        if (pattern.constant().isEmpty()) {
            return new Call(
                    "snowflake:regexp_like",
                    List.of(operand.expression(), pattern.expression(), new Literal(Values.of(parameters), span)),
                    span);
        }
        if (pattern.constant().get().isAbsent()) {
            return new Literal(Values.NULL, span);
        }
        String flags = flags(parameters);
        String whole = "^" + (flags.isEmpty() ? "(?:" : "(?" + flags + ":")
                + pattern.constant().get().asText() + ")$";
        boolean cased = !parameters.contains("i");
        try {
            Patterns.compile(whole, cased);
        } catch (IllegalArgumentException e) {
            context.unsupported("regular expression " + pattern.constant().get().asText(), pattern.span());
            return new Literal(Values.NULL, span);
        }
        var wanted = new Literal(Values.of(whole), pattern.span());
        return new Test(TestKind.REGEX, operand.expression(), List.of(wanted), Comparisons.TEXT.withCase(cased), span);
    }

    /** RE2's flags for the parameters {@code m} and {@code s}. */
    static String flags(String parameters) {
        return (parameters.contains("m") ? "m" : "") + (parameters.contains("s") ? "s" : "");
    }

    /** {@code CONTAINS}, {@code STARTSWITH}, {@code ENDSWITH}. */
    static Expression search(TestKind kind, Typed operand, Typed wanted, Span span) {
        if (wanted.constant().filter(v -> !v.isAbsent()).isPresent()) {
            return new Test(kind, operand.expression(), List.of(wanted.expression()), Comparisons.TEXT, span);
        }
        return new Call("snowflake:" + kind.label(), List.of(operand.expression(), wanted.expression()), span);
    }
}
