package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers casts. One that cannot be done is an error, or null where it is tried only.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/functions/cast">CAST</a>
 */
final class Casts {
    private static final Set<String> YES = Set.of("true", "t", "yes", "y", "on", "1");
    private static final Set<String> NO = Set.of("false", "f", "no", "n", "off", "0");
    private static final Set<String> FLOATS = Set.of("FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "REAL");

    private Casts() {}

    static Typed cast(Context context, Typed operand, String written, boolean lenient, Span span) {
        Optional<Type> type = Type.named(written);
        if (type.isEmpty()) {
            context.unsupported("type " + written, span);
            return Typed.of(Values.NULL, Type.UNKNOWN, span);
        }
        String prefix = lenient ? "snowflake:try_" : "snowflake:";
        return switch (type.get()) {
            case TEXT -> text(operand, written, span);
            case NUMBER -> new Typed(number(operand, written, prefix, span), Type.NUMBER);
            case BOOLEAN ->
                new Typed(new Call(prefix + "to_boolean", List.of(operand.expression()), span), Type.BOOLEAN);
            case DATE -> new Typed(new Call(prefix + "to_date", List.of(operand.expression()), span), Type.DATE);
            case TIME ->
                operand.type() == Type.TIME
                        ? operand
                        : new Typed(new Call(prefix + "to_timestamp", List.of(operand.expression()), span), Type.TIME);
            case ARRAY -> new Typed(new Call("snowflake:to_array", List.of(operand.expression()), span), Type.ARRAY);
            case OBJECT -> new Typed(new Call("snowflake:to_object", List.of(operand.expression()), span), Type.OBJECT);
            default -> operand.as(operand.type() == Type.PART ? Type.PART : Type.VARIANT);
        };
    }

    private static Typed text(Typed operand, String written, Span span) {
        int bracket = written.indexOf('(');
        Expression text = asText(operand, span);
        if (bracket > 0) {
            try {
                long length = Long.parseLong(written.substring(bracket + 1, written.length() - 1));
                text = new Call("snowflake:left", List.of(text, new Literal(Values.of(length), span)), span);
            } catch (NumberFormatException e) {
                return new Typed(text, Type.TEXT);
            }
        }
        return new Typed(text, Type.TEXT);
    }

    private static Expression number(Typed operand, String written, String prefix, Span span) {
        int bracket = written.indexOf('(');
        String name = bracket < 0 ? written : written.substring(0, bracket);
        if (FLOATS.contains(name.toUpperCase(Locale.ROOT))) {
            return new Call(prefix + "to_double", List.of(operand.expression()), span);
        }
        int comma = written.indexOf(',');
        long scale = 0;
        try {
            scale = comma < 0 ? 0 : Long.parseLong(written.substring(comma + 1, written.length() - 1));
        } catch (NumberFormatException e) {
            scale = 0;
        }
        return new Call(
                prefix + "to_number",
                List.of(operand.expression(), new Literal(Values.of(38L), span), new Literal(Values.of(scale), span)),
                span);
    }

    /** A value's text, for a function of texts. */
    static Expression text(Typed value) {
        return asText(value, value.span());
    }

    private static Expression asText(Typed value, Span span) {
        return value.type() == Type.TEXT
                ? value.expression()
                : new Call(
                        value.type() == Type.DATE ? "snowflake:date_text" : "snowflake:to_varchar",
                        List.of(value.expression()),
                        span);
    }

    /** A value's time, for a function of times. */
    static Expression time(Typed value) {
        Optional<java.time.Instant> constant = value.constant()
                .filter(v -> v instanceof io.telltale.detection.ir.Value.Text)
                .flatMap(Times::of);
        if (constant.isPresent()) {
            return new Literal(Values.of(constant.get()), value.span());
        }
        return value.type().isTime()
                ? value.expression()
                : new Call("snowflake:to_timestamp", List.of(value.expression()), value.span());
    }

    /** The truth value that a text says. */
    static Optional<Boolean> truth(String text) {
        String folded = text.strip().toLowerCase(Locale.ROOT);
        return YES.contains(folded) ? Optional.of(true) : NO.contains(folded) ? Optional.of(false) : Optional.empty();
    }
}
