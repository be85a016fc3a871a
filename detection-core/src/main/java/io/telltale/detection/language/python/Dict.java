package io.telltale.detection.language.python;

import io.telltale.detection.ir.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary, in the order in which its keys came. The event and the objects in it are dictionaries too, which cannot
 * be changed and find a name however its letters are cased: the name as it is asked for wins, else the first that differs
 * in case only.
 */
final class Dict extends Py.Mutable {
    /** The name of the event's own type. */
    static final String EVENT = "PantherEvent";

    /** A key as it was given, and its value. */
    record Entry(Object key, Object value) {}

    private final Value.@Nullable ObjectOf source;
    private final Map<Object, Entry> entries = new LinkedHashMap<>();
    private final String typeName;
    private final @Nullable Object factory;
    private boolean read;
    private @Nullable Map<String, Object> byFoldedName;

    private Dict(Value.@Nullable ObjectOf source, String typeName, @Nullable Object factory) {
        this.source = source;
        this.typeName = typeName;
        this.factory = factory;
    }

    /** An empty dictionary. */
    Dict() {
        this(null, "dict", null);
    }

    /** A mapping of the collections module; the factory makes the value of a key that is not there. */
    static Dict of(String typeName, Optional<Object> factory) {
        return new Dict(null, typeName, factory.orElse(null));
    }

    /** The event itself. */
    static Dict event(Value.ObjectOf event) {
        return new Dict(event, EVENT, null);
    }

    /** An object of the event. */
    static Dict of(Value.ObjectOf object) {
        return new Dict(object, "ImmutableCaseInsensitiveDict", null);
    }

    /** Whether this is the event or an object in it. */
    boolean isEvent() {
        return source != null;
    }

    String typeName() {
        return typeName;
    }

    Optional<Object> factory() {
        return Optional.ofNullable(factory);
    }

    Optional<Object> find(Object key) {
        if (source != null && !read && key instanceof String name) {
            Value value = source.get(name);
            return value instanceof Value.Missing ? folded(name) : Optional.of(EventValues.of(value));
        }
        Optional<Object> value = exact(key);
        if (value.isPresent() || source == null || size() == 0) {
            return value;
        }
        if (key instanceof String name) {
            return folded(name);
        }
        throw Py.error("AttributeError", "'" + Py.typeName(key) + "' object has no attribute 'lower'");
    }

    /** The value of a key in just this writing. */
    Optional<Object> exact(Object key) {
        Entry entry = entries().get(Equality.key(key));
        return entry == null ? Optional.empty() : Optional.of(entry.value());
    }

    private Optional<Object> folded(String name) {
        Map<String, Object> names = byFoldedName;
        if (names == null) {
            names = new HashMap<>();
            if (source != null) {
                for (Map.Entry<String, Value> member : source.members().entrySet()) {
                    names.putIfAbsent(member.getKey().toLowerCase(Locale.ROOT), EventValues.of(member.getValue()));
                }
            }
            byFoldedName = names;
        }
        return Optional.ofNullable(names.get(name.toLowerCase(Locale.ROOT)));
    }

    private Map<Object, Entry> entries() {
        if (source != null && !read) {
            read = true;
            source.members().forEach((name, member) -> {
                if (!(member instanceof Value.Missing)) {
                    entries.put(name, new Entry(name, EventValues.of(member)));
                }
            });
        }
        return entries;
    }

    Collection<Entry> all() {
        return entries().values();
    }

    /** The entries by the keys under which equal keys meet. */
    Map<Object, Entry> byKey() {
        return entries();
    }

    int size() {
        return entries().size();
    }

    List<Object> keys() {
        var keys = new ArrayList<Object>(size());
        all().forEach(e -> keys.add(e.key()));
        return keys;
    }

    List<Object> values() {
        var values = new ArrayList<Object>(size());
        all().forEach(e -> values.add(e.value()));
        return values;
    }

    void put(Object key, Object value) {
        changing();
        Object hashed = Equality.key(key);
        Entry old = entries.get(hashed);
        entries.put(hashed, new Entry(old == null ? key : old.key(), value));
    }

    Optional<Object> remove(Object key) {
        changing();
        Entry old = entries.remove(Equality.key(key));
        return old == null ? Optional.empty() : Optional.of(old.value());
    }

    void clear() {
        changing();
        entries.clear();
    }

    /** Puts the entries of another in. */
    void putAll(Dict other) {
        List.copyOf(other.all()).forEach(e -> put(e.key(), e.value()));
    }
}
