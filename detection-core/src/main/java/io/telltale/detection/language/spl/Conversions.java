package io.telltale.detection.language.spl;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions of {@code convert}; a value that they cannot convert stays, or is removed where the documentation says so. */
final class Conversions {
    private static final Pattern DURATION = Pattern.compile("(?:(\\d{1,6})\\+)?(\\d{1,6}):(\\d{1,2}):(\\d{1,2})");
    private static final Pattern MILLIS = Pattern.compile("(?:(\\d{1,6}):)?(\\d{1,6})(?:\\.(\\d{1,3}))?");
    private static final Pattern MEMORY = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)([kKmMgG]?)[bB]?");
    private static final Pattern LEADING = Pattern.compile("\\s*([+-]?\\d{1,15}(?:\\.\\d{1,15})?)\\D*");

    /** The functions by name, without those that take a time format. */
    static final Map<String, Function<Value, Value>> TABLE = table();

    private Conversions() {}

    static List<FunctionEntry> entries() {
        var out = new java.util.ArrayList<FunctionEntry>();
        TABLE.forEach((name, body) -> out.add(FunctionEntry.of(
                "spl:convert_" + name,
                (a, c) -> Parts.several(Parts.of(a.get(0)).stream()
                        .map(body)
                        .filter(v -> !v.isAbsent())
                        .toList()))));
        out.add(FunctionEntry.of("spl:ctime", (a, c) -> {
            Value written = TimeFormat.write(a.get(0), a.get(1));
            return written.isAbsent() ? a.get(0) : written;
        }));
        out.add(FunctionEntry.of("spl:mktime", (a, c) -> TimeReader.read(a.get(0), a.get(1))));
        return out;
    }

    private static Map<String, Function<Value, Value>> table() {
        var out = new LinkedHashMap<String, Function<Value, Value>>();
        out.put(
                "auto",
                v -> Numbers.of(v)
                        .map(Numbers::value)
                        .or(() -> duration(v.asText()))
                        .orElse(v));
        out.put(
                "num",
                v -> Numbers.of(v)
                        .map(Numbers::value)
                        .or(() -> duration(v.asText()))
                        .orElse(Values.NULL));
        out.put("none", v -> v);
        out.put("dur2sec", v -> duration(v.asText()).orElse(Values.NULL));
        out.put("mstime", v -> milliseconds(v.asText()).orElse(Values.NULL));
        out.put("memk", v -> memory(v.asText()).orElse(Values.NULL));
        out.put("rmcomma", v -> {
            Value plain = Values.of(v.asText().replace(",", ""));
            return Numbers.of(plain).map(Numbers::value).orElse(plain);
        });
        out.put("rmunit", v -> {
            Matcher matcher = LEADING.matcher(v.asText());
            return matcher.matches() ? Numbers.value(Double.parseDouble(matcher.group(1))) : Values.NULL;
        });
        return java.util.Collections.unmodifiableMap(out);
    }

    private static Optional<Value> duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long days = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
        return Optional.of(Values.of(days * 86400
                + Long.parseLong(matcher.group(2)) * 3600
                + Long.parseLong(matcher.group(3)) * 60
                + Long.parseLong(matcher.group(4))));
    }

    private static Optional<Value> milliseconds(String text) {
        Matcher matcher = MILLIS.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double minutes = matcher.group(1) == null ? 0 : Double.parseDouble(matcher.group(1));
        double parts = matcher.group(3) == null ? 0 : Double.parseDouble("0." + matcher.group(3));
        return Optional.of(Numbers.value(minutes * 60 + Double.parseDouble(matcher.group(2)) + parts));
    }

    private static Optional<Value> memory(String text) {
        Matcher matcher = MEMORY.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double factor = switch (matcher.group(2)) {
            case "m", "M" -> 1024;
            case "g", "G" -> 1024 * 1024;
            default -> 1;
        };
        return Optional.of(Numbers.value(Double.parseDouble(matcher.group(1)) * factor));
    }
}
