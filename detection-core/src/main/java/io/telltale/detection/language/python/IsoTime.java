package io.telltale.detection.language.python;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads ISO 8601 as {@code datetime.fromisoformat} does. */
final class IsoTime {
    private static final Pattern FORM = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})"
            + "(?:[^0-9](\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9}))?)?)?"
            + "(Z|[+-]\\d{2}(?::?\\d{2}(?::?\\d{2})?)?)?)?");

    private IsoTime() {}

    static Moment parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw Py.error("ValueError", "Invalid isoformat string: " + Text.repr(text));
        }
        var date = Moment.date(number(m, 1), number(m, 2), number(m, 3));
        String fraction = (group(m, 7) + "000000").substring(0, 6);
        try {
            LocalTime time = LocalTime.of(number(m, 4), number(m, 5), number(m, 6), Integer.parseInt(fraction) * 1000);
            return new Moment(date.atTime(time), zone(group(m, 8)));
        } catch (DateTimeException e) {
            throw Moment.outOfRange(e);
        }
    }

    private static String group(Matcher matcher, int group) {
        return Optional.ofNullable(matcher.group(group)).orElse("");
    }

    private static int number(Matcher matcher, int group) {
        String digits = group(matcher, group);
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static Optional<Moment.Zone> zone(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(text.equals("Z") ? Moment.Zone.UTC : Moment.Zone.of(ZoneOffset.of(text)));
    }
}
