package io.telltale.detection.language.python;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** Finds every object that a loaded module reaches, and has it tell when it is changed. */
final class Watching {
    private final Py.Watch watch;
    private final Deque<Object> open = new ArrayDeque<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    Watching(Py.Watch watch) {
        this.watch = watch;
    }

    /** A module's own names are bound back after each event, so that binding one changes nothing. */
    void reach(Frame module) {
        open.addAll(module.names().values());
        while (!open.isEmpty()) {
            visit(open.pop());
        }
    }

    private void visit(Object object) {
        if (!seen.add(object)) {
            return;
        }
        if (object instanceof Py.Mutable mutable && !(object instanceof Frame) && !mutable.watch(watch)) {
            return;
        }
        if (object instanceof Py.ListObject list) {
            open.addAll(list.items());
        } else if (object instanceof Py.Tuple tuple) {
            open.addAll(tuple.items());
        } else if (object instanceof Py.SetObject set) {
            open.addAll(set.items().values());
        } else if (object instanceof Dict dict) {
            dict.factory().ifPresent(open::add);
            dict.all().forEach(e -> {
                open.add(e.key());
                open.add(e.value());
            });
        } else if (object instanceof Instance instance) {
            open.addAll(instance.attributes().values());
            open.add(instance.type);
        } else if (object instanceof ClassObject type) {
            open.addAll(type.attributes().values());
            open.addAll(type.bases);
        } else if (object instanceof Py.Decorated decorated) {
            open.add(decorated.function());
        } else if (object instanceof UserFunction function) {
            open.addAll(function.defaults().values());
            for (Frame frame : function.around().outwards()) {
                if (frame != frame.module() && seen.add(frame)) {
                    frame.watch(watch);
                    open.addAll(frame.names().values());
                }
            }
        } else if (object instanceof Py.IteratorObject) {
            // What gives its elements once is used up by one event.
            watch.change();
        }
    }
}
