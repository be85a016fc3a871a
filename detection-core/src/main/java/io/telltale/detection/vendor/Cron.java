package io.telltale.detection.vendor;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** A cron line of five fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday). */
final class Cron {
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final List<String> MONTHS =
            List.of("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    /** Long enough for a line that comes once a month. */
    private static final int MINUTES = 63 * 24 * 60;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    /** Where both kinds of day are given, either will do. */
    private final boolean eitherDay;

    private Cron(List<BitSet> fields, boolean eitherDay) {
        this.minutes = fields.get(0);
        this.hours = fields.get(1);
        this.days = fields.get(2);
        this.months = fields.get(3);
        this.weekdays = fields.get(4);
        this.eitherDay = eitherDay;
    }

    /** Reads a line; empty where it is none. */
    static Optional<Cron> parse(String line) {
        List<String> parts = List.of(line.strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
        if (parts.size() != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Cron(
                    List.of(
                            field(parts.get(0), 0, 59, List.of()),
                            field(parts.get(1), 0, 23, List.of()),
                            field(parts.get(2), 1, 31, List.of()),
                            field(parts.get(3), 1, 12, MONTHS),
                            field(parts.get(4), 0, 7, DAYS)),
                    !parts.get(2).startsWith("*") && !parts.get(4).startsWith("*")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** {@code 5}, {@code 1-5}, {@code mon}, {@code *}, each with {@code /step}, and lists of these. */
    private static BitSet field(String text, int least, int most, List<String> names) {
        var out = new BitSet();
        for (String part : text.split(",", -1)) {
            int slash = part.indexOf('/');
            int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
            String range = slash < 0 ? part : part.substring(0, slash);
            int dash = range.indexOf('-');
            int first = range.equals("*") ? least : number(dash < 0 ? range : range.substring(0, dash), names);
            int last = range.equals("*")
                    ? most
                    : dash >= 0 ? number(range.substring(dash + 1), names) : slash >= 0 ? most : first;
            if (step < 1 || first < least || last > most || first > last) {
                throw new NumberFormatException(part);
            }
            IntStream.iterate(first, i -> i <= last, i -> i + step).forEach(out::set);
        }
        return out;
    }

    private static int number(String text, List<String> names) {
        int named = text.isEmpty() ? -1 : names.indexOf(text);
        return named >= 0 ? named : Integer.parseInt(text);
    }

    private boolean comes(LocalDateTime at) {
        int weekday = at.getDayOfWeek().getValue() % DayOfWeek.values().length;
        boolean onWeekday = weekdays.get(weekday) || (weekday == 0 && weekdays.get(7));
        boolean onDay = days.get(at.getDayOfMonth());
        return minutes.get(at.getMinute())
                && hours.get(at.getHour())
                && months.get(at.getMonthValue())
                && (eitherDay ? onDay || onWeekday : onDay && onWeekday);
    }

    /** The longest step that meets every run; empty where hardly any is met. */
    Optional<Duration> every() {
        LocalDateTime at = LocalDateTime.of(2026, 1, 1, 0, 0);
        long step = 0;
        int last = -1;
        for (int minute = 0; minute < MINUTES; minute++, at = at.plusMinutes(1)) {
            if (comes(at)) {
                if (last >= 0) {
                    step = gcd(step, (long) minute - last);
                }
                last = minute;
            }
        }
        return step == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(step));
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
