package io.telltale.detection.language.spl;

import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.JsonReader;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.List;

/** Walks into values, and into text that is JSON, by Splunk's paths. */
final class Json {
    private Json() {}

    /** The value itself where it has members or elements, what its text is JSON of otherwise, else null. */
    static Value structure(Value input) {
        return input instanceof Value.Text text ? JsonReader.read(text.value()).orElse(Values.NULL) : input;
    }

    /** The value at a path; names that step over lists' elements give a list. */
    static Value walk(Value value, List<FieldPath.Segment> path) {
        return walk(value, path, 0);
    }

    private static Value walk(Value value, List<FieldPath.Segment> path, int at) {
        if (at == path.size()) {
            return value;
        }
        FieldPath.Segment segment = path.get(at);
        if (segment instanceof FieldPath.Segment.Key key) {
            return value instanceof Value.ObjectOf object ? walk(object.get(key.name()), path, at + 1) : Values.MISSING;
        }
        if (!(value instanceof Value.ListOf list)) {
            return Values.MISSING;
        }
        if (segment instanceof FieldPath.Segment.Index index) {
            int size = list.elements().size();
            int i = index.index() < 0 ? size + index.index() : index.index();
            return i >= 0 && i < size ? walk(list.elements().get(i), path, at + 1) : Values.MISSING;
        }
        var found = new ArrayList<Value>();
        for (Value element : list.elements()) {
            Value inside = walk(element, path, at + 1);
            if (inside instanceof Value.ListOf several && at + 1 < path.size()) {
                found.addAll(several.elements());
            } else if (!inside.isAbsent()) {
                found.add(inside);
            }
        }
        return found.isEmpty() ? Values.MISSING : Values.listOf(found);
    }
}
