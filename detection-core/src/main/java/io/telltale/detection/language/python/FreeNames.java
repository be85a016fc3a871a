package io.telltale.detection.language.python;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The names that a piece of a program mentions. */
final class FreeNames {
    /** The accessors of a record's components in their order: finding them takes longer than calling them. */
    private static final ClassValue<List<Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return Stream.of(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .toList();
        }
    };

    private FreeNames() {}

    static Set<String> of(Object node) {
        var names = new HashSet<String>();
        nodes(node).forEach(n -> {
            if (n instanceof Node.Name name) {
                names.add(name.id());
            }
        });
        return names;
    }

    /** A node and all nodes below it, in the order of the text. */
    static List<Object> nodes(Object node) {
        var out = new ArrayList<Object>();
        gather(node, out, true);
        return out;
    }

    /** The nodes below a statement, without those of the statements in it. */
    static List<Object> expressions(Node.Stmt statement) {
        var out = new ArrayList<Object>();
        components(statement, out, false);
        return out;
    }

    /** The nodes of a function's body, without those of functions and classes that are defined in it. */
    static List<Object> ofBody(List<Node.Stmt> body) {
        var out = new ArrayList<Object>();
        body.forEach(statement -> gatherBody(statement, out));
        return out;
    }

    private static void gatherBody(Object node, List<Object> out) {
        if (node instanceof Node.FunctionDef || node instanceof Node.ClassDef || node instanceof Node.Lambda) {
            return;
        }
        if (node instanceof List<?> list) {
            list.forEach(element -> gatherBody(element, out));
        } else if (node instanceof Optional<?> optional) {
            optional.ifPresent(element -> gatherBody(element, out));
        } else if (node.getClass().isRecord() && node.getClass().getEnclosingClass() == Node.class) {
            out.add(node);
            each(node, component -> gatherBody(component, out));
        }
    }

    private static void gather(Object node, List<Object> out, boolean statements) {
        if (node instanceof List<?> list) {
            list.forEach(element -> gather(element, out, statements));
        } else if (node instanceof Optional<?> optional) {
            optional.ifPresent(element -> gather(element, out, statements));
        } else if (node.getClass().isRecord() && node.getClass().getEnclosingClass() == Node.class) {
            if (statements || !(node instanceof Node.Stmt)) {
                out.add(node);
                components(node, out, statements);
            }
        }
    }

    private static void components(Object node, List<Object> out, boolean statements) {
        each(node, component -> gather(component, out, statements));
    }

    private static void each(Object node, Consumer<Object> action) {
        for (Method accessor : ACCESSORS.get(node.getClass())) {
            try {
                action.accept(accessor.invoke(node));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
