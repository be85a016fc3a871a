package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.JsonReader;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import java.util.LinkedHashMap;
import java.util.List;

/** Kusto's conversions between types; what cannot be converted is null, never an error. */
final class KustoValues {
    private KustoValues() {}

    static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value.isAbsent()) {
            return "";
        }
        if (value instanceof Value.Bool bool) {
            return bool.value() ? "true" : "false";
        }
        if (value instanceof Value.Time time) {
            return KustoTime.text(time.value());
        }
        if (value instanceof Value.Span span) {
            return KustoTime.text(span.value());
        }
        return ValueText.of(plain(value));
    }

    /** The value as JSON has it: dates and time spans inside are Kusto's texts of them. */
    static Value plain(Value value) {
        if (value instanceof Value.ListOf list) {
            return Values.listOf(
                    list.elements().stream().map(KustoValues::plain).toList());
        }
        if (value instanceof Value.ObjectOf object) {
            var members = new LinkedHashMap<String, Value>();
            object.members().forEach((name, member) -> members.put(name, plain(member)));
            return Values.objectOf(members);
        }
        return value instanceof Value.Time || value instanceof Value.Span ? Values.of(text(value)) : value;
    }

    static Value toText(Value value) {
        return value instanceof Value.Text ? value : Values.of(text(value));
    }

    /** The text read as JSON; text that is none stays text, and what is no text stays what it is. */
    static Value parseJson(Value value) {
        if (!(value instanceof Value.Text text)) {
            return value.isAbsent() ? Values.NULL : value;
        }
        if (text.value().isBlank()) {
            return Values.NULL;
        }
        return JsonReader.read(text.value()).orElse(value);
    }

    /** The element or member that a key names; null where there is none. */
    static Value member(Value of, Value key) {
        if (of instanceof Value.ObjectOf object && key instanceof Value.Text name) {
            Value value = object.get(name.value());
            return value.isAbsent() ? Values.NULL : value;
        }
        if (of instanceof Value.ListOf list && key instanceof Value.Int number) {
            int size = list.elements().size();
            long at = number.value() < 0 ? size + number.value() : number.value();
            return at >= 0 && at < size ? list.elements().get((int) at) : Values.NULL;
        }
        return Values.NULL;
    }

    /**
     * A part of a field that is read as JSON twice over: what the path finds in an object, or, where the field is text,
     * what the keys find in that text's JSON. Arguments: the field with the keys, the field without, the keys.
     */
    static Value within(List<Value> in) {
        Value base = in.get(1);
        if (!(base instanceof Value.Text)) {
            return in.get(0);
        }
        Value at = parseJson(base);
        for (Value key : in.subList(2, in.size())) {
            at = member(at, key);
        }
        return at;
    }

    static Value toLong(Value value) {
        if (value instanceof Value.Int) {
            return value;
        }
        if (value instanceof Value.Decimal number) {
            return Double.isFinite(number.value()) ? Values.of((long) number.value()) : Values.NULL;
        }
        if (value instanceof Value.Bool bool) {
            return Values.of(bool.value() ? 1L : 0L);
        }
        if (value instanceof Value.Span span) {
            return Values.of(KustoTime.nanos(span.value()) / 100);
        }
        try {
            return value instanceof Value.Text text
                    ? Values.of(Long.parseLong(text.value().strip()))
                    : Values.NULL;
        } catch (NumberFormatException e) {
            return Values.NULL;
        }
    }

    /** Null where 32 bits do not hold the number. */
    static Value toInt(Value value) {
        Value number = toLong(value);
        return number instanceof Value.Int whole && whole.value() == (int) whole.value() ? number : Values.NULL;
    }

    static Value toDouble(Value value) {
        if (value instanceof Value.Text text) {
            try {
                return Values.of(Double.parseDouble(text.value().strip()));
            } catch (NumberFormatException e) {
                return Values.NULL;
            }
        }
        if (value instanceof Value.Bool bool) {
            return Values.of(bool.value() ? 1.0 : 0.0);
        }
        return isNumber(value) ? Values.of(number(value)) : Values.NULL;
    }

    static Value toBool(Value value) {
        if (value instanceof Value.Bool) {
            return value;
        }
        if (value instanceof Value.Text text) {
            return switch (text.value().strip().toLowerCase(java.util.Locale.ROOT)) {
                case "true", "1" -> Values.TRUE;
                case "false", "0" -> Values.FALSE;
                default -> Values.NULL;
            };
        }
        return isNumber(value) ? Values.of(number(value) != 0) : Values.NULL;
    }

    static Value toDatetime(Value value) {
        if (value instanceof Value.Text text) {
            return KustoTime.datetime(text.value()).orElse(Values.NULL);
        }
        return value instanceof Value.Time ? value : Values.NULL;
    }

    static Value toTimespan(Value value) {
        if (value instanceof Value.Text text) {
            return KustoTime.timespan(text.value()).orElse(Values.NULL);
        }
        return value instanceof Value.Span ? value : Values.NULL;
    }

    static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Decimal;
    }

    static double number(Value value) {
        return value instanceof Value.Int whole ? whole.value() : ((Value.Decimal) value).value();
    }

    /** Whether two values that are not null are equal. */
    static boolean same(Value left, Value right) {
        if (isNumber(left) && isNumber(right)) {
            boolean whole = left instanceof Value.Int && right instanceof Value.Int;
            return whole ? left.equals(right) : number(left) == number(right);
        }
        return left.equals(right);
    }

    /** Orders two values of one type; values of different types by their text. */
    static int compare(Value left, Value right) {
        if (left instanceof Value.Int one && right instanceof Value.Int other) {
            return Long.compare(one.value(), other.value());
        }
        if (isNumber(left) && isNumber(right)) {
            return Double.compare(number(left), number(right));
        }
        if (left instanceof Value.Time one && right instanceof Value.Time other) {
            return one.value().compareTo(other.value());
        }
        if (left instanceof Value.Span one && right instanceof Value.Span other) {
            return one.value().compareTo(other.value());
        }
        return text(left).compareTo(text(right));
    }
}
