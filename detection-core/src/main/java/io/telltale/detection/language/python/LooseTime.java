package io.telltale.detection.language.python;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a date and time that is written in no agreed way: what {@code dateutil.parser.parse} does for the ways that logs
 * use. Numbers alone are read as month, day, year, unless the first can only be a year or a day.
 */
final class LooseTime {
    private final String text;
    private final LocalDateTime today;
    private final List<Integer> numbers = new ArrayList<>();
    private Optional<Integer> month = Optional.empty();
    private Optional<Integer> year = Optional.empty();
    private Optional<Integer> hour = Optional.empty();
    private int minute;
    private int second;
    private int micros;
    private Optional<Moment.Zone> zone = Optional.empty();
    private boolean isYearFirst;

    private LooseTime(String text, LocalDateTime now) {
        this.text = text;
        this.today = now.toLocalDate().atStartOfDay();
    }

    static Moment parse(String text, LocalDateTime now) {
        if (text.isBlank()) {
            throw Py.error("ParserError", "String does not contain a date: " + text);
        }
        var loose = new LooseTime(text, now);
        loose.read();
        return loose.moment();
    }

    private Raised unknown() {
        return Py.error("ParserError", "Unknown string format: " + text);
    }

    private void read() {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = i + 1;
            if (Character.isDigit(c)) {
                while (end < text.length() && Character.isDigit(text.charAt(end))) {
                    end++;
                }
                i = number(i, end);
            } else if (Character.isLetter(c)) {
                while (end < text.length() && Character.isLetter(text.charAt(end))) {
                    end++;
                }
                word(text.substring(i, end));
                i = end;
            } else if ((c == '+' || c == '-') && hour.isPresent() && zone.isEmpty()) {
                i = offset(i);
            } else if (" ,-/.:;()[]'\t\n".indexOf(c) >= 0) {
                i++;
            } else {
                throw unknown();
            }
        }
    }

    /** Reads a number from start to end, and the rest of a clock that it begins; answers where to go on. */
    private int number(int start, int end) {
        String digits = text.substring(start, end);
        if (end < text.length() && text.charAt(end) == ':' && digits.length() <= 2 && hour.isEmpty()) {
            return clock(start);
        }
        if (digits.length() == 8 && numbers.isEmpty() && year.isEmpty()) {
            year = Optional.of(Integer.parseInt(digits.substring(0, 4)));
            month = Optional.of(Integer.parseInt(digits.substring(4, 6)));
            numbers.add(Integer.parseInt(digits.substring(6)));
            return end;
        }
        if ((digits.length() == 6 || digits.length() == 4) && year.isPresent() && hour.isEmpty()) {
            hour = Optional.of(Integer.parseInt(digits.substring(0, 2)));
            minute = Integer.parseInt(digits.substring(2, 4));
            second = digits.length() == 6 ? Integer.parseInt(digits.substring(4)) : 0;
            return end;
        }
        if (digits.length() == 4 && year.isEmpty()) {
            year = Optional.of(Integer.parseInt(digits));
            isYearFirst = numbers.isEmpty() && month.isEmpty();
            return end;
        }
        if (digits.length() > 4 || numbers.size() >= 3) {
            throw unknown();
        }
        numbers.add(Integer.parseInt(digits));
        return end;
    }

    private int clock(int start) {
        String[] parts = text.substring(start).split("[^0-9:.,]", 2)[0].split(":", -1);
        int length = 0;
        for (int i = 0; i < Math.min(3, parts.length); i++) {
            length += parts[i].length() + 1;
            String[] fraction = parts[i].split("[.,]", -1);
            if (fraction[0].isEmpty() || fraction[0].length() > 2 || fraction.length > 2) {
                throw unknown();
            }
            int value = Integer.parseInt(fraction[0]);
            if (i == 0) {
                hour = Optional.of(value);
            } else if (i == 1) {
                minute = value;
            } else {
                second = value;
            }
            if (fraction.length == 2 && i == 2) {
                micros = Integer.parseInt((fraction[1] + "000000").substring(0, 6));
            }
        }
        return start + length - 1;
    }

    private void word(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        switch (lower) {
            case "am", "a", "pm", "p" -> {
                int clock = hour.orElseThrow(this::unknown);
                hour = Optional.of(clock % 12 + (lower.startsWith("p") ? 12 : 0));
            }
            case "z", "utc", "gmt" -> zone = Optional.of(Moment.Zone.UTC);
            case "t", "at", "of", "on", "and", "th", "st", "nd", "rd", "ad", "m" -> {}
            default -> {
                if (!named(lower)
                        && !(hour.isPresent() && word.equals(word.toUpperCase(Locale.ROOT)) && word.length() <= 5)) {
                    throw unknown();
                }
            }
        }
    }

    private boolean named(String word) {
        for (Month candidate : Month.values()) {
            String full =
                    candidate.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT);
            if (word.equals(full)
                    || word.equals(full.substring(0, 3))
                    || (word.equals("sept") && full.startsWith("sept"))) {
                month = Optional.of(candidate.getValue());
                return true;
            }
        }
        for (java.time.DayOfWeek candidate : java.time.DayOfWeek.values()) {
            String full =
                    candidate.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT);
            if (word.length() >= 3 && full.startsWith(word)) {
                return true;
            }
        }
        return false;
    }

    private int offset(int start) {
        int end = start + 1;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == ':')) {
            end++;
        }
        String digits = text.substring(start + 1, end).replace(":", "");
        if (digits.isEmpty() || digits.length() > 4) {
            throw unknown();
        }
        int hours = Integer.parseInt(digits.substring(0, Math.min(2, digits.length())));
        int minutes = digits.length() > 2 ? Integer.parseInt(digits.substring(2)) : 0;
        int seconds = hours * 3600 + minutes * 60;
        if (hours > 18 || minutes > 59) {
            throw unknown();
        }
        zone = Optional.of(Moment.Zone.of(ZoneOffset.ofTotalSeconds(text.charAt(start) == '-' ? -seconds : seconds)));
        return end;
    }

    private Moment moment() {
        int y = year.orElse(today.getYear());
        int m = month.orElse(today.getMonthValue());
        int d = today.getDayOfMonth();
        var rest = new ArrayList<>(numbers);
        if (month.isEmpty() && !rest.isEmpty()) {
            boolean isDayFirst = !isYearFirst && rest.size() > 1 && rest.get(0) > 12;
            if (rest.size() > 1 || year.isPresent()) {
                m = rest.remove(isDayFirst ? 1 : 0);
            }
        }
        if (!rest.isEmpty()) {
            d = rest.remove(0);
        }
        if (!rest.isEmpty() && year.isEmpty()) {
            int short2 = rest.remove(0);
            y = short2 < 100 ? (short2 < 70 ? 2000 : 1900) + short2 : short2;
        }
        if (!rest.isEmpty() || (numbers.isEmpty() && month.isEmpty() && year.isEmpty() && hour.isEmpty())) {
            throw unknown();
        }
        try {
            return new Moment(LocalDateTime.of(y, m, d, hour.orElse(0), minute, second, micros * 1000), zone);
        } catch (DateTimeException e) {
            throw Py.error(
                    "ParserError",
                    Moment.outOfRange(e).exception.attributes().get("args") instanceof Py.Tuple args
                            ? Text.str(args.items().get(0)) + ": " + text
                            : text);
        }
    }
}
