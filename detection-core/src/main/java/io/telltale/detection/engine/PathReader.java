package io.telltale.detection.engine;

import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.FieldPath.Segment;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.List;

/** Reads a path out of an event. Steps over every element give the flat list of what was found; nothing found is missing. */
final class PathReader {
    private PathReader() {}

    static Value read(Value.ObjectOf event, FieldPath path) {
        Value found = find(event, path);
        return path.leaves() ? path.asLeaf(found) : found;
    }

    private static Value find(Value.ObjectOf event, FieldPath path) {
        List<Segment> segments = path.segments();
        if (segments.size() == 1 && segments.get(0) instanceof Segment.Key key) {
            return member(event, key.name(), path.anyCase());
        }
        return read(event, path, 0);
    }

    private static Value read(Value value, FieldPath path, int at) {
        List<Segment> segments = path.segments();
        if (at == segments.size()) {
            return value;
        }
        Segment segment = segments.get(at);
        if (segment instanceof Segment.Key key) {
            if (value instanceof Value.ObjectOf object) {
                Value member = member(object, key.name(), path.anyCase());
                if (member instanceof Value.Missing) {
                    return path.throughLists() || path.leaves() ? dotted(object, path, at) : member;
                }
                return read(member, path, at + 1);
            }
            return path.throughLists() && value instanceof Value.ListOf list ? gather(list, path, at) : Values.MISSING;
        }
        if (!(value instanceof Value.ListOf list)) {
            return Values.MISSING;
        }
        if (segment instanceof Segment.Index index) {
            int size = list.elements().size();
            int i = index.index() < 0 ? size + index.index() : index.index();
            return i < 0 || i >= size ? Values.MISSING : read(list.elements().get(i), path, at + 1);
        }
        return gather(list, path, at + 1);
    }

    /** What lies under a name that has the dots of the path in it, as in logs that were flattened on their way. */
    private static Value dotted(Value.ObjectOf object, FieldPath path, int at) {
        List<Segment> segments = path.segments();
        if (at + 1 == segments.size() || !(segments.get(at) instanceof Segment.Key first)) {
            return Values.MISSING;
        }
        var name = new StringBuilder(first.name());
        for (int next = at + 1; next < segments.size() && segments.get(next) instanceof Segment.Key key; next++) {
            name.append('.').append(key.name());
            Value member = member(object, name.toString(), path.anyCase());
            if (!(member instanceof Value.Missing)) {
                return read(member, path, next + 1);
            }
        }
        return Values.MISSING;
    }

    private static Value gather(Value.ListOf list, FieldPath path, int at) {
        var found = new ArrayList<Value>();
        boolean last = path.segments().stream().skip(at).noneMatch(Segment.Each.class::isInstance);
        for (Value element : list.elements()) {
            Value value = read(element, path, at);
            if (value instanceof Value.ListOf inner && (!last || path.throughLists())) {
                found.addAll(inner.elements());
            } else if (!(value instanceof Value.Missing)) {
                found.add(value);
            }
        }
        return found.isEmpty() ? Values.MISSING : new Value.ListOf(found);
    }

    private static Value member(Value.ObjectOf object, String name, boolean anyCase) {
        Value exact = object.get(name);
        if (!anyCase || !(exact instanceof Value.Missing)) {
            return exact;
        }
        for (var member : object.members().entrySet()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return member.getValue();
            }
        }
        return Values.MISSING;
    }
}
