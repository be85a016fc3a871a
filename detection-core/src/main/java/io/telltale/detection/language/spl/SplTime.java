package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splunk's times: seconds since 1970 as numbers, written and read by strftime's letters, in UTC. */
final class SplTime {
    /** An offset with a colon or without, a Z alone, or a zone's name: what {@code %z} and {@code %Z} read. */
    private static final String ZONE = "[xxx][xx][X][zzz]";

    /** The default datetime fields that Splunk derives from an event's own time stamp. */
    static final Set<String> DATE_FIELDS = Set.of(
            "date_hour",
            "date_wday",
            "date_mday",
            "date_minute",
            "date_month",
            "date_second",
            "date_year",
            "date_zone");

    private static final Map<Character, String> LETTERS = Map.ofEntries(
            Map.entry('Y', "yyyy"),
            Map.entry('y', "yy"),
            Map.entry('m', "MM"),
            Map.entry('d', "dd"),
            Map.entry('e', "ppd"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('A', "EEEE"),
            Map.entry('a', "EEE"),
            Map.entry('B', "MMMM"),
            Map.entry('b', "MMM"),
            Map.entry('h', "MMM"),
            Map.entry('j', "DDD"),
            Map.entry('p', "a"),
            Map.entry('F', "yyyy-MM-dd"),
            Map.entry('T', "HH:mm:ss"),
            Map.entry('Q', "SSS"),
            Map.entry('f', "SSSSSS"),
            Map.entry('z', "xx"),
            Map.entry('Z', "zzz"));
    private static final Pattern MODIFIER = Pattern.compile("([+-]\\d*)([a-z]+)|@([a-z]+)([0-7]?)");

    private SplTime() {}

    /** The instant of a JSON time as seconds, whole where it has no fraction. */
    static Value seconds(Value time) {
        try {
            Instant instant = time instanceof Value.Time t ? t.value() : Instant.parse(time.asText());
            return seconds(instant);
        } catch (DateTimeException e) {
            return Values.NULL;
        }
    }

    static Value seconds(Instant instant) {
        return instant.getNano() == 0
                ? Values.of(instant.getEpochSecond())
                : Values.of(instant.getEpochSecond() + instant.getNano() / 1e9);
    }

    static Value dateField(String name, Value time) {
        Value seconds = seconds(time);
        Optional<ZonedDateTime> at = Numbers.of(seconds).flatMap(SplTime::utc);
        if (at.isEmpty()) {
            return Values.NULL;
        }
        ZonedDateTime t = at.get();
        return switch (name) {
            case "date_hour" -> Values.of(t.getHour());
            case "date_wday" -> Values.of(t.getDayOfWeek().name().toLowerCase(Locale.ROOT));
            case "date_mday" -> Values.of(t.getDayOfMonth());
            case "date_minute" -> Values.of(t.getMinute());
            case "date_month" -> Values.of(t.getMonth().name().toLowerCase(Locale.ROOT));
            case "date_second" -> Values.of(t.getSecond());
            case "date_year" -> Values.of(t.getYear());
            default -> Values.of(0);
        };
    }

    static Value strftime(Value time, Value format) {
        Optional<ZonedDateTime> at = Numbers.of(time).flatMap(SplTime::utc);
        if (at.isEmpty() || format.isAbsent()) {
            return Values.NULL;
        }
        String pattern = format.asText();
        var out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 == pattern.length()) {
                out.append(c);
                continue;
            }
            char letter = pattern.charAt(++i);
            if (Character.isDigit(letter) && i + 1 < pattern.length() && "NQ".indexOf(pattern.charAt(i + 1)) >= 0) {
                i++;
                int digits = Math.max(1, Math.min(9, letter - '0'));
                out.append(String.format("%09d", at.get().getNano()), 0, digits);
            } else if (letter == 's') {
                out.append(at.get().toEpochSecond());
            } else if (letter == 'w') {
                out.append(at.get().getDayOfWeek().getValue() % 7);
            } else if (letter == 'u') {
                out.append(at.get().getDayOfWeek().getValue());
            } else if (LETTERS.containsKey(letter)) {
                out.append(DateTimeFormatter.ofPattern(LETTERS.get(letter), Locale.ENGLISH)
                        .format(at.get()));
            } else if (letter == '%') {
                out.append('%');
            } else {
                out.append('%').append(letter);
            }
        }
        return Values.of(out.toString());
    }

    static Value strptime(Value text, Value format) {
        if (text.isAbsent() || format.isAbsent()) {
            return Values.NULL;
        }
        String given = format.asText();
        var pattern = new StringBuilder();
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            if (c != '%' || i + 1 == given.length()) {
                pattern.append(c == '\'' ? "''" : "'" + c + "'");
                continue;
            }
            char letter = given.charAt(++i);
            if (Character.isDigit(letter) && i + 1 < given.length() && "NQ".indexOf(given.charAt(i + 1)) >= 0) {
                i++;
                pattern.append("S".repeat(Math.max(1, Math.min(9, letter - '0'))));
            } else if (letter == 'Z' || letter == 'z') {
                pattern.append(ZONE);
            } else if (LETTERS.containsKey(letter)) {
                pattern.append(LETTERS.get(letter));
            } else {
                return Values.NULL;
            }
        }
        try {
            var formatter = new java.time.format.DateTimeFormatterBuilder()
                    .appendPattern(pattern.toString())
                    .parseDefaulting(java.time.temporal.ChronoField.SECOND_OF_DAY, 0)
                    .toFormatter(Locale.ENGLISH);
            return parse(text.asText(), pattern.toString(), formatter);
        } catch (DateTimeException | IllegalArgumentException e) {
            return Values.NULL;
        }
    }

    private static Value parse(String text, String pattern, DateTimeFormatter withDate) {
        boolean timed = pattern.contains("H") || pattern.contains("h");
        DateTimeFormatter formatter = timed ? DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH) : withDate;
        var parsed = formatter.parseBest(text, ZonedDateTime::from, java.time.LocalDateTime::from);
        return seconds(
                parsed instanceof ZonedDateTime zoned
                        ? zoned.toInstant()
                        : java.time.LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC));
    }

    static Value relative(Value time, Value modifier) {
        Optional<ZonedDateTime> start = Numbers.of(time).flatMap(SplTime::utc);
        if (start.isEmpty() || modifier.isAbsent()) {
            return Values.NULL;
        }
        ZonedDateTime at = start.get();
        String text = modifier.asText().strip();
        Matcher matcher = MODIFIER.matcher(text);
        int end = 0;
        try {
            while (end < text.length() && matcher.find(end) && matcher.start() == end) {
                at = matcher.group(1) != null
                        ? move(at, matcher.group(1), matcher.group(2))
                        : snap(at, matcher.group(3), matcher.group(4));
                end = matcher.end();
            }
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            return Values.NULL;
        }
        return end == text.length() ? seconds(at.toInstant()) : Values.NULL;
    }

    /** A length of time such as {@code 5m} or {@code 1d} in seconds; months and longer have no fixed length. */
    static Optional<Long> span(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        String unit = lower.substring(digits);
        if (digits > 8 || unit.startsWith("mon") || unit.startsWith("q") || unit.startsWith("y")) {
            return Optional.empty();
        }
        try {
            long count = digits == 0 ? 1 : Long.parseLong(lower.substring(0, digits));
            return count == 0 || unit.isEmpty()
                    ? Optional.empty()
                    : Optional.of(count * unit(unit).getDuration().toSeconds());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How far before now a relative time can lie, snapping included; empty where it is no relative time of the past. */
    static Optional<Duration> reach(String modifier) {
        Instant now = Instant.parse("2026-03-31T00:00:00Z");
        return Numbers.of(relative(Values.of(now.getEpochSecond()), Values.of(modifier)))
                .map(then -> Duration.ofSeconds(now.getEpochSecond() - then.longValue()))
                .filter(d -> !d.isNegative())
                .map(d -> {
                    int at = modifier.indexOf('@');
                    return at < 0 ? d : d.plus(snapped(modifier.substring(at + 1)));
                })
                .filter(d -> !d.isZero());
    }

    private static Duration snapped(String unit) {
        String name = unit.replaceAll("[0-9].*", "").replaceAll("[+-].*", "");
        return switch (name) {
            case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(1);
            case "m", "min", "mins", "minute", "minutes" -> Duration.ofMinutes(1);
            case "h", "hr", "hrs", "hour", "hours" -> Duration.ofHours(1);
            case "d", "day", "days" -> Duration.ofDays(1);
            case "w", "week", "weeks" -> Duration.ofDays(7);
            case "mon", "month", "months" -> Duration.ofDays(31);
            default -> Duration.ofDays(366);
        };
    }

    /** A length of months, quarters or years in months; empty for others. */
    static Optional<Integer> months(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        int count = digits == 0 ? 1 : digits > 3 ? 0 : Integer.parseInt(text.substring(0, digits));
        int width = switch (text.substring(digits)) {
            case "mon", "month", "months" -> count;
            case "q", "qtr", "qtrs", "quarter", "quarters" -> count * 3;
            case "y", "yr", "yrs", "year", "years" -> count * 12;
            default -> 0;
        };
        return width == 0 ? Optional.empty() : Optional.of(width);
    }

    /** The first instant of the run of so many months, counted from January, that a time falls in. */
    static Value binMonths(Value time, Value months) {
        int width = Numbers.of(months).orElse(1.0).intValue();
        return Numbers.of(time)
                .flatMap(SplTime::utc)
                .map(t -> {
                    int month = t.getYear() * 12 + t.getMonthValue() - 1;
                    int first = Math.floorDiv(month, width) * width;
                    return seconds(ZonedDateTime.of(first / 12, first % 12 + 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
                            .toInstant());
                })
                .orElse(time);
    }

    static Value bin(Value value, Value span) {
        Optional<Double> number = Numbers.of(value);
        Optional<Double> width = Numbers.of(span);
        if (number.isEmpty() || width.isEmpty()) {
            return value;
        }
        return Numbers.value(Math.floor(number.get() / width.get()) * width.get());
    }

    private static ZonedDateTime move(ZonedDateTime at, String sign, String unit) {
        int count = sign.length() == 1 ? 1 : Integer.parseInt(sign.substring(1));
        long amount = sign.charAt(0) == '-' ? -count : count;
        return at.plus(unit.startsWith("q") ? 3 * amount : amount, unit(unit));
    }

    private static ZonedDateTime snap(ZonedDateTime at, String unit, String weekday) {
        if (unit.equals("w") || unit.equals("week")) {
            int day = weekday.isEmpty() ? 0 : Integer.parseInt(weekday) % 7;
            return at.truncatedTo(ChronoUnit.DAYS)
                    .with(TemporalAdjusters.previousOrSame(day == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(day)));
        }
        ChronoUnit chrono = unit(unit);
        if (unit.startsWith("q")) {
            return at.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).withMonth((at.getMonthValue() - 1) / 3 * 3 + 1);
        }
        return switch (chrono) {
            case MONTHS -> at.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            case YEARS -> at.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
            default -> at.truncatedTo(chrono);
        };
    }

    private static ChronoUnit unit(String name) {
        return switch (name) {
            case "s", "sec", "secs", "second", "seconds" -> ChronoUnit.SECONDS;
            case "m", "min", "mins", "minute", "minutes" -> ChronoUnit.MINUTES;
            case "h", "hr", "hrs", "hour", "hours" -> ChronoUnit.HOURS;
            case "d", "day", "days" -> ChronoUnit.DAYS;
            case "w", "week", "weeks" -> ChronoUnit.WEEKS;
            case "mon", "month", "months", "q", "qtr", "qtrs", "quarter", "quarters" -> ChronoUnit.MONTHS;
            case "y", "yr", "yrs", "year", "years" -> ChronoUnit.YEARS;
            default -> throw new IllegalArgumentException("unit " + name);
        };
    }

    private static Optional<ZonedDateTime> utc(double seconds) {
        if (Double.isNaN(seconds) || Math.abs(seconds) > 250_000_000_000.0) {
            return Optional.empty();
        }
        long whole = (long) Math.floor(seconds);
        long nanos = Math.round((seconds - whole) * 1e6) * 1000;
        return Optional.of(
                Instant.ofEpochSecond(whole).plus(Duration.ofNanos(nanos)).atZone(ZoneOffset.UTC));
    }
}
