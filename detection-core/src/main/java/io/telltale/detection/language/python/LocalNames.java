package io.telltale.detection.language.python;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names that the body of a function, or a module, binds anywhere, which makes them its own. */
final class LocalNames {
    private final Set<String> bound = new HashSet<>();
    private final Set<String> elsewhere = new HashSet<>();

    private LocalNames() {}

    static Set<String> of(Node.FunctionDef function) {
        var names = new LocalNames();
        names.statements(function.body());
        names.bound.removeAll(names.elsewhere);
        return Set.copyOf(names.bound);
    }

    /** The names that a module's statements bind in the module. */
    static Set<String> of(List<Node.Stmt> module) {
        var names = new LocalNames();
        names.statements(module);
        return Set.copyOf(names.bound);
    }

    private void statements(List<Node.Stmt> statements) {
        statements.forEach(this::statement);
    }

    private void statement(Node.Stmt statement) {
        if (statement instanceof Node.FunctionDef function) {
            bound.add(function.name());
            return;
        }
        if (statement instanceof Node.ClassDef type) {
            bound.add(type.name());
            return;
        }
        if (statement instanceof Node.Assign assign) {
            assign.targets().forEach(this::target);
        } else if (statement instanceof Node.AugAssign augmented) {
            target(augmented.target());
        } else if (statement instanceof Node.For loop) {
            target(loop.target());
            statements(loop.body());
            statements(loop.orElse());
        } else if (statement instanceof Node.While loop) {
            statements(loop.body());
            statements(loop.orElse());
        } else if (statement instanceof Node.If condition) {
            statements(condition.body());
            statements(condition.orElse());
        } else if (statement instanceof Node.Try attempt) {
            statements(attempt.body());
            attempt.handlers().forEach(handler -> {
                handler.name().ifPresent(bound::add);
                statements(handler.body());
            });
            statements(attempt.orElse());
            statements(attempt.last());
        } else if (statement instanceof Node.With with) {
            with.items().forEach(item -> item.target().ifPresent(this::target));
            statements(with.body());
        } else if (statement instanceof Node.Match match) {
            match.cases().forEach(each -> {
                FreeNames.nodes(each.pattern()).forEach(this::pattern);
                statements(each.body());
            });
        } else if (statement instanceof Node.Import imported) {
            bound.add(imported.renamed() ? imported.alias() : imported.module().split("\\.", 2)[0]);
        } else if (statement instanceof Node.ImportFrom imported) {
            bound.add(imported.alias());
        } else if (statement instanceof Node.Delete delete) {
            delete.targets().forEach(this::target);
        } else if (statement instanceof Node.Global global) {
            elsewhere.addAll(global.names());
        } else if (statement instanceof Node.Nonlocal nonlocal) {
            elsewhere.addAll(nonlocal.names());
        }
        // A lambda of its own names may hold one too; that only makes a name local that the function binds nowhere
        // else.
        for (Object node : FreeNames.expressions(statement)) {
            if (node instanceof Node.Walrus walrus) {
                bound.add(walrus.name());
            }
        }
    }

    private void pattern(Object node) {
        if (node instanceof Node.CapturePattern capture && !capture.name().equals("_")) {
            bound.add(capture.name());
        } else if (node instanceof Node.StarPattern star && !star.name().equals("_")) {
            bound.add(star.name());
        } else if (node instanceof Node.MappingPattern mapping
                && !mapping.rest().isEmpty()) {
            bound.add(mapping.rest());
        }
    }

    private void target(Node.Expr target) {
        if (target instanceof Node.Name name) {
            bound.add(name.id());
        } else if (target instanceof Node.Starred starred) {
            target(starred.value());
        } else if (target instanceof Node.Display display) {
            display.elements().forEach(this::target);
        }
    }
}
