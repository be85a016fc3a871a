package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a time as strptime does: numbers with or without leading zeros, names without case, white space for white space;
 * what stands behind the format is passed over. A text without a day, or of another form, is no time.
 */
final class TimeReader {
    private final String text;
    private int at;
    private int year = -1;
    private int month = 1;
    private int day = -1;
    private int dayOfYear = -1;
    private int hour;
    private int minute;
    private int second;
    private int nanos;
    private Optional<Boolean> afternoon = Optional.empty();
    private Optional<ZoneId> zone = Optional.empty();
    private Optional<Long> epoch = Optional.empty();

    private TimeReader(String text) {
        this.text = text;
    }

    /** The time in seconds; null where the text is none of the format. */
    static Value read(Value text, Value format) {
        if (text.isAbsent() || format.isAbsent()) {
            return Values.NULL;
        }
        var reader = new TimeReader(text.asText().strip());
        try {
            return reader.take(format.asText().strip()) ? reader.seconds() : Values.NULL;
        } catch (DateTimeException e) {
            return Values.NULL;
        }
    }

    private Value seconds() {
        if (epoch.isPresent()) {
            return Numbers.value(epoch.get() + nanos / 1e9);
        }
        if (year < 0 || (day < 0 && dayOfYear < 0)) {
            return Values.NULL;
        }
        int hours = afternoon.map(pm -> hour % 12 + (pm ? 12 : 0)).orElse(hour);
        LocalDate date = dayOfYear > 0 ? LocalDate.ofYearDay(year, dayOfYear) : LocalDate.of(year, month, day);
        return SplTime.seconds(LocalDateTime.of(date, LocalTime.of(hours, minute, Math.min(second, 59), nanos))
                .atZone(zone.orElse(ZoneOffset.UTC))
                .toInstant());
    }

    private boolean take(String format) {
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (Character.isWhitespace(c)) {
                blanks();
            } else if (c != '%' || i + 1 == format.length()) {
                if (at >= text.length() || text.charAt(at++) != c) {
                    return false;
                }
            } else {
                i++;
                int digits = TimeFormat.digits(format, i);
                if (digits > 0) {
                    i += Character.isDigit(format.charAt(i)) ? 1 : 0;
                } else if (format.startsWith(":::z", i)) {
                    i += 3;
                } else if (format.startsWith("::z", i)) {
                    i += 2;
                } else if (format.startsWith(":z", i) || format.startsWith("Ez", i)) {
                    i++;
                }
                if (!(digits > 0 ? fraction(digits) : letter(format.charAt(i)))) {
                    return false;
                }
            }
        }
        return true;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean letter(char letter) {
        if (TimeFormat.COMPOUND.containsKey(letter)) {
            return take(TimeFormat.COMPOUND.get(letter));
        }
        return switch (letter) {
            case 'Y' -> (year = number(4)) >= 0;
            case 'y' -> (year = century(number(2))) >= 0;
            case 'm' -> (month = number(2)) >= 0;
            case 'd', 'e' -> (day = number(2)) >= 0;
            case 'j' -> (dayOfYear = number(3)) >= 0;
            case 'H', 'k', 'I', 'l' -> (hour = number(2)) >= 0;
            case 'M' -> (minute = number(2)) >= 0;
            case 'S' -> (second = number(2)) >= 0;
            case 'f' -> fraction(6);
            case 's' -> epoch();
            case 'w', 'u' -> number(1) >= 0;
            case 'U', 'V', 'W' -> number(2) >= 0;
            case 'a', 'A' -> weekday();
            case 'b', 'B', 'h' -> monthName();
            case 'p' -> halfOfDay();
            case 'z', 'Z' -> zone();
            case '%' -> at < text.length() && text.charAt(at++) == '%';
            default -> false;
        };
    }

    private static int century(int twoDigits) {
        return twoDigits < 0 ? twoDigits : twoDigits + (twoDigits < 69 ? 2000 : 1900);
    }

    /** A number of at most so many digits; -1 where there is none. */
    private int number(int most) {
        blanks();
        int from = at;
        while (at < text.length() && at - from < most && isDigit(text.charAt(at))) {
            at++;
        }
        return at == from ? -1 : Integer.parseInt(text.substring(from, at));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean fraction(int most) {
        int from = at;
        while (at < text.length() && at - from < most && isDigit(text.charAt(at))) {
            at++;
        }
        String digits = text.substring(from, at);
        nanos = digits.isEmpty() ? 0 : Integer.parseInt((digits + "000000000").substring(0, 9));
        return !digits.isEmpty();
    }

    private boolean epoch() {
        int from = at;
        at += at < text.length() && text.charAt(at) == '-' ? 1 : 0;
        while (at < text.length() && at - from < 12 && isDigit(text.charAt(at))) {
            at++;
        }
        if (at == from || !isDigit(text.charAt(at - 1))) {
            return false;
        }
        epoch = Optional.of(Long.parseLong(text.substring(from, at)));
        return true;
    }

    private boolean weekday() {
        for (var candidate : java.time.DayOfWeek.values()) {
            if (word(candidate.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                    || word(candidate.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))) {
                return true;
            }
        }
        return false;
    }

    private boolean monthName() {
        for (Month candidate : Month.values()) {
            if (word(candidate.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                    || word(candidate.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))) {
                month = candidate.getValue();
                return true;
            }
        }
        return false;
    }

    private boolean halfOfDay() {
        blanks();
        boolean pm = word("pm");
        if (!pm && !word("am")) {
            return false;
        }
        afternoon = Optional.of(pm);
        return true;
    }

    private boolean word(String word) {
        boolean here = text.regionMatches(true, at, word, 0, word.length());
        at += here ? word.length() : 0;
        return here;
    }

    /** An offset with a colon or without, a Z alone, or a zone's name. */
    private boolean zone() {
        blanks();
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-:/_".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String name = text.substring(from, at);
        if (name.isEmpty()) {
            return false;
        }
        try {
            zone = Optional.of(ZoneId.of(name, ZoneId.SHORT_IDS));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
