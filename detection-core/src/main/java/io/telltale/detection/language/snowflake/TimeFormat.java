package io.telltale.detection.language.snowflake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Formats of times as queries write them: {@code YYYY-MM-DD HH24:MI:SS}.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/date-time-input-output#about-the-elements-used-in-input-and-output-formats">elements</a>
 */
final class TimeFormat {
    private static final int LONGEST = 100;

    /** Elements, the longer before those that they begin with. */
    private static final List<String> ELEMENTS = List.of(
            "YYYY", "MMMM", "HH24", "HH12", "TZHTZM", "TZH:TZM", "MON", "TZH", "YY", "MM", "DD", "DY", "HH", "MI", "SS",
            "FF", "AM", "PM");

    private static final Map<String, String> PATTERNS = Map.ofEntries(
            Map.entry("YYYY", "uuuu"),
            Map.entry("MMMM", "MMMM"),
            Map.entry("HH24", "HH"),
            Map.entry("HH12", "hh"),
            Map.entry("TZHTZM", "xx"),
            Map.entry("TZH:TZM", "xxx"),
            Map.entry("MON", "MMM"),
            Map.entry("TZH", "x"),
            Map.entry("YY", "uu"),
            Map.entry("MM", "MM"),
            Map.entry("DD", "dd"),
            Map.entry("DY", "EEE"),
            Map.entry("HH", "HH"),
            Map.entry("MI", "mm"),
            Map.entry("SS", "ss"),
            Map.entry("AM", "a"),
            Map.entry("PM", "a"));

    private TimeFormat() {}

    static Optional<Instant> parse(String text, String format) {
        try {
            DateTimeFormatter formatter = builder(format)
                    .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                    .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                    .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                    .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                    .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                    .toFormatter(Locale.ENGLISH);
            var parsed = formatter.parse(text.strip());
            return Optional.of(
                    parsed.isSupported(ChronoField.INSTANT_SECONDS)
                            ? Instant.from(parsed)
                            : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<String> format(Instant time, String format) {
        try {
            return Optional.of(builder(format)
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC)
                    .format(time));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatterBuilder builder(String format) {
        if (format.length() > LONGEST) {
            throw new IllegalArgumentException("a format of more than " + LONGEST + " characters");
        }
        var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        for (int at = 0; at < format.length(); ) {
            int start = at;
            Optional<String> element = ELEMENTS.stream()
                    .filter(e -> format.regionMatches(true, start, e, 0, e.length()))
                    .findFirst();
            if (element.isEmpty()) {
                if (format.charAt(at) != '"') {
                    builder.appendLiteral(format.charAt(at));
                }
                at++;
                continue;
            }
            at += element.get().length();
            if (element.get().equals("FF")) {
                int digits = 9;
                if (at < format.length() && Character.isDigit(format.charAt(at))) {
                    digits = format.charAt(at++) - '0';
                }
                builder.appendFraction(ChronoField.NANO_OF_SECOND, digits, Math.max(digits, 9), false);
            } else {
                builder.appendPattern(PATTERNS.get(element.get()));
            }
        }
        return builder;
    }
}
