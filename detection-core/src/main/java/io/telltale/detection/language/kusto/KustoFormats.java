package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Writes dates and time spans by the patterns of {@code format_datetime} and {@code format_timespan}, and sizes as
 * {@code format_bytes} does.
 */
final class KustoFormats {
    private static final List<String> UNITS = List.of("Bytes", "KB", "MB", "GB", "TB", "PB", "EB");

    private KustoFormats() {}

    static void addTo(List<FunctionEntry> all) {
        add(all, "format_bytes", (in, context) -> bytes(in));
    }

    /** {@code format_bytes(size [, digits [, unit]])}, in the largest unit of which there is one, unless it is stated. */
    private static Value bytes(List<Value> in) {
        if (!KustoValues.isNumber(in.get(0)) || !Double.isFinite(KustoValues.number(in.get(0)))) {
            return Values.EMPTY_TEXT;
        }
        double size = KustoValues.number(in.get(0));
        int digits = in.size() > 1 && in.get(1) instanceof Value.Int given
                ? (int) Math.max(0, Math.min(15, given.value()))
                : 0;
        int unit = in.size() > 2 ? UNITS.indexOf(KustoValues.text(in.get(2))) : -1;
        for (int i = 0; unit < 0 && i < UNITS.size(); i++) {
            if (i == UNITS.size() - 1 || Math.abs(size) < Math.pow(1024, i + 1)) {
                unit = i;
            }
        }
        BigDecimal rounded = BigDecimal.valueOf(size / Math.pow(1024, unit)).setScale(digits, RoundingMode.HALF_UP);
        String shown =
                rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return Values.of(shown + " " + UNITS.get(unit));
    }

    /** {@code y M d h H m s f F t}, repeated for their width; all else stands for itself. */
    static String datetime(OffsetDateTime at, String pattern) {
        var out = new StringBuilder();
        for (int i = 0; i < pattern.length(); ) {
            char c = pattern.charAt(i);
            int width = run(pattern, i);
            switch (c) {
                case 'y' -> out.append(padded(width == 2 ? at.getYear() % 100 : at.getYear(), width));
                case 'M' -> out.append(padded(at.getMonthValue(), width));
                case 'd' -> out.append(padded(at.getDayOfMonth(), width));
                case 'H' -> out.append(padded(at.getHour(), width));
                case 'h' -> out.append(padded(at.getHour() % 12 == 0 ? 12 : at.getHour() % 12, width));
                case 'm' -> out.append(padded(at.getMinute(), width));
                case 's' -> out.append(padded(at.getSecond(), width));
                case 'f', 'F' -> out.append(fraction(at.getNano(), width, c == 'F'));
                case 't' -> out.append((at.getHour() < 12 ? "AM" : "PM"), 0, Math.min(2, width));
                default -> out.append(pattern, i, i + width);
            }
            i += width;
        }
        return out.toString();
    }

    /** {@code d h H m s f F}, repeated for their width; all else stands for itself. */
    static String timespan(Duration span, String pattern) {
        Duration size = span.abs();
        var out = new StringBuilder(span.isNegative() ? "-" : "");
        for (int i = 0; i < pattern.length(); ) {
            char c = pattern.charAt(i);
            int width = run(pattern, i);
            switch (c) {
                case 'd' -> out.append(padded(size.toDays(), width));
                case 'h', 'H' -> out.append(padded(size.toHoursPart(), width));
                case 'm' -> out.append(padded(size.toMinutesPart(), width));
                case 's' -> out.append(padded(size.toSecondsPart(), width));
                case 'f', 'F' -> out.append(fraction(size.toNanosPart(), width, c == 'F'));
                default -> out.append(pattern, i, i + width);
            }
            i += width;
        }
        return out.toString();
    }

    private static int run(String pattern, int from) {
        int end = from + 1;
        while (end < pattern.length() && pattern.charAt(end) == pattern.charAt(from)) {
            end++;
        }
        return end - from;
    }

    private static String padded(long number, int width) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private static String fraction(int nanos, int width, boolean trimmed) {
        String digits = Integer.toString(1_000_000_000 + nanos).substring(1, 1 + Math.min(7, width));
        return trimmed ? digits.replaceFirst("0+$", "") : digits;
    }
}
