package io.telltale.detection.language.python;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A {@code time.struct_time}: a time taken apart, as {@code gmtime}, {@code strptime} and {@code timetuple} answer it.
 *
 * @param dst whether the clock was put forward, -1 where that is not known
 */
record StructTime(LocalDateTime time, long dst) implements Py.NamedType {
    private static final List<String> NAMES =
            List.of("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst");

    /** The parts, as the tuple that it is too. */
    Py.Tuple parts() {
        return new Py.Tuple(List.of(
                (long) time.getYear(),
                (long) time.getMonthValue(),
                (long) time.getDayOfMonth(),
                (long) time.getHour(),
                (long) time.getMinute(),
                (long) time.getSecond(),
                time.getDayOfWeek().getValue() - 1L,
                (long) time.getDayOfYear(),
                dst));
    }

    @Override
    public String typeName() {
        return "struct_time";
    }

    @Override
    public Optional<Object> attribute(String name) {
        int at = NAMES.indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(parts().items().get(at));
    }

    @Override
    public Optional<String> shown() {
        return Optional.of(toString());
    }

    @Override
    public String toString() {
        var out = new StringBuilder("time.struct_time(");
        for (int i = 0; i < NAMES.size(); i++) {
            out.append(i > 0 ? ", " : "")
                    .append(NAMES.get(i))
                    .append('=')
                    .append(parts().items().get(i));
        }
        return out.append(')').toString();
    }
}
