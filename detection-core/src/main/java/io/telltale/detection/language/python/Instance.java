package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object of a class. */
final class Instance extends Py.Mutable {
    final ClassObject type;
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    Instance(ClassObject type) {
        this.type = type;
    }

    Map<String, Object> attributes() {
        return attributes;
    }

    void set(String attribute, Object value) {
        changing();
        attributes.put(attribute, value);
    }

    /** One of the methods that operators call, such as {@code __len__}. */
    Optional<Py.Callable> special(String name) {
        return type.find(name).filter(m -> m instanceof Py.Callable).map(m -> (values, named) -> {
            var all = new ArrayList<Object>(List.of(this));
            all.addAll(values);
            return ((Py.Callable) m).call(all, named);
        });
    }

    Optional<Object> ask(String name, Object... arguments) {
        return special(name).map(m -> m.call(List.of(arguments), Map.of()));
    }
}
