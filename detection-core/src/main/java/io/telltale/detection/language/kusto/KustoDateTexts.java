package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dates in the forms that Kusto takes beside its own: ISO 8601, RFC 822, RFC 850, and month, day and year. */
final class KustoDateTexts {
    private static final String TIME =
            "(?:[ T]+(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.(?<fraction>\\d{1,9}))?)?)?"
                    + "(?: ?(?<half>AM|PM))?(?: (?:GMT|UTC|Z))?";
    private static final List<Pattern> OTHERS = List.of(
            Pattern.compile(
                    "(?<year>\\d{4})[-/](?<month>\\d{1,2})[-/](?<day>\\d{1,2})" + TIME, Pattern.CASE_INSENSITIVE),
            Pattern.compile(
                    "(?<month>\\d{1,2})[-/](?<day>\\d{1,2})[-/](?<year>\\d{4})" + TIME, Pattern.CASE_INSENSITIVE),
            Pattern.compile(
                    "(?:[a-z]{3,9}, *)?(?<day>\\d{1,2})[- ](?<month>[a-z]{3})[- ](?<year>\\d{4}|\\d{2})" + TIME,
                    Pattern.CASE_INSENSITIVE));
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private KustoDateTexts() {}

    static Optional<Value> read(String text) {
        String stripped = text.strip();
        try {
            return Optional.of(Values.of(iso(stripped.replaceFirst(" +", "T"))));
        } catch (DateTimeException e) {
            return other(stripped);
        }
    }

    private static java.time.Instant iso(String text) {
        if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        return text.matches(".*(Z|[+-]\\d{2}:\\d{2})")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    private static Optional<Value> other(String text) {
        for (Pattern pattern : OTHERS) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.matches()) {
                try {
                    return Optional.of(Values.of(time(matcher).toInstant(ZoneOffset.UTC)));
                } catch (DateTimeException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static LocalDateTime time(Matcher matcher) {
        String month = matcher.group("month").toLowerCase(Locale.ROOT);
        int year = Integer.parseInt(matcher.group("year"));
        int hour = number(matcher.group("hour"));
        if (matcher.group("half") != null) {
            boolean afternoon = matcher.group("half").equalsIgnoreCase("PM");
            hour = hour % 12 + (afternoon ? 12 : 0);
        }
        String fraction = matcher.group("fraction") == null ? "" : matcher.group("fraction");
        return LocalDateTime.of(
                // Years of two digits reach from 1950 to 2049.
                year >= 100 ? year : year < 50 ? 2000 + year : 1900 + year,
                Character.isDigit(month.charAt(0)) ? Integer.parseInt(month) : MONTHS.indexOf(month) + 1,
                Integer.parseInt(matcher.group("day")),
                hour,
                number(matcher.group("minute")),
                number(matcher.group("second")),
                Integer.parseInt((fraction + "000000000").substring(0, 9)));
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
