package io.telltale.detection.language.yaral;

import static io.telltale.detection.language.yaral.Library.entry;
import static io.telltale.detection.language.yaral.Library.text;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.yaral.Library.Entry;
import io.telltale.detection.language.yaral.Library.Result;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The functions {@code timestamp.…}: seconds since 1970, in a time zone, which is UTC where none is given. */
final class Times {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);

    private Times() {}

    static void addTo(Map<String, Entry> table) {
        table.put("timestamp.get_minute", part(time -> (long) time.getMinute()));
        table.put("timestamp.get_hour", part(time -> (long) time.getHour()));
        table.put("timestamp.get_day_of_week", part(time -> time.getDayOfWeek().getValue() % 7 + 1L));
        table.put("timestamp.get_week", part(Times::week));
        table.put(
                "timestamp.get_date",
                entry(1, 2, Result.TEXT, a -> inZone(a, 1, time -> Values.of(DATE.format(time)))));
        table.put(
                "timestamp.get_timestamp",
                entry(1, 3, Result.TEXT, a -> inZone(a, 2, time -> Values.of(formatted(time, a)))));
        table.put("timestamp.as_unix_seconds", entry(1, 2, Result.NUMBER, Times::seconds));
        table.put(
                "timestamp.current_seconds",
                Library.clock(Result.NUMBER, c -> Values.of(c.now().getEpochSecond())));
        table.put(
                "timestamp.now",
                Library.clock(Result.NUMBER, c -> Values.of(c.now().getEpochSecond())));
    }

    private static Entry part(Function<ZonedDateTime, Long> part) {
        return entry(1, 2, Result.NUMBER, a -> inZone(a, 1, time -> Values.of(part.apply(time))));
    }

    /** Weeks of the year from 0 on; a Sunday begins one. */
    private static long week(ZonedDateTime time) {
        int firstSunday = (7 - time.withDayOfYear(1).getDayOfWeek().getValue() % 7) % 7 + 1;
        return time.getDayOfYear() < firstSunday ? 0 : (time.getDayOfYear() - firstSunday) / 7 + 1L;
    }

    private static Value inZone(List<Value> arguments, int zone, Function<ZonedDateTime, Value> use) {
        try {
            ZoneId id = ZoneId.of(arguments.size() > zone ? text(arguments, zone) : "UTC");
            long seconds = (long) ScalarFunctions.decimal(arguments.get(0));
            return use.apply(Instant.ofEpochSecond(seconds).atZone(id));
        } catch (DateTimeException e) {
            return Values.failure("timestamp: " + e.getMessage());
        }
    }

    private static String formatted(ZonedDateTime time, List<Value> arguments) {
        String format = arguments.size() > 1 ? text(arguments, 1) : "";
        var out = new StringBuilder();
        boolean code = false;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (!code) {
                code = c == '%';
                out.append(code ? "" : String.valueOf(c));
                continue;
            }
            code = false;
            switch (c) {
                case 'Y' -> out.append(pattern(time, "uuuu"));
                case 'm' -> out.append(pattern(time, "MM"));
                case 'd' -> out.append(pattern(time, "dd"));
                case 'H' -> out.append(pattern(time, "HH"));
                case 'M' -> out.append(pattern(time, "mm"));
                case 'S' -> out.append(pattern(time, "ss"));
                case 'F' -> out.append(DATE.format(time));
                case 'T' -> out.append(pattern(time, "HH:mm:ss"));
                case '%' -> out.append('%');
                default -> out.append('%').append(c);
            }
        }
        return format.isEmpty() ? DATE_TIME.format(time) : out.toString();
    }

    private static String pattern(ZonedDateTime time, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time);
    }

    private static Value seconds(List<Value> arguments) {
        try {
            ZoneId zone = ZoneId.of(arguments.size() > 1 ? text(arguments, 1) : "UTC");
            String written = text(arguments, 0);
            if (written.indexOf('T') > 0) {
                return Values.of(ZonedDateTime.parse(written).toEpochSecond());
            }
            return Values.of(
                    LocalDateTime.parse(written, DATE_TIME).atZone(zone).toEpochSecond());
        } catch (DateTimeException e) {
            return Values.of(0);
        }
    }
}
