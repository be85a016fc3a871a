package io.telltale.detection.language.python;

import io.telltale.detection.language.Companions;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule's module and the helper modules that it leans on, parsed, with the interpreters that have loaded them.
 *
 * @param modules by the name that they are imported by, without the rule's own
 * @param logTypes the logs that the rule reads
 * @param models the data models that have been asked for
 */
record Program(
        SourceText source,
        List<Node.Stmt> main,
        Map<String, List<Node.Stmt>> modules,
        Companions companions,
        List<String> logTypes,
        InterpreterPool interpreters,
        DataModels models) {
    /** A program that says nothing. */
    static final Program EMPTY = new Program(
            SourceText.ofFile("", ""),
            List.of(),
            Map.of(),
            Companions.NONE,
            List.of(),
            new InterpreterPool(),
            new DataModels());

    private static final int MAX_MODULES = 60;

    Program {
        modules = Map.copyOf(modules);
        logTypes = List.copyOf(logTypes);
    }

    static Program parse(SourceText source, Companions companions, List<String> logTypes) throws RuleSyntaxException {
        return parse(source, companions, logTypes, new ParsedModules());
    }

    /** Parses a rule's module, and the modules that it leans on unless they are among the parsed ones. */
    static Program parse(SourceText source, Companions companions, List<String> logTypes, ParsedModules parsed)
            throws RuleSyntaxException {
        ParsedModules.Module main = parsed.parse(source);
        var modules = new HashMap<String, List<Node.Stmt>>();
        load(main.imports(), companions, parsed, modules);
        return new Program(
                source, main.statements(), modules, companions, logTypes, new InterpreterPool(), new DataModels());
    }

    /** The data model of a kind of log, if the vendor has one. */
    Optional<DataModel> model(String logType) {
        return models.find(logType, companions);
    }

    /** The function that a name of the rule's own module stands for in the end. */
    Optional<Node.FunctionDef> function(String name) {
        Optional<Node.FunctionDef> found = Optional.empty();
        for (Node.Stmt statement : main) {
            if (statement instanceof Node.FunctionDef function
                    && function.name().equals(name)) {
                found = Optional.of(function);
            }
        }
        return found;
    }

    /** The statements of a module; the empty name is the rule's own. */
    Optional<List<Node.Stmt>> module(String name) {
        return name.isEmpty() ? Optional.of(main) : Optional.ofNullable(modules.get(name));
    }

    private static void load(
            List<String> names, Companions companions, ParsedModules parsed, Map<String, List<Node.Stmt>> modules) {
        for (String name : names) {
            if (modules.containsKey(name) || modules.size() >= MAX_MODULES || Library.isBuiltIn(name)) {
                continue;
            }
            Optional<SourceText> text = companions.find("module", name);
            if (text.isPresent()) {
                try {
                    ParsedModules.Module module = parsed.parse(text.get());
                    modules.put(name, module.statements());
                    load(module.imports(), companions, parsed, modules);
                } catch (RuleSyntaxException e) {
                    modules.put(name, List.of(new Node.Foreign("module " + name + " that cannot be read", Span.NONE)));
                }
            }
        }
    }
}
