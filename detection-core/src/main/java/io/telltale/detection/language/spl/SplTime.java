package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Splunk's times: seconds since 1970 as numbers, in UTC, and the fields that it derives from an event's time. */
final class SplTime {
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

    static Optional<ZonedDateTime> utc(double seconds) {
        if (Double.isNaN(seconds) || Math.abs(seconds) > 250_000_000_000.0) {
            return Optional.empty();
        }
        long whole = (long) Math.floor(seconds);
        long nanos = Math.round((seconds - whole) * 1e6) * 1000;
        return Optional.of(
                Instant.ofEpochSecond(whole).plus(Duration.ofNanos(nanos)).atZone(ZoneOffset.UTC));
    }
}
