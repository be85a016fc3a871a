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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions {@code timestamp.…}: seconds since 1970, in a time zone, which is UTC where none is given. */
final class Times {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);

    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{1,2})(?::(\\d{1,2}))?");

    private static final Map<String, String> GRANULARITIES = Map.of(
            "SECOND", "uuuu-MM-dd HH:mm:ss",
            "MINUTE", "uuuu-MM-dd HH:mm",
            "HOUR", "uuuu-MM-dd HH",
            "DATE", "uuuu-MM-dd",
            "WEEK", "uuuu-MM-dd",
            "MONTH", "uuuu-MM",
            "YEAR", "uuuu");

    /** The elements of formats, as BigQuery has them, and the same as patterns of {@link DateTimeFormatter}. */
    private static final Map<Character, String> ELEMENTS = Map.ofEntries(
            Map.entry('Y', "uuuu"),
            Map.entry('y', "uu"),
            Map.entry('m', "MM"),
            Map.entry('d', "dd"),
            Map.entry('e', "ppd"),
            Map.entry('j', "DDD"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('p', "a"),
            Map.entry('A', "EEEE"),
            Map.entry('a', "EEE"),
            Map.entry('B', "MMMM"),
            Map.entry('b', "MMM"),
            Map.entry('F', "uuuu-MM-dd"),
            Map.entry('T', "HH:mm:ss"),
            Map.entry('R', "HH:mm"),
            Map.entry('D', "MM/dd/uu"));

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
            ZoneId id = zone(arguments, zone);
            long seconds = (long) ScalarFunctions.decimal(arguments.get(0));
            return use.apply(Instant.ofEpochSecond(seconds).atZone(id));
        } catch (DateTimeException e) {
            return Values.failure("timestamp: " + e.getMessage());
        }
    }

    /** A zone by its name or as {@code (+|-)H[H][:M[M]]}; UTC where none is given. */
    private static ZoneId zone(List<Value> arguments, int index) {
        String written = arguments.size() > index ? text(arguments, index) : "";
        Matcher offset = OFFSET.matcher(written);
        if (!offset.matches()) {
            return ZoneId.of(written.isEmpty() ? "UTC" : written);
        }
        int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
        int sign = offset.group(1).equals("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * Integer.parseInt(offset.group(2)), sign * minutes);
    }

    /** By a format of percent signs, or by the name of how fine it is to be; a week is its Sunday. */
    private static String formatted(ZonedDateTime time, List<Value> arguments) {
        String format = arguments.size() > 1 ? text(arguments, 1) : "";
        Optional<String> fine = Optional.ofNullable(GRANULARITIES.get(format));
        if (fine.isPresent()) {
            ZonedDateTime shown =
                    format.equals("WEEK") ? time.minusDays(time.getDayOfWeek().getValue() % 7) : time;
            return pattern(shown, fine.get());
        }
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
                case '%' -> out.append('%');
                case 's' -> out.append(time.toEpochSecond());
                case 'w' -> out.append(time.getDayOfWeek().getValue() % 7);
                default -> {
                    String element = ELEMENTS.get(c);
                    out.append(element == null ? "%" + c : pattern(time, element));
                }
            }
        }
        return format.isEmpty() ? DATE_TIME.format(time) : out.toString();
    }

    private static String pattern(ZonedDateTime time, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }

    private static Value seconds(List<Value> arguments) {
        try {
            ZoneId zone = zone(arguments, 1);
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
