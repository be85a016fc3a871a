package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A class of the program, or one of Python's exceptions. */
final class ClassObject extends Py.Mutable {
    final String name;
    final List<ClassObject> bases;
    private final Map<String, Object> attributes;

    ClassObject(String name, List<ClassObject> bases, Map<String, Object> attributes) {
        this.name = name;
        this.bases = bases;
        this.attributes = attributes;
    }

    Map<String, Object> attributes() {
        return attributes;
    }

    void set(String attribute, Object value) {
        changing();
        attributes.put(attribute, value);
    }

    /** The class and those above it, in the order in which an attribute is looked for. */
    List<ClassObject> order() {
        var rows = new ArrayList<List<ClassObject>>();
        bases.forEach(base -> rows.add(new ArrayList<>(base.order())));
        rows.add(new ArrayList<>(bases));
        var order = new ArrayList<ClassObject>(List.of(this));
        while (rows.stream().anyMatch(row -> !row.isEmpty())) {
            ClassObject next = rows.stream()
                    .filter(row -> !row.isEmpty())
                    .map(row -> row.get(0))
                    .filter(head -> rows.stream().noneMatch(row -> row.lastIndexOf(head) > 0))
                    .findFirst()
                    .orElseThrow(() -> Py.error(
                            "TypeError", "Cannot create a consistent method resolution order (MRO) for bases"));
            order.add(next);
            rows.forEach(row -> row.removeIf(each -> each == next));
        }
        return order;
    }

    boolean isA(ClassObject other) {
        return this == other || bases.stream().anyMatch(b -> b.isA(other));
    }

    Optional<Object> find(String attribute) {
        Object value = attributes.get(attribute);
        return value != null ? Optional.of(value) : inherited(attribute);
    }

    /** The attribute as the classes below this one see it. */
    Optional<Object> inherited(String attribute) {
        return bases.isEmpty() ? Optional.empty() : after(order(), this, attribute);
    }

    /** The attribute as a class sees it that stands in an order, beyond itself. */
    static Optional<Object> after(List<ClassObject> order, ClassObject type, String attribute) {
        return order.subList(order.indexOf(type) + 1, order.size()).stream()
                .flatMap(each -> Optional.ofNullable(each.attributes.get(attribute)).stream())
                .findFirst();
    }
}
