package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes times by strftime's letters and those that Splunk adds; {@link TimeReader} reads them.
 *
 * @see <a href="https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Commontimeformatvariables">Splunk's
 *     list</a>
 */
final class TimeFormat {
    private static final Map<Character, String> LETTERS = Map.ofEntries(
            Map.entry('Y', "yyyy"),
            Map.entry('y', "yy"),
            Map.entry('m', "MM"),
            Map.entry('d', "dd"),
            Map.entry('e', "ppd"),
            Map.entry('H', "HH"),
            Map.entry('k', "ppH"),
            Map.entry('I', "hh"),
            Map.entry('l', "pph"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('A', "EEEE"),
            Map.entry('a', "EEE"),
            Map.entry('B', "MMMM"),
            Map.entry('b', "MMM"),
            Map.entry('h', "MMM"),
            Map.entry('j', "DDD"),
            Map.entry('p', "a"),
            Map.entry('f', "SSSSSS"),
            Map.entry('z', "xx"));

    /** Letters that stand for several. */
    static final Map<Character, String> COMPOUND = Map.of(
            'F', "%Y-%m-%d",
            'T', "%H:%M:%S",
            'X', "%H:%M:%S",
            'R', "%H:%M",
            'D', "%m/%d/%y",
            'x', "%m/%d/%Y",
            'c', "%a %b %e %H:%M:%S %Y",
            '+', "%a %b %e %H:%M:%S %Z %Y",
            'n', "\n",
            't', "\t");

    private TimeFormat() {}

    /** The time as text; null where it is no time. */
    static Value write(Value time, Value format) {
        Optional<ZonedDateTime> at = Numbers.of(time).flatMap(SplTime::utc);
        return at.isEmpty() || format.isAbsent() ? Values.NULL : Values.of(written(at.get(), format.asText()));
    }

    private static String written(ZonedDateTime at, String pattern) {
        var out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 == pattern.length()) {
                out.append(c);
                continue;
            }
            char letter = pattern.charAt(++i);
            int digits = digits(pattern, i);
            if (digits > 0) {
                i += Character.isDigit(letter) ? 1 : 0;
                out.append(String.format("%09d", at.getNano()), 0, digits);
            } else if (pattern.startsWith(":z", i) || pattern.startsWith("Ez", i)) {
                i++;
                out.append(letter == ':' ? "+00:00" : "+0");
            } else if (pattern.startsWith("::z", i)) {
                i += 2;
                out.append("+00:00:00");
            } else if (pattern.startsWith(":::z", i)) {
                i += 3;
                out.append("+00");
            } else {
                out.append(letter(at, letter));
            }
        }
        return out.toString();
    }

    /** How many digits of a second the letters here stand for: {@code 3N}, {@code 6Q}, {@code N}, {@code Q}; 0 for others. */
    static int digits(String pattern, int at) {
        char letter = pattern.charAt(at);
        if (letter == 'N' || letter == 'Q') {
            return letter == 'N' ? 9 : 3;
        }
        boolean counted = letter >= '1'
                && letter <= '9'
                && at + 1 < pattern.length()
                && "NQ".indexOf(pattern.charAt(at + 1)) >= 0;
        return counted ? letter - '0' : 0;
    }

    private static String letter(ZonedDateTime at, char letter) {
        if (COMPOUND.containsKey(letter)) {
            return written(at, COMPOUND.get(letter));
        }
        if (LETTERS.containsKey(letter)) {
            return DateTimeFormatter.ofPattern(LETTERS.get(letter), Locale.ENGLISH)
                    .format(at);
        }
        int dayOfWeek = at.getDayOfWeek().getValue();
        return switch (letter) {
            case 'Z' -> "UTC";
            case 's' -> "" + at.toEpochSecond();
            case 'w' -> "" + dayOfWeek % 7;
            case 'u' -> "" + dayOfWeek;
            case 'U' -> String.format("%02d", (at.getDayOfYear() + 6 - dayOfWeek % 7) / 7);
            case 'W' -> String.format("%02d", (at.getDayOfYear() + 7 - dayOfWeek) / 7);
            case 'V' -> String.format("%02d", at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> "" + at.get(IsoFields.WEEK_BASED_YEAR);
            case 'C' -> String.format("%02d", at.getYear() / 100);
            case 'g' -> String.format("%02d", at.get(IsoFields.WEEK_BASED_YEAR) % 100);
            case '%' -> "%";
            default -> "%" + letter;
        };
    }
}
