package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether an object is of the form that a {@code case} describes; binds the names of the pattern. */
final class PatternMatching {
    private final Interpreter interpreter;

    PatternMatching(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    boolean matches(Node.Pattern pattern, Object subject, Frame frame) {
        interpreter.budget().step();
        if (pattern instanceof Node.ValuePattern value) {
            Object wanted = interpreter.expressions().evaluate(value.value(), frame);
            boolean isSingleton = wanted == Py.None.NONE || wanted instanceof Boolean;
            return isSingleton ? wanted.equals(subject) : Equality.equal(subject, wanted);
        }
        if (pattern instanceof Node.CapturePattern capture) {
            if (capture.pattern().isPresent() && !matches(capture.pattern().get(), subject, frame)) {
                return false;
            }
            bind(capture.name(), subject, frame);
            return true;
        }
        if (pattern instanceof Node.OrPattern or) {
            return or.alternatives().stream().anyMatch(p -> matches(p, subject, frame));
        }
        if (pattern instanceof Node.SequencePattern sequence) {
            return (subject instanceof Py.ListObject || subject instanceof Py.Tuple)
                    && sequence(sequence.elements(), Py.sequence(subject), frame);
        }
        if (pattern instanceof Node.MappingPattern mapping) {
            return subject instanceof Dict dict && mapping(mapping, dict, frame);
        }
        return pattern instanceof Node.ClassPattern type && type(type, subject, frame);
    }

    private static void bind(String name, Object value, Frame frame) {
        if (!name.equals("_")) {
            frame.set(name, value);
        }
    }

    private boolean sequence(List<Node.Pattern> patterns, List<Object> items, Frame frame) {
        int star = -1;
        for (int i = 0; i < patterns.size(); i++) {
            star = patterns.get(i) instanceof Node.StarPattern ? i : star;
        }
        int least = star < 0 ? patterns.size() : patterns.size() - 1;
        if (items.size() < least || (star < 0 && items.size() > least)) {
            return false;
        }
        int extra = items.size() - least;
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i) instanceof Node.StarPattern rest) {
                bind(rest.name(), Py.list(new ArrayList<>(items.subList(i, i + extra))), frame);
            } else if (!matches(patterns.get(i), items.get(star >= 0 && i > star ? i + extra - 1 : i), frame)) {
                return false;
            }
        }
        return true;
    }

    private boolean mapping(Node.MappingPattern mapping, Dict dict, Frame frame) {
        var rest = new Dict();
        rest.putAll(dict);
        for (Node.KeyPattern key : mapping.keys()) {
            Object name = interpreter.expressions().evaluate(key.key(), frame);
            Optional<Object> value = dict.find(name);
            if (value.isEmpty() || !matches(key.pattern(), value.get(), frame)) {
                return false;
            }
            rest.remove(name);
        }
        if (!mapping.rest().isEmpty()) {
            bind(mapping.rest(), rest, frame);
        }
        return true;
    }

    private boolean type(Node.ClassPattern pattern, Object subject, Frame frame) {
        Object type = interpreter.expressions().evaluate(pattern.type(), frame);
        if (!Types.isInstance(subject, type)) {
            return false;
        }
        boolean isBuiltin = type instanceof Py.BuiltinType;
        if (pattern.positional().size() > (isBuiltin ? 1 : 0)) {
            throw Py.error(
                    "TypeError",
                    Text.repr(type) + " accepts " + (isBuiltin ? 1 : 0) + " positional sub-patterns ("
                            + pattern.positional().size() + " given)");
        }
        for (Node.Pattern inner : pattern.positional()) {
            if (!matches(inner, subject, frame)) {
                return false;
            }
        }
        for (Node.AttributePattern attribute : pattern.named()) {
            Optional<Object> value = interpreter.expressions().members().find(subject, attribute.name());
            if (value.isEmpty() || !matches(attribute.pattern(), value.get(), frame)) {
                return false;
            }
        }
        return true;
    }
}
