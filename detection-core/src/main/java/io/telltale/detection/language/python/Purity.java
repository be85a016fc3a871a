package io.telltale.detection.language.python;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which parts of a program only compute. A part that caches, binds a module's name or changes a module's object must run
 * once and in its place, and is not taken out of the rule.
 */
final class Purity {
    private static final String CACHING = "panther_detection_helpers.caching";
    private static final Set<String> CHANGES = Set.of(
            "add",
            "append",
            "clear",
            "discard",
            "extend",
            "insert",
            "pop",
            "popitem",
            "remove",
            "reverse",
            "setdefault",
            "sort",
            "update");

    private final Program program;
    private final Map<String, Boolean> known = new HashMap<>();

    Purity(Program program) {
        this.program = program;
    }

    /** Whether an expression, in the scope where it stands, only computes. */
    boolean isPure(Node.Expr expression, Scope scope) {
        for (String name : FreeNames.of(expression)) {
            Scope.Binding binding = scope.names().get(name);
            if (binding == null) {
                if (!isPure(scope.module(), name)) {
                    return false;
                }
            } else if (binding.value().isPresent()
                    && !isPure(
                            binding.value().get().expression(),
                            binding.value().get().scope())) {
                return false;
            }
        }
        return isPureMembers(expression, scope.module());
    }

    private boolean isPure(String module, String name) {
        String key = module + ":" + name;
        Boolean answer = known.get(key);
        if (answer == null) {
            known.put(key, true);
            answer = program.module(module).orElse(List.of()).stream()
                    .allMatch(statement -> isPureBinding(module, name, statement));
            known.put(key, answer);
        }
        return answer;
    }

    private boolean isPureBinding(String module, String name, Node.Stmt statement) {
        if (statement instanceof Node.ImportFrom imported
                && (imported.alias().equals(name) || imported.name().equals("*"))) {
            if (imported.module().equals(CACHING)) {
                return false;
            }
            return !program.modules().containsKey(imported.module())
                    || isPure(imported.module(), imported.name().equals("*") ? name : imported.name());
        }
        if (statement instanceof Node.FunctionDef function && function.name().equals(name)) {
            return isPureBody(module, function, LocalNames.of(function));
        }
        if (statement instanceof Node.ClassDef type && type.name().equals(name)) {
            return isPureBody(module, type, Set.of("self", "cls"));
        }
        return true;
    }

    private boolean isPureBody(String module, Node body, Set<String> bound) {
        var made = new HashSet<>(bound);
        var locals = new HashSet<String>();
        for (Object node : FreeNames.nodes(body)) {
            if (node instanceof Node.ParameterNode parameter) {
                locals.add(parameter.name());
            } else if (node instanceof Node.FunctionDef inner) {
                made.addAll(LocalNames.of(inner));
            }
        }
        locals.addAll(made);
        for (Object node : FreeNames.nodes(body)) {
            if (node instanceof Node.Global || changed(node).anyMatch(name -> !made.contains(name))) {
                return false;
            }
        }
        for (String name : FreeNames.of(body)) {
            if (!locals.contains(name) && !isPure(module, name)) {
                return false;
            }
        }
        return isPureMembers(body, module);
    }

    /** The names whose objects a node changes: a parameter's is the caller's. */
    private static Stream<String> changed(Object node) {
        if (node instanceof Node.Call call
                && call.function() instanceof Node.Attribute method
                && CHANGES.contains(method.name())) {
            return owner(method.object());
        }
        List<Node.Expr> targets = node instanceof Node.Assign assign
                ? assign.targets()
                : node instanceof Node.AugAssign augmented
                        ? List.of(augmented.target())
                        : node instanceof Node.Delete delete ? delete.targets() : List.of();
        return targets.stream()
                .filter(t ->
                        t instanceof Node.Subscript || t instanceof Node.Attribute || node instanceof Node.AugAssign)
                .flatMap(Purity::owner);
    }

    /** The name that a part of an object is reached from. */
    private static Stream<String> owner(Node.Expr expression) {
        if (expression instanceof Node.Name name) {
            return Stream.of(name.id());
        }
        if (expression instanceof Node.Subscript subscript) {
            return owner(subscript.object());
        }
        return expression instanceof Node.Attribute attribute ? owner(attribute.object()) : Stream.empty();
    }

    /** What is reached as a member of an imported module. */
    private boolean isPureMembers(Object part, String module) {
        for (Object node : FreeNames.nodes(part)) {
            if (node instanceof Node.Attribute attribute && attribute.object() instanceof Node.Name owner) {
                for (Node.Stmt statement : program.module(module).orElse(List.of())) {
                    boolean isOwner = statement instanceof Node.Import imported
                            && imported.alias().equals(owner.id());
                    if (!isOwner) {
                        continue;
                    }
                    String name = ((Node.Import) statement).module();
                    if (name.equals(CACHING)
                            || (program.modules().containsKey(name) && !isPure(name, attribute.name()))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
