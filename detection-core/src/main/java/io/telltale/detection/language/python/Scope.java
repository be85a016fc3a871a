package io.telltale.detection.language.python;

import io.telltale.detection.text.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the names of a function mean while it is lowered: the event, or an expression in the scope where it stands.
 *
 * @param module the module that the function is of; empty for the rule's own
 * @param site where the rule calls into another module, so that spans stay within the rule's text
 */
record Scope(String module, Map<String, Binding> names, Optional<Span> site, int depth) {
    /** An expression and its scope; without one, the event. */
    record Binding(Optional<Deferred> value) {
        static final Binding EVENT = new Binding(Optional.empty());
    }

    record Deferred(Node.Expr expression, Scope scope) {}

    Scope {
        names = Map.copyOf(names);
    }

    Scope bind(String name, Node.Expr expression, Scope where) {
        var more = new HashMap<>(names);
        more.put(name, new Binding(Optional.of(new Deferred(expression, where))));
        return new Scope(module, more, site, depth);
    }

    Span span(Node node) {
        return site.orElse(node.span());
    }
}
