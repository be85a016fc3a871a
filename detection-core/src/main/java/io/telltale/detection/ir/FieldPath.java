package io.telltale.detection.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * A path into an audit event in the provider's own names, such as
 * {@code responseElements.imageScanFindings.findings[].severity}.
 *
 * @param segments at least one
 * @param throughLists whether a name also looks inside a list's elements without an {@code []} saying so, as languages
 *     do that flatten events; the result is then the list of what was found. Names that have dots in them are found too
 * @param anyCase whether names match whatever the case of their letters, where no name matches as written
 * @param leaves whether only leaves are fields, as where an event was taken apart into names and texts: an object or a
 *     list is then missing, null and truth are their texts, and names that have dots in them are found too
 */
public record FieldPath(List<Segment> segments, boolean throughLists, boolean anyCase, boolean leaves) {
    /** One step of a path. */
    public sealed interface Segment {
        /** The value under a name. */
        record Key(String name) implements Segment {}

        /** The element at an index; negative counts from the end. */
        record Index(int index) implements Segment {}

        /** Every element of a list. */
        record Each() implements Segment {}
    }

    public FieldPath {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a path has at least one segment");
        }
    }

    /** A path whose names match as they are written. */
    public FieldPath(List<Segment> segments, boolean throughLists) {
        this(segments, throughLists, false, false);
    }

    /** Reads {@code a.b[0].c[].d}; splits names at every dot. */
    public static FieldPath parse(String text) {
        var segments = new ArrayList<Segment>();
        for (String part : text.split("\\.", -1)) {
            String name = part;
            int bracket = name.indexOf('[');
            String key = bracket < 0 ? name : name.substring(0, bracket);
            if (!key.isEmpty()) {
                segments.add(new Segment.Key(key));
            }
            while (bracket >= 0) {
                int close = name.indexOf(']', bracket);
                if (close < 0) {
                    throw new IllegalArgumentException("unclosed [ in path " + text);
                }
                String inside = name.substring(bracket + 1, close);
                segments.add(inside.isEmpty() ? new Segment.Each() : new Segment.Index(Integer.parseInt(inside)));
                bracket = name.indexOf('[', close);
            }
        }
        return new FieldPath(segments, false);
    }

    /** The same path, looking through lists. */
    public FieldPath flattening() {
        return new FieldPath(segments, true, anyCase, leaves);
    }

    /** The same path, its names in any case. */
    public FieldPath inAnyCase() {
        return new FieldPath(segments, throughLists, true, leaves);
    }

    /** The same path to leaves only. */
    public FieldPath toLeaves() {
        return new FieldPath(segments, throughLists, anyCase, true);
    }

    /** What a value that lies at this path is where only leaves are fields. */
    public Value asLeaf(Value found) {
        if (found instanceof Value.ListOf list && segments.contains(new Segment.Each())) {
            List<Value> inside = list.elements().stream()
                    .map(FieldPath::leaf)
                    .filter(v -> !v.isAbsent())
                    .toList();
            return inside.isEmpty() ? Values.MISSING : Values.listOf(inside);
        }
        return leaf(found);
    }

    private static Value leaf(Value value) {
        if (value instanceof Value.Bool bool) {
            return Values.of(bool.value() ? "true" : "false");
        }
        return value instanceof Value.ObjectOf || value instanceof Value.ListOf
                ? Values.MISSING
                : value instanceof Value.Null ? Values.of("null") : value;
    }

    public FieldPath then(Segment segment) {
        var longer = new ArrayList<>(segments);
        longer.add(segment);
        return new FieldPath(longer, throughLists, anyCase, leaves);
    }

    public FieldPath then(String key) {
        return then(new Segment.Key(key));
    }

    /** The name of the first step, the field of the event that this path starts at. */
    public String root() {
        return segments.get(0) instanceof Segment.Key key ? key.name() : "";
    }

    /** The canonical text, without the provider's namespace. */
    @Override
    public String toString() {
        var out = new StringBuilder();
        for (Segment segment : segments) {
            if (segment instanceof Segment.Key key) {
                out.append(out.length() == 0 ? "" : ".").append(key.name());
            } else if (segment instanceof Segment.Index index) {
                out.append('[').append(index.index()).append(']');
            } else {
                out.append("[]");
            }
        }
        return out.toString();
    }
}
