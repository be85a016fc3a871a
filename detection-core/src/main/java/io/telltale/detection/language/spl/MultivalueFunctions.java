package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The multivalue functions of {@code eval}. */
final class MultivalueFunctions {
    private static final String GROUP = "multivalue";
    /** Values that {@code mvrange} makes at the most. */
    private static final int RANGE_LIMIT = 10_000;

    private MultivalueFunctions() {}

    static List<EvalFunction> table(RegexCache regexes) {
        return List.of(
                EvalFunction.of("split", 2, 2, GROUP, (a, c) -> split(a.get(0), a.get(1))),
                EvalFunction.of("mvindex", 2, 3, GROUP, (a, c) -> index(a)),
                EvalFunction.of(
                        "mvcount",
                        1,
                        1,
                        GROUP,
                        (a, c) -> Parts.of(a.get(0)).isEmpty()
                                ? Values.NULL
                                : Values.of(Parts.of(a.get(0)).size())),
                EvalFunction.of(
                        "mvappend",
                        1,
                        EvalFunction.MANY,
                        GROUP,
                        (a, c) -> Parts.several(
                                a.stream().flatMap(v -> Parts.of(v).stream()).toList())),
                EvalFunction.of("mvdedup", 1, 1, GROUP, (a, c) -> {
                    var byText = new LinkedHashMap<String, Value>();
                    Parts.of(a.get(0)).forEach(v -> byText.putIfAbsent(v.asText(), v));
                    return Parts.several(List.copyOf(byText.values()));
                }),
                EvalFunction.of(
                        "mvsort",
                        1,
                        1,
                        GROUP,
                        (a, c) -> Parts.several(Parts.of(a.get(0)).stream()
                                .sorted(java.util.Comparator.comparing(Value::asText))
                                .toList())),
                EvalFunction.of("mvreverse", 1, 1, GROUP, (a, c) -> {
                    var parts = new ArrayList<>(Parts.of(a.get(0)));
                    java.util.Collections.reverse(parts);
                    return Parts.several(parts);
                }),
                EvalFunction.of(
                        "mvjoin",
                        2,
                        2,
                        GROUP,
                        (a, c) -> a.get(0).isAbsent()
                                ? Values.NULL
                                : Values.of(String.join(a.get(1).asText(), Parts.texts(a.get(0))))),
                EvalFunction.of("mvzip", 2, 3, GROUP, (a, c) -> zip(a)),
                EvalFunction.of("mvfind", 2, 2, GROUP, (a, c) -> find(a, regexes)),
                EvalFunction.of("mvrange", 2, 3, GROUP, (a, c) -> range(a)),
                EvalFunction.lowered("mvfilter", 1, 1, GROUP),
                EvalFunction.lowered("mvmap", 2, 3, GROUP));
    }

    private static Value split(Value text, Value by) {
        if (text.isAbsent() || by.isAbsent()) {
            return Values.NULL;
        }
        String mark = by.asText();
        var out = new ArrayList<String>();
        for (String whole : Parts.texts(text)) {
            if (mark.isEmpty()) {
                whole.codePoints().forEach(c -> out.add(Character.toString(c)));
                continue;
            }
            int from = 0;
            for (int at = whole.indexOf(mark); at >= 0; at = whole.indexOf(mark, from)) {
                out.add(whole.substring(from, at));
                from = at + mark.length();
            }
            out.add(whole.substring(from));
        }
        return Parts.ofTexts(out);
    }

    private static Value index(List<Value> arguments) {
        List<Value> parts = Parts.of(arguments.get(0));
        Optional<Double> first = Numbers.of(arguments.get(1));
        Optional<Double> last = arguments.size() < 3 ? first : Numbers.of(arguments.get(2));
        if (first.isEmpty() || last.isEmpty()) {
            return Values.NULL;
        }
        int from = first.get().intValue() + (first.get() < 0 ? parts.size() : 0);
        int to = last.get().intValue() + (last.get() < 0 ? parts.size() : 0);
        return from < 0 || from >= parts.size() || to < from
                ? Values.NULL
                : Parts.several(parts.subList(from, Math.min(to, parts.size() - 1) + 1));
    }

    private static Value zip(List<Value> arguments) {
        List<String> left = Parts.texts(arguments.get(0));
        List<String> right = Parts.texts(arguments.get(1));
        String mark = arguments.size() < 3 ? "," : arguments.get(2).asText();
        var out = new ArrayList<String>();
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            out.add(left.get(i) + mark + right.get(i));
        }
        return Parts.ofTexts(out);
    }

    private static Value find(List<Value> arguments, RegexCache regexes) {
        if (arguments.stream().anyMatch(Value::isAbsent)) {
            return Values.NULL;
        }
        try {
            var pattern = regexes.get(arguments.get(1).asText());
            List<String> texts = Parts.texts(arguments.get(0));
            for (int i = 0; i < texts.size(); i++) {
                if (pattern.matcher(texts.get(i)).find()) {
                    return Values.of(i);
                }
            }
            return Values.NULL;
        } catch (IllegalArgumentException e) {
            return Values.failure("mvfind: " + e.getMessage());
        }
    }

    private static Value range(List<Value> arguments) {
        Optional<Double> from = Numbers.of(arguments.get(0));
        Optional<Double> to = Numbers.of(arguments.get(1));
        Optional<Double> step = arguments.size() < 3 ? Optional.of(1.0) : Numbers.of(arguments.get(2));
        if (step.isEmpty() && !arguments.get(2).isAbsent()) {
            step = TimeSpan.seconds(arguments.get(2).asText()).map(Long::doubleValue);
        }
        if (from.isEmpty() || to.isEmpty() || step.isEmpty() || step.get() == 0) {
            return Values.NULL;
        }
        var out = new ArrayList<Value>();
        for (double n = from.get();
                (step.get() > 0 ? n < to.get() : n > to.get()) && out.size() < RANGE_LIMIT;
                n += step.get()) {
            out.add(Numbers.value(n));
        }
        return Parts.several(out);
    }
}
