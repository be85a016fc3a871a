package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How {@code tostring}, {@code printf} and {@code convert} write values. */
final class Written {
    private static final Pattern PLACE = Pattern.compile("%([-+ 0#']*)(\\d{0,4})(?:\\.(\\d{0,3}))?([a-zA-Z%])");

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

    /** {@code printf}: C's conversions of whole numbers, decimals, texts and characters. */
    static Value printf(List<Value> arguments) {
        if (arguments.get(0).isAbsent()) {
            return Values.NULL;
        }
        var out = new StringBuilder();
        Matcher place = PLACE.matcher(arguments.get(0).asText());
        int next = 1;
        int from = 0;
        String format = arguments.get(0).asText();
        while (place.find()) {
            out.append(format, from, place.start());
            from = place.end();
            if (place.group(4).equals("%")) {
                out.append('%');
                continue;
            }
            if (next >= arguments.size()) {
                return Values.NULL;
            }
            Optional<String> written = one(place, arguments.get(next++));
            if (written.isEmpty()) {
                return Values.NULL;
            }
            out.append(written.get());
        }
        return Values.of(out.append(format.substring(from)).toString());
    }

    private static Optional<String> one(Matcher place, Value value) {
        String flags = place.group(1).replace("'", ",");
        String width = place.group(2);
        String precision = place.group(3) == null ? "" : "." + (place.group(3).isEmpty() ? "0" : place.group(3));
        Optional<Double> number = Numbers.of(value);
        try {
            return switch (place.group(4)) {
                case "d", "i", "u" ->
                    number.map(n -> String.format(Locale.ROOT, "%" + flags + width + "d", n.longValue()));
                case "x", "X", "o" ->
                    number.map(n -> String.format(Locale.ROOT, "%" + flags + width + place.group(4), n.longValue()));
                case "f", "F" -> number.map(n -> String.format(Locale.ROOT, "%" + flags + width + precision + "f", n));
                case "e", "E" ->
                    number.map(n -> String.format(
                            Locale.ROOT, "%" + flags.replace(",", "") + width + precision + place.group(4), n));
                case "g", "G" -> number.map(n -> Numbers.value(n).asText());
                case "s" ->
                    Optional.of(String.format(
                            Locale.ROOT,
                            "%" + (flags.contains("-") && !width.isEmpty() ? "-" : "") + width + precision + "s",
                            value.asText()));
                case "c" ->
                    Optional.of(value.asText().isEmpty() ? "" : value.asText().substring(0, 1));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
