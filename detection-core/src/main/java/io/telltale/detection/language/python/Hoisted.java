package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A condition whose first act is to bind a name, taken apart: the binding, then the condition with the name in its place. */
record Hoisted(String name, Node.Expr value, Node.Expr rest) {
    static Optional<Hoisted> of(Node.Expr condition) {
        Optional<Hoisted> found = Optional.empty();
        if (condition instanceof Node.Walrus walrus) {
            return Optional.of(new Hoisted(walrus.name(), walrus.value(), new Node.Name(walrus.name(), walrus.span())));
        }
        if (condition instanceof Node.Unary unary && unary.operator().equals("not")) {
            found = of(unary.operand())
                    .map(h -> new Hoisted(h.name, h.value, new Node.Unary("not", h.rest, unary.span())));
        } else if (condition instanceof Node.Compare compare) {
            found = of(compare.first())
                    .map(h -> new Hoisted(
                            h.name,
                            h.value,
                            new Node.Compare(h.rest, compare.operators(), compare.rest(), compare.span())));
        } else if (condition instanceof Node.BoolOp operation) {
            found = of(operation.operands().get(0)).map(h -> {
                var operands = new ArrayList<>(operation.operands());
                operands.set(0, h.rest);
                return new Hoisted(
                        h.name, h.value, new Node.BoolOp(operation.and(), List.copyOf(operands), operation.span()));
            });
        }
        return found.filter(h -> !binds(h.value) && !binds(h.rest));
    }

    /** Whether an expression binds a name anywhere. */
    static boolean binds(Node.Expr expression) {
        return FreeNames.nodes(expression).stream().anyMatch(n -> n instanceof Node.Walrus);
    }
}
