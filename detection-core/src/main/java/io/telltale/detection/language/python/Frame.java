package io.telltale.detection.language.python;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of a running function, comprehension or module body, and where to look beyond them. */
final class Frame {
    final Map<String, Object> names;
    final Optional<Frame> outer;
    final Map<String, Object> globals;
    final Set<String> globalNames = new HashSet<>();

    private Frame(Map<String, Object> names, Optional<Frame> outer, Map<String, Object> globals) {
        this.names = names;
        this.outer = outer;
        this.globals = globals;
    }

    static Frame module(Map<String, Object> globals) {
        return new Frame(globals, Optional.empty(), globals);
    }

    Frame inner() {
        return new Frame(new HashMap<>(), Optional.of(this), globals);
    }

    Optional<Object> find(String name) {
        if (globalNames.contains(name)) {
            return Optional.ofNullable(globals.get(name));
        }
        Frame frame = this;
        while (true) {
            Object value = frame.names.get(name);
            if (value != null) {
                return Optional.of(value);
            }
            if (frame.outer.isEmpty()) {
                return Optional.ofNullable(globals.get(name));
            }
            frame = frame.outer.get();
        }
    }

    void set(String name, Object value) {
        (globalNames.contains(name) ? globals : names).put(name, value);
    }
}
