package io.telltale.detection.language.snowflake;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spans of time as queries write them: {@code 7 days}, {@code 1 day, 2 hours}, {@code 90m}, a number of seconds.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/data-types-datetime">interval constants</a>
 */
final class Intervals {
    private static final Pattern PIECE = Pattern.compile("\\s*([+-]?\\d{1,10})\\s*([A-Za-z]*)\\s*,?");

    /** Panther's macros know fewer units, and short ones: a lone m is a minute there. */
    private static final Map<String, ChronoUnit> MACRO_UNITS = Map.ofEntries(
            Map.entry("", ChronoUnit.SECONDS),
            Map.entry("s", ChronoUnit.SECONDS),
            Map.entry("sec", ChronoUnit.SECONDS),
            Map.entry("secs", ChronoUnit.SECONDS),
            Map.entry("second", ChronoUnit.SECONDS),
            Map.entry("seconds", ChronoUnit.SECONDS),
            Map.entry("m", ChronoUnit.MINUTES),
            Map.entry("min", ChronoUnit.MINUTES),
            Map.entry("mins", ChronoUnit.MINUTES),
            Map.entry("minute", ChronoUnit.MINUTES),
            Map.entry("minutes", ChronoUnit.MINUTES),
            Map.entry("h", ChronoUnit.HOURS),
            Map.entry("hr", ChronoUnit.HOURS),
            Map.entry("hrs", ChronoUnit.HOURS),
            Map.entry("hour", ChronoUnit.HOURS),
            Map.entry("hours", ChronoUnit.HOURS),
            Map.entry("d", ChronoUnit.DAYS),
            Map.entry("day", ChronoUnit.DAYS),
            Map.entry("days", ChronoUnit.DAYS),
            Map.entry("w", ChronoUnit.WEEKS),
            Map.entry("wk", ChronoUnit.WEEKS),
            Map.entry("week", ChronoUnit.WEEKS),
            Map.entry("weeks", ChronoUnit.WEEKS));

    /** An amount of a unit. */
    record Piece(long amount, ChronoUnit unit, int factor) {
        Instant addTo(Instant time, int sign) {
            ZonedDateTime at = time.atZone(ZoneOffset.UTC);
            return at.plus(Math.multiplyExact(Math.multiplyExact(amount, factor), sign), unit)
                    .toInstant();
        }
    }

    private Intervals() {}

    /** The pieces of an interval's text; empty where it is none. A number alone counts seconds. */
    static Optional<List<Piece>> parse(String text) {
        var pieces = new ArrayList<Piece>();
        Matcher matcher = PIECE.matcher(text);
        int at = 0;
        while (at < text.length() && matcher.find(at) && matcher.start() == at) {
            String unit = matcher.group(2).isEmpty() ? "second" : matcher.group(2);
            Optional<TimeUnits.Unit> known = TimeUnits.unit(unit);
            if (known.isEmpty() || known.get().chrono().isEmpty()) {
                return Optional.empty();
            }
            pieces.add(new Piece(
                    Long.parseLong(matcher.group(1)),
                    known.get().chrono().get(),
                    known.get().factor()));
            at = matcher.end();
        }
        return at < text.length() || pieces.isEmpty() ? Optional.empty() : Optional.of(pieces);
    }

    /** A time moved by an interval; empty where the text is none, or the result is no time. */
    static Optional<Instant> add(Instant time, String text, int sign) {
        Optional<List<Piece>> pieces = parse(text);
        if (pieces.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant moved = time;
            for (Piece piece : pieces.get()) {
                moved = piece.addTo(moved, sign);
            }
            return Optional.of(moved);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** The length of an interval of days or shorter units. */
    static Optional<Duration> fixed(String text) {
        Optional<List<Piece>> pieces = parse(text);
        if (pieces.isEmpty() || pieces.get().stream().anyMatch(p -> p.unit().compareTo(ChronoUnit.WEEKS) > 0)) {
            return Optional.empty();
        }
        try {
            Duration sum = Duration.ZERO;
            for (Piece piece : pieces.get()) {
                sum = sum.plus(piece.unit().getDuration().multipliedBy(piece.amount() * piece.factor()));
            }
            return Optional.of(sum);
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** At least as long as an interval ever is. */
    static Optional<Duration> longest(String text) {
        return parse(text)
                .map(pieces -> pieces.stream()
                        .map(p -> TimeUnits.longest(p.unit(), p.amount() * p.factor()))
                        .reduce(Duration.ZERO, Duration::plus));
    }

    /** The span of time that a macro of Panther's is given: {@code 1 day}, {@code 90m}, {@code 3600}. */
    static Optional<Duration> ofMacro(String text) {
        Matcher matcher = PIECE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ChronoUnit unit = MACRO_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
        return unit == null
                ? Optional.empty()
                : Optional.of(unit.getDuration().multipliedBy(Long.parseLong(matcher.group(1))));
    }
}
