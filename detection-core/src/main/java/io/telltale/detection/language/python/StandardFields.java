package io.telltale.detection.language.python;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The fields that Panther adds to each record it takes in, for records that come straight from a log: {@code p_log_type} and
 * {@code p_event_time}. A record that has one keeps it. Panther's other such fields are not made up.
 *
 * @see <a href="https://docs.panther.com/search/panther-fields">Panther's standard fields</a>
 */
final class StandardFields {
    private static final String LOG_TYPE = "p_log_type";
    private static final String EVENT_TIME = "p_event_time";

    /** What Panther calls the log that this engine reads. */
    private static final String CLOUDTRAIL = "AWS.CloudTrail";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private StandardFields() {}

    /** Whether a field may be there although the log's record has none of that name. */
    static boolean isAdded(String name) {
        return name.equalsIgnoreCase(LOG_TYPE) || name.equalsIgnoreCase(EVENT_TIME);
    }

    /**
     * The record as Panther would hand it to a rule.
     *
     * @param logTypes the logs that the rule reads; of several, a record that names none is CloudTrail's
     */
    static Value.ObjectOf added(Value.ObjectOf record, List<String> logTypes) {
        var members = new LinkedHashMap<>(record.members());
        Optional<String> log = logTypes.contains(CLOUDTRAIL)
                ? Optional.of(CLOUDTRAIL)
                : logTypes.stream().findFirst();
        log.ifPresent(type -> members.putIfAbsent(LOG_TYPE, Values.of(type)));
        time(record).ifPresent(time -> members.putIfAbsent(EVENT_TIME, Values.of(TIME.format(time))));
        return Values.objectOf(members);
    }

    private static Optional<Instant> time(Value.ObjectOf record) {
        try {
            return record.get("eventTime") instanceof Value.Text text
                    ? Optional.of(Instant.parse(text.value()))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
