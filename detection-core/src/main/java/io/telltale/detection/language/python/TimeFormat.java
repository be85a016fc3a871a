package io.telltale.detection.language.python;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;

/** {@code strftime} and {@code strptime}, in English. */
final class TimeFormat {
    private final String text;
    private final String pattern;
    private int at;
    private int year = 1900;
    private int month = 1;
    private int day = 1;
    private int hour;
    private int minute;
    private int second;
    private int micros;
    private int dayOfYear;
    private boolean twelve;
    private boolean afternoon;
    private Optional<Moment.Zone> zone = Optional.empty();

    private TimeFormat(String text, String pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    static String format(LocalDateTime time, Optional<Moment.Zone> zone, String pattern) {
        var out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 >= pattern.length()) {
                out.append(c);
            } else if (pattern.charAt(i + 1) == '-' && i + 2 < pattern.length()) {
                i += 2;
                String padded = directive(pattern.charAt(i), time, zone);
                out.append(padded.replaceFirst("^[0 ]+(?=.)", ""));
            } else {
                out.append(directive(pattern.charAt(++i), time, zone));
            }
        }
        return out.toString();
    }

    private static String directive(char directive, LocalDateTime time, Optional<Moment.Zone> zone) {
        return switch (directive) {
            case 'Y' -> String.valueOf(time.getYear());
            case 'y' -> two(time.getYear() % 100);
            case 'm' -> two(time.getMonthValue());
            case 'd' -> two(time.getDayOfMonth());
            case 'e' -> String.format(Locale.ROOT, "%2d", time.getDayOfMonth());
            case 'H' -> two(time.getHour());
            case 'I' -> two((time.getHour() + 11) % 12 + 1);
            case 'M' -> two(time.getMinute());
            case 'S' -> two(time.getSecond());
            case 'f' -> String.format(Locale.ROOT, "%06d", time.getNano() / 1000);
            case 'j' -> String.format(Locale.ROOT, "%03d", time.getDayOfYear());
            case 'p' -> time.getHour() < 12 ? "AM" : "PM";
            case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' -> shortName(time.getMonth());
            case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'w' -> String.valueOf(time.getDayOfWeek().getValue() % 7);
            case 'u' -> String.valueOf(time.getDayOfWeek().getValue());
            case 'U' -> two((time.getDayOfYear() + 6 - time.getDayOfWeek().getValue() % 7) / 7);
            case 'W' -> two((time.getDayOfYear() + 7 - time.getDayOfWeek().getValue()) / 7);
            case 'V' -> two(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> String.valueOf(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'z' -> zone.map(z -> Moment.iso(z.offset()).replace(":", "")).orElse("");
            case 'Z' -> zone.map(Moment.Zone::name).orElse("");
            case 's' -> String.valueOf(time.toEpochSecond(ZoneOffset.UTC));
            case 'F' -> format(time, zone, "%Y-%m-%d");
            case 'T', 'X' -> format(time, zone, "%H:%M:%S");
            case 'R' -> format(time, zone, "%H:%M");
            case 'D', 'x' -> format(time, zone, "%m/%d/%y");
            case 'c' -> format(time, zone, "%a %b %e %H:%M:%S %Y");
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> throw Stopped.notRun("strftime %" + directive);
        };
    }

    private static String shortName(Month month) {
        return month.getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }

    /** Reads a text that is written as the pattern says. */
    static Moment parse(String text, String pattern) {
        var format = new TimeFormat(text, pattern);
        format.read();
        if (format.at < text.length()) {
            throw Py.error("ValueError", "unconverted data remains: " + text.substring(format.at));
        }
        return format.moment();
    }

    private Raised mismatch() {
        return Py.error("ValueError", "time data " + Text.repr(text) + " does not match format " + Text.repr(pattern));
    }

    private void read() {
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (Character.isWhitespace(c)) {
                while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                    at++;
                }
            } else if (c != '%') {
                literal(c);
            } else if (++i >= pattern.length()) {
                throw Py.error("ValueError", "stray % in format " + Text.repr(pattern));
            } else {
                part(pattern.charAt(i));
            }
        }
    }

    private void literal(char c) {
        boolean matches = at < text.length() && Character.toLowerCase(text.charAt(at)) == Character.toLowerCase(c);
        if (!matches) {
            throw mismatch();
        }
        at++;
    }

    private void part(char directive) {
        switch (directive) {
            case 'Y' -> year = number(4, 4, 0, 9999);
            case 'y' -> {
                int short2 = number(2, 2, 0, 99);
                year = short2 < 69 ? 2000 + short2 : 1900 + short2;
            }
            case 'm' -> month = number(1, 2, 1, 12);
            case 'd' -> {
                if (at < text.length() && text.charAt(at) == ' ') {
                    at++;
                }
                day = number(1, 2, 1, 31);
            }
            case 'H' -> hour = number(1, 2, 0, 23);
            case 'I' -> {
                hour = number(1, 2, 1, 12);
                twelve = true;
            }
            case 'M' -> minute = number(1, 2, 0, 59);
            case 'S' -> second = number(1, 2, 0, 61);
            case 'j' -> dayOfYear = number(1, 3, 1, 366);
            case 'f' -> {
                int start = at;
                number(1, 6, 0, 999_999);
                micros = Integer.parseInt((text.substring(start, at) + "000000").substring(0, 6));
            }
            case 'p' -> {
                String word = word(2).toLowerCase(Locale.ROOT);
                if (!word.equals("am") && !word.equals("pm")) {
                    throw mismatch();
                }
                afternoon = word.equals("pm");
            }
            case 'b', 'B', 'h' -> month = name(directive == 'B' ? TextStyle.FULL : TextStyle.SHORT, true);
            case 'a', 'A' -> name(directive == 'A' ? TextStyle.FULL : TextStyle.SHORT, false);
            case 'z' -> zone = Optional.of(offset());
            case 'Z' -> zoneName();
            case 'w' -> number(1, 1, 0, 6);
            case '%' -> literal('%');
            default ->
                throw Py.error("ValueError", "'" + directive + "' is a bad directive in format " + Text.repr(pattern));
        }
    }

    private int number(int least, int most, int low, int high) {
        int end = at;
        while (end < text.length() && end < at + most && Character.isDigit(text.charAt(end))) {
            end++;
        }
        while (end - at >= least) {
            int number = Integer.parseInt(text.substring(at, end));
            if (number >= low && number <= high) {
                at = end;
                return number;
            }
            end--;
        }
        throw mismatch();
    }

    private String word(int length) {
        if (at + length > text.length()) {
            throw mismatch();
        }
        at += length;
        return text.substring(at - length, at);
    }

    private int name(TextStyle style, boolean months) {
        for (int i = 1; i <= (months ? 12 : 7); i++) {
            String full = months
                    ? Month.of(i).getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                    : DayOfWeek.of(i).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            String wanted = style == TextStyle.FULL ? full : full.substring(0, 3);
            if (text.regionMatches(true, at, wanted, 0, wanted.length())) {
                at += wanted.length();
                return i;
            }
        }
        throw mismatch();
    }

    private Moment.Zone offset() {
        if (at < text.length() && text.charAt(at) == 'Z') {
            at++;
            return Moment.Zone.UTC;
        }
        String sign = word(1);
        if (!sign.equals("+") && !sign.equals("-")) {
            throw mismatch();
        }
        int hours = number(2, 2, 0, 23);
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
        }
        int minutes = number(2, 2, 0, 59);
        int seconds = hours * 3600 + minutes * 60;
        if (seconds > 18 * 3600) {
            throw mismatch();
        }
        return Moment.Zone.of(ZoneOffset.ofTotalSeconds(sign.equals("-") ? -seconds : seconds));
    }

    private void zoneName() {
        for (String name : new String[] {"UTC", "GMT"}) {
            if (text.regionMatches(true, at, name, 0, 3)) {
                at += 3;
                return;
            }
        }
        throw mismatch();
    }

    private Moment moment() {
        int hours = twelve ? hour % 12 + (afternoon ? 12 : 0) : hour;
        try {
            LocalDateTime time = LocalDateTime.of(
                    Moment.date(year, month, day),
                    java.time.LocalTime.of(hours, minute, Math.min(second, 59), micros * 1000));
            return new Moment(dayOfYear > 0 ? time.withDayOfYear(dayOfYear) : time, zone);
        } catch (java.time.DateTimeException e) {
            throw Moment.outOfRange(e);
        }
    }
}
