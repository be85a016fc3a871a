package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How {@code tostring} writes values. */
final class Written {
    private Written() {}

    /** {@code tostring(value[, "hex" | "commas" | "duration" | "binary"])}. */
    static Value text(List<Value> arguments) {
        Value value = arguments.get(0);
        if (value.isAbsent()) {
            return Values.NULL;
        }
        if (arguments.size() < 2) {
            return value instanceof Value.Bool bool
                    ? Values.of(bool.value() ? "True" : "False")
                    : Values.of(value.asText());
        }
        Optional<Double> number = Numbers.of(value);
        if (number.isEmpty()) {
            return Values.of(value.asText());
        }
        return switch (arguments.get(1).asText()) {
            case "hex" ->
                Values.of("0x" + Long.toHexString(number.get().longValue()).toUpperCase(Locale.ROOT));
            case "binary" -> Values.of(Long.toBinaryString(number.get().longValue()));
            case "commas" -> Values.of(commas(number.get()));
            case "duration" -> Values.of(duration(number.get()));
            default -> Values.NULL;
        };
    }

    private static String commas(double number) {
        if (Math.abs(number) > 1e15) {
            return Values.of(number).asText();
        }
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%,d", (long) number)
                : String.format(Locale.ROOT, "%,.2f", BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_UP));
    }

    /** Seconds as {@code HH:MM:SS}, with days before a plus where there are any. */
    static String duration(double seconds) {
        long whole = (long) Math.abs(seconds);
        long days = whole / 86400;
        String clock =
                String.format(Locale.ROOT, "%02d:%02d:%02d", whole % 86400 / 3600, whole % 3600 / 60, whole % 60);
        return (seconds < 0 ? "-" : "") + (days > 0 ? days + "+" : "") + clock;
    }
}
