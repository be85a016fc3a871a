package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The modifiers that compare a part of a timestamp, in UTC; weeks are ISO weeks of the year. */
final class TimeParts {
    private static final Map<String, TemporalField> PARTS = Map.of(
            "minute", ChronoField.MINUTE_OF_HOUR,
            "hour", ChronoField.HOUR_OF_DAY,
            "day", ChronoField.DAY_OF_MONTH,
            "week", IsoFields.WEEK_OF_WEEK_BASED_YEAR,
            "month", ChronoField.MONTH_OF_YEAR,
            "year", ChronoField.YEAR);

    private TimeParts() {}

    static Set<String> names() {
        return PARTS.keySet();
    }

    static boolean contains(String modifier) {
        return PARTS.containsKey(modifier);
    }

    static String function(String modifier) {
        return SigmaLanguage.SLUG + ":" + modifier;
    }

    static List<FunctionEntry> functions() {
        var entries = new ArrayList<FunctionEntry>();
        PARTS.forEach((name, field) ->
                entries.add(FunctionEntry.of(function(name), (arguments, context) -> part(arguments.get(0), field))));
        return entries;
    }

    private static Value part(Value value, TemporalField field) {
        if (value instanceof Value.Time time) {
            return Values.of(time.value().atZone(ZoneOffset.UTC).getLong(field));
        }
        if (!(value instanceof Value.Text text)) {
            return Values.NULL;
        }
        try {
            return Values.of(ZonedDateTime.parse(text.value())
                    .withZoneSameInstant(ZoneOffset.UTC)
                    .getLong(field));
        } catch (DateTimeParseException e) {
            return Values.NULL;
        }
    }
}
