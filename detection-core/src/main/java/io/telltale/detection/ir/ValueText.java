package io.telltale.detection.ir;

import java.util.Map;

/** Writes values as compact JSON, with times in ISO 8601 and durations as ISO 8601 durations. */
public final class ValueText {
    private ValueText() {}

    /** The JSON of a value; missing is written {@code missing}, a failure as {@code error(message)}. Text is quoted only inside lists and objects. */
    public static String of(Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        var out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    /** The JSON of a value, text quoted. */
    public static String json(Value value) {
        var out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, Value value) {
        if (value instanceof Value.Missing) {
            out.append("missing");
        } else if (value instanceof Value.Null) {
            out.append("null");
        } else if (value instanceof Value.Bool bool) {
            out.append(bool.value());
        } else if (value instanceof Value.Int number) {
            out.append(number.value());
        } else if (value instanceof Value.Decimal number) {
            out.append(decimal(number.value()));
        } else if (value instanceof Value.Text text) {
            quote(out, text.value());
        } else if (value instanceof Value.Time time) {
            quote(out, time.value().toString());
        } else if (value instanceof Value.Span span) {
            quote(out, span.value().toString());
        } else if (value instanceof Value.Failure failure) {
            out.append("error(").append(failure.message()).append(')');
        } else if (value instanceof Value.ListOf list) {
            String separator = "[";
            for (Value element : list.elements()) {
                out.append(separator);
                append(out, element);
                separator = ",";
            }
            out.append(list.elements().isEmpty() ? "[]" : "]");
        } else if (value instanceof Value.ObjectOf object) {
            String separator = "{";
            for (Map.Entry<String, Value> member : object.members().entrySet()) {
                out.append(separator);
                quote(out, member.getKey());
                out.append(':');
                append(out, member.getValue());
                separator = ",";
            }
            out.append(object.members().isEmpty() ? "{}" : "}");
        }
    }

    private static String decimal(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Double.toString(value);
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
