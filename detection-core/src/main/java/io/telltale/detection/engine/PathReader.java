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
        List<Segment> segments = path.segments();
        if (segments.size() == 1 && segments.get(0) instanceof Segment.Key key) {
            return event.get(key.name());
        }
        return read(event, segments, 0, path.throughLists());
    }

    private static Value read(Value value, List<Segment> segments, int at, boolean throughLists) {
        if (at == segments.size()) {
            return value;
        }
        Segment segment = segments.get(at);
        if (segment instanceof Segment.Key key) {
            if (value instanceof Value.ObjectOf object) {
                Value member = object.get(key.name());
                return member instanceof Value.Missing ? member : read(member, segments, at + 1, throughLists);
            }
            return throughLists && value instanceof Value.ListOf list
                    ? gather(list, segments, at, true)
                    : Values.MISSING;
        }
        if (!(value instanceof Value.ListOf list)) {
            return Values.MISSING;
        }
        if (segment instanceof Segment.Index index) {
            int size = list.elements().size();
            int i = index.index() < 0 ? size + index.index() : index.index();
            return i < 0 || i >= size ? Values.MISSING : read(list.elements().get(i), segments, at + 1, throughLists);
        }
        return gather(list, segments, at + 1, throughLists);
    }

    private static Value gather(Value.ListOf list, List<Segment> segments, int at, boolean throughLists) {
        var found = new ArrayList<Value>();
        boolean last = segments.stream().skip(at).noneMatch(Segment.Each.class::isInstance);
        for (Value element : list.elements()) {
            Value value = read(element, segments, at, throughLists);
            if (value instanceof Value.ListOf inner && (!last || throughLists)) {
                found.addAll(inner.elements());
            } else if (!(value instanceof Value.Missing)) {
                found.add(value);
            }
        }
        return found.isEmpty() ? Values.MISSING : new Value.ListOf(found);
    }
}
