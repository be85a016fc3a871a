package io.telltale.detection.language.python;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of a running function, comprehension, class body or module, and where to look beyond them. */
final class Frame extends Py.Mutable {
    private enum Kind {
        MODULE,
        FUNCTION,
        CLASS,
        COMPREHENSION
    }

    private final Map<String, Object> names;
    private final @Nullable Frame outer;
    private final @Nullable Frame module;
    private final Set<String> locals;
    private final Kind kind;
    private @Nullable Set<String> globalNames;
    private @Nullable Set<String> outerNames;
    private Optional<Instance> handling = Optional.empty();

    private Frame(@Nullable Frame outer, @Nullable Frame module, Set<String> locals, Kind kind) {
        this.outer = outer;
        this.module = module;
        this.locals = locals;
        this.kind = kind;
        // The order of a class's names is that of its fields and members.
        this.names = kind == Kind.CLASS ? new LinkedHashMap<>() : new HashMap<>();
    }

    /** The names of a module. */
    static Frame ofModule() {
        return new Frame(null, null, Set.of(), Kind.MODULE);
    }

    /**
     * The names of a function that is defined here.
     *
     * @param newLocals the names that it assigns anywhere, which are its own before they are assigned too
     */
    Frame function(Set<String> newLocals) {
        return new Frame(kind == Kind.CLASS ? outer : this, module(), newLocals, Kind.FUNCTION);
    }

    /** The names of a class body, which the functions in it do not see. */
    Frame classBody() {
        return new Frame(this, module(), Set.of(), Kind.CLASS);
    }

    Frame comprehension() {
        return new Frame(this, module(), Set.of(), Kind.COMPREHENSION);
    }

    Frame module() {
        return module == null ? this : module;
    }

    Map<String, Object> names() {
        return names;
    }

    Optional<Object> find(String name) {
        if (globalNames != null && globalNames.contains(name)) {
            return Optional.ofNullable(module().names.get(name));
        }
        for (Frame frame = this; frame != null; frame = frame.outer) {
            Object value = frame.names.get(name);
            if (value != null) {
                return Optional.of(value);
            }
            if (frame.locals.contains(name) && !frame.isElsewhere(name)) {
                throw Py.error(
                        frame == this ? "UnboundLocalError" : "NameError",
                        frame == this
                                ? "cannot access local variable '" + name + "' where it is not associated with a value"
                                : "cannot access free variable '" + name
                                        + "' where it is not associated with a value in enclosing scope");
            }
        }
        return Optional.empty();
    }

    private boolean isElsewhere(String name) {
        return (globalNames != null && globalNames.contains(name)) || (outerNames != null && outerNames.contains(name));
    }

    void set(String name, Object value) {
        holder(name).put(name, value);
    }

    /** Binds a name of the frame itself: a parameter, or a comprehension's own. */
    void bind(String name, Object value) {
        changing();
        names.put(name, value);
    }

    /** The frame of the function around a comprehension, where {@code :=} binds. */
    Frame aroundComprehension() {
        Frame frame = this;
        while (frame.kind == Kind.COMPREHENSION && frame.outer != null) {
            frame = frame.outer;
        }
        return frame;
    }

    /** Notes an annotated name of a class body. */
    void annotate(String name) {
        if (kind == Kind.CLASS && names.computeIfAbsent("__annotations__", n -> new Dict()) instanceof Dict annotated) {
            annotated.put(name, Py.None.NONE);
        }
    }

    boolean delete(String name) {
        Frame holder = holder(name);
        holder.changing();
        return holder.names.remove(name) != null;
    }

    private void put(String name, Object value) {
        changing();
        names.put(name, value);
    }

    private Frame holder(String name) {
        if (globalNames != null && globalNames.contains(name)) {
            return module();
        }
        if (outerNames != null && outerNames.contains(name)) {
            for (Frame frame = outer; frame != null && frame.module != null; frame = frame.outer) {
                if (frame.names.containsKey(name) || frame.locals.contains(name)) {
                    return frame;
                }
            }
        }
        return this;
    }

    void global(Iterable<String> added) {
        Set<String> all = globalNames == null ? new HashSet<>() : globalNames;
        added.forEach(all::add);
        globalNames = all;
    }

    void nonlocal(Iterable<String> added) {
        Set<String> all = outerNames == null ? new HashSet<>() : outerNames;
        added.forEach(all::add);
        outerNames = all;
    }

    /** The exception whose handler runs, which a bare {@code raise} raises again. */
    Optional<Instance> handling() {
        return handling.isEmpty() && kind == Kind.COMPREHENSION && outer != null ? outer.handling() : handling;
    }

    void handle(Optional<Instance> exception) {
        handling = exception;
    }

    /** The frames from this one outwards. */
    Iterable<Frame> outwards() {
        var all = new java.util.ArrayList<Frame>();
        for (Frame frame = this; frame != null; frame = frame.outer) {
            all.add(frame);
        }
        return all;
    }
}
