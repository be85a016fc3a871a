package io.telltale.detection.language.python;

import io.telltale.detection.language.Companions;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule's module and the helper modules that it leans on, parsed.
 *
 * @param modules by the name that they are imported by, without the rule's own
 */
record Program(SourceText source, List<Node.Stmt> main, Map<String, List<Node.Stmt>> modules) {
    private static final int MAX_MODULES = 60;

    Program {
        modules = Map.copyOf(modules);
    }

    static Program parse(SourceText source, Companions companions) throws RuleSyntaxException {
        List<Node.Stmt> main = StatementParser.parse(source);
        var modules = new HashMap<String, List<Node.Stmt>>();
        gather(main, companions, modules);
        return new Program(source, main, modules);
    }

    /** The statements of a module; the empty name is the rule's own. */
    Optional<List<Node.Stmt>> module(String name) {
        return name.isEmpty() ? Optional.of(main) : Optional.ofNullable(modules.get(name));
    }

    private static void gather(
            List<Node.Stmt> statements, Companions companions, Map<String, List<Node.Stmt>> modules) {
        for (Node.Stmt statement : statements) {
            if (statement instanceof Node.Import imported) {
                load(imported.module(), companions, modules);
            } else if (statement instanceof Node.ImportFrom imported) {
                load(imported.module(), companions, modules);
            } else if (statement instanceof Node.FunctionDef function) {
                gather(function.body(), companions, modules);
            } else if (statement instanceof Node.Try attempt) {
                gather(attempt.body(), companions, modules);
            } else if (statement instanceof Node.If condition) {
                gather(condition.body(), companions, modules);
            }
        }
    }

    private static void load(String name, Companions companions, Map<String, List<Node.Stmt>> modules) {
        if (modules.containsKey(name) || modules.size() >= MAX_MODULES || Library.isBuiltIn(name)) {
            return;
        }
        Optional<SourceText> text = companions.find("module", name);
        if (text.isPresent()) {
            try {
                List<Node.Stmt> statements = StatementParser.parse(text.get());
                modules.put(name, statements);
                gather(statements, companions, modules);
            } catch (RuleSyntaxException e) {
                modules.put(
                        name,
                        List.of(new Node.Foreign(
                                "module " + name + " that cannot be read", io.telltale.detection.text.Span.NONE)));
            }
        }
    }
}
