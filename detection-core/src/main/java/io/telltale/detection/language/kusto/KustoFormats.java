package io.telltale.detection.language.kusto;

import java.time.Duration;
import java.time.OffsetDateTime;

/** Writes dates and time spans by the patterns of {@code format_datetime} and {@code format_timespan}. */
final class KustoFormats {
    private KustoFormats() {}

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
