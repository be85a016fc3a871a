package io.telltale.detection.language.python;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Moments and durations of Python's datetime module. */
final class Clock {
    private Clock() {}

    /** A datetime; without a zone it is naive. */
    record Moment(LocalDateTime time, boolean aware) implements Comparable<Moment> {
        double timestamp() {
            return time.toEpochSecond(ZoneOffset.UTC) + time.get(java.time.temporal.ChronoField.MICRO_OF_SECOND) / 1e6;
        }

        String iso(char separator) {
            String pattern = "yyyy-MM-dd'" + separator + "'HH:mm:ss"
                    + (time.get(java.time.temporal.ChronoField.MICRO_OF_SECOND) == 0 ? "" : ".SSSSSS");
            return time.format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT)) + (aware ? "+00:00" : "");
        }

        @Override
        public int compareTo(Moment other) {
            return time.compareTo(other.time);
        }

        @Override
        public String toString() {
            return iso(' ');
        }
    }

    static Moment of(double seconds, boolean aware) {
        long whole = (long) Math.floor(seconds);
        return new Moment(
                LocalDateTime.ofEpochSecond(
                        whole, (int) Math.round((seconds - whole) * 1e6) % 1_000_000 * 1000, ZoneOffset.UTC),
                aware);
    }

    /** Reads ISO 8601 with {@code T} or a blank, with or without fraction and zone. */
    static Moment parse(String text) {
        String iso = text.strip().replace(" UTC", "Z").replace(' ', 'T');
        try {
            if (iso.length() == 10) {
                return new Moment(LocalDateTime.parse(iso + "T00:00:00"), false);
            }
            boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
            return zoned
                    ? new Moment(
                            OffsetDateTime.parse(iso)
                                    .withOffsetSameInstant(ZoneOffset.UTC)
                                    .toLocalDateTime(),
                            true)
                    : new Moment(LocalDateTime.parse(iso), false);
        } catch (DateTimeParseException e) {
            throw Py.error("ValueError", "Invalid isoformat string: " + Text.repr(text));
        }
    }

    /** {@code a + sign * b}, where one is a moment or both are durations. */
    static Object add(Object a, Object b, int sign) {
        if (a instanceof Moment moment && b instanceof Duration span) {
            return new Moment(moment.time().plus(sign < 0 ? span.negated() : span), moment.aware());
        }
        if (a instanceof Duration && b instanceof Moment && sign > 0) {
            return add(b, a, 1);
        }
        if (a instanceof Duration x && b instanceof Duration y) {
            return sign < 0 ? x.minus(y) : x.plus(y);
        }
        if (a instanceof Moment x && b instanceof Moment y && sign < 0) {
            if (x.aware() != y.aware()) {
                throw Py.error("TypeError", "can't subtract offset-naive and offset-aware datetimes");
            }
            return Duration.between(y.time(), x.time());
        }
        return Py.None.NONE;
    }
}
