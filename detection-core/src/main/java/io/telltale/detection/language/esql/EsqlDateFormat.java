package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A format of dates as {@code DATE_FORMAT} and {@code DATE_PARSE} take it: Java's letters, or one of Elasticsearch's names
 * for a format, several of them with {@code ||} between. A text is read by the first that it has the form of and written by
 * the first; parts that a format does not have are the first ones, of the year 1970, in UTC.
 */
final class EsqlDateFormat {
    private static final String MILLIS = "epoch_millis";
    private static final String SECONDS = "epoch_second";
    private static final String ISO = "date_optional_time";
    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("basic_date", "yyyyMMdd"),
            Map.entry("basic_date_time", "yyyyMMdd'T'HHmmss.SSSXX"),
            Map.entry("basic_date_time_no_millis", "yyyyMMdd'T'HHmmssXX"),
            Map.entry("date", "yyyy-MM-dd"),
            Map.entry("date_hour", "yyyy-MM-dd'T'HH"),
            Map.entry("date_hour_minute", "yyyy-MM-dd'T'HH:mm"),
            Map.entry("date_hour_minute_second", "yyyy-MM-dd'T'HH:mm:ss"),
            Map.entry("date_hour_minute_second_millis", "yyyy-MM-dd'T'HH:mm:ss.SSS"),
            Map.entry("date_time", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"),
            Map.entry("date_time_no_millis", "yyyy-MM-dd'T'HH:mm:ssXXX"),
            Map.entry("hour", "HH"),
            Map.entry("hour_minute", "HH:mm"),
            Map.entry("hour_minute_second", "HH:mm:ss"),
            Map.entry("year", "yyyy"),
            Map.entry("year_month", "yyyy-MM"),
            Map.entry("year_month_day", "yyyy-MM-dd"));

    /** One of the formats: Java's, or none where the name alone says how. */
    private record One(String name, Optional<DateTimeFormatter> formatter) {}

    private final List<One> formats;

    private EsqlDateFormat(List<One> formats) {
        this.formats = List.copyOf(formats);
    }

    /**
     * Reads a format.
     *
     * @throws IllegalArgumentException where it is none
     */
    static EsqlDateFormat compile(String text) {
        var formats = new ArrayList<One>();
        for (String written : text.split("\\|\\|", -1)) {
            String name = written.startsWith("strict_") ? written.substring("strict_".length()) : written;
            if (name.equals("iso8601") || name.equals("date_optional_time_nanos")) {
                name = ISO;
            }
            boolean special = List.of(MILLIS, SECONDS, ISO).contains(name);
            formats.add(new One(
                    name,
                    special
                            ? Optional.empty()
                            : Optional.of(
                                    DateTimeFormatter.ofPattern(NAMED.getOrDefault(name, written), Locale.ENGLISH))));
        }
        return new EsqlDateFormat(formats);
    }

    /** The time as it is written; null where the format asks for what no time has. */
    Value write(ZonedDateTime time) {
        One format = formats.get(0);
        try {
            return Values.of(
                    format.formatter().isPresent()
                            ? format.formatter().get().format(time)
                            : switch (format.name()) {
                                case MILLIS -> String.valueOf(time.toInstant().toEpochMilli());
                                case SECONDS ->
                                    BigDecimal.valueOf(time.toInstant().toEpochMilli(), 3)
                                            .stripTrailingZeros()
                                            .toPlainString();
                                default -> EsqlTime.iso(time.toInstant());
                            });
        } catch (DateTimeException e) {
            return Values.NULL;
        }
    }

    /** The time that a text is; null where it is of another form. */
    Value read(String text) {
        return formats.stream()
                .map(format -> read(format, text))
                .filter(time -> !time.isAbsent())
                .findFirst()
                .orElse(Values.NULL);
    }

    private static Value read(One format, String text) {
        try {
            if (format.formatter().isPresent()) {
                return Values.of(instant(format.formatter().get().parse(text)));
            }
            return switch (format.name()) {
                case MILLIS -> millis(new BigDecimal(text));
                case SECONDS -> millis(new BigDecimal(text).movePointRight(3));
                default -> EsqlNumbers.time(Values.of(text));
            };
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return Values.NULL;
        }
    }

    private static Value millis(BigDecimal number) {
        return Values.of(Instant.ofEpochMilli(
                number.setScale(0, java.math.RoundingMode.DOWN).longValueExact()));
    }

    private static Instant instant(TemporalAccessor read) {
        LocalDate date = read.query(TemporalQueries.localDate());
        LocalTime time = read.query(TemporalQueries.localTime());
        ZoneId zone = read.query(TemporalQueries.zone());
        return ZonedDateTime.of(
                        date == null
                                ? LocalDate.of(
                                        part(read, ChronoField.YEAR, 1970),
                                        part(read, ChronoField.MONTH_OF_YEAR, 1),
                                        part(read, ChronoField.DAY_OF_MONTH, 1))
                                : date,
                        time == null ? LocalTime.MIDNIGHT : time,
                        zone == null ? ZoneOffset.UTC : zone)
                .toInstant();
    }

    private static int part(TemporalAccessor read, ChronoField field, int fallback) {
        return read.isSupported(field) ? read.get(field) : fallback;
    }
}
