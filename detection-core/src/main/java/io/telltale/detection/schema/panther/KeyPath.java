package io.telltale.detection.schema.panther;

import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.FieldPath.Segment;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths as Panther's rules write them: {@code a.b[0].c[*].d}, or a list of names and indexes. Names are found in any case of
 * their letters; the name as it is written wins.
 */
public final class KeyPath {
    private static final int MOST_SEGMENTS = 50;
    private static final Pattern STEP = Pattern.compile("([^\\[\\]]*)((?:\\[(?:\\*|-?\\d{1,6})])*)");
    private static final Pattern BRACKET = Pattern.compile("\\[(\\*|-?\\d+)]");

    private KeyPath() {}

    /** Reads a path with dots and brackets; empty where it is none. */
    public static Optional<FieldPath> parse(String text) {
        var segments = new ArrayList<Segment>();
        for (String step : text.split("\\.", -1)) {
            Matcher matcher = STEP.matcher(step);
            if (step.isEmpty() || !matcher.matches() || (matcher.group(1).isEmpty() && segments.isEmpty())) {
                return Optional.empty();
            }
            if (!matcher.group(1).isEmpty()) {
                segments.add(new Segment.Key(matcher.group(1)));
            }
            Matcher bracket = BRACKET.matcher(matcher.group(2));
            while (bracket.find()) {
                segments.add(
                        bracket.group(1).equals("*")
                                ? new Segment.Each()
                                : new Segment.Index(Integer.parseInt(bracket.group(1))));
            }
        }
        return of(segments);
    }

    /** Reads a list of names and indexes; empty where it is no such list. */
    static Optional<FieldPath> deep(List<Value> steps) {
        var segments = new ArrayList<Segment>();
        for (Value step : steps) {
            if (step instanceof Value.Int index && Math.abs(index.value()) <= Integer.MAX_VALUE) {
                segments.add(new Segment.Index((int) index.value()));
            } else if (step instanceof Value.Text name && !name.value().isEmpty()) {
                segments.add(new Segment.Key(name.value()));
            } else {
                return Optional.empty();
            }
        }
        return of(segments);
    }

    private static Optional<FieldPath> of(List<Segment> segments) {
        return segments.isEmpty() || segments.size() > MOST_SEGMENTS
                ? Optional.empty()
                : Optional.of(new FieldPath(segments, false).inAnyCase());
    }

    /** What stands at a path within a value; steps over every element give the list of what was found there. */
    static Value read(Value value, List<Segment> path) {
        Value current = value;
        for (int i = 0; i < path.size(); i++) {
            Segment segment = path.get(i);
            if (segment instanceof Segment.Key key) {
                current = current instanceof Value.ObjectOf object ? member(object, key.name()) : Values.MISSING;
            } else if (!(current instanceof Value.ListOf list)) {
                return Values.MISSING;
            } else if (segment instanceof Segment.Index index) {
                int at = index.index() < 0 ? list.elements().size() + index.index() : index.index();
                current = at < 0 || at >= list.elements().size()
                        ? Values.MISSING
                        : list.elements().get(at);
            } else {
                return each(list, path.subList(i + 1, path.size()));
            }
        }
        return current;
    }

    private static Value member(Value.ObjectOf object, String name) {
        Value exact = object.get(name);
        return exact instanceof Value.Missing
                ? object.members().entrySet().stream()
                        .filter(member -> member.getKey().equalsIgnoreCase(name))
                        .map(java.util.Map.Entry::getValue)
                        .findFirst()
                        .orElse(exact)
                : exact;
    }

    private static Value each(Value.ListOf list, List<Segment> rest) {
        boolean inner = rest.stream().anyMatch(Segment.Each.class::isInstance);
        var found = new ArrayList<Value>();
        for (Value element : list.elements()) {
            Value value = read(element, rest);
            if (inner && value instanceof Value.ListOf several) {
                found.addAll(several.elements());
            } else if (!(value instanceof Value.Missing)) {
                found.add(value);
            }
        }
        return found.isEmpty() ? Values.MISSING : Values.listOf(found);
    }
}
