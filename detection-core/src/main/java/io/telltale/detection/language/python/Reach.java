package io.telltale.detection.language.python;

import io.telltale.detection.ir.RunMemory;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows a function through what it names, to find what is not run here. */
final class Reach {
    private static final Map<String, Set<String>> CONTENTS = contents();

    private final Program program;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Unsupported> found = new LinkedHashMap<>();

    private Reach(Program program, Set<String> replaced) {
        this.program = program;
        replaced.forEach(name -> seen.add(":" + name));
    }

    /**
     * What a function of the rule's module reaches that is not run here.
     *
     * @param replaced names of the rule's module in whose place something else stands
     */
    static List<Unsupported> unsupported(Program program, String function, Set<String> replaced) {
        var reach = new Reach(program, replaced);
        reach.name("", function, Span.NONE);
        return List.copyOf(reach.found.values());
    }

    private void add(String construct, Span span) {
        found.putIfAbsent(construct, new Unsupported(construct, span));
    }

    private void name(String module, String name, Span site) {
        if (!seen.add(module + ":" + name)) {
            return;
        }
        for (Node.Stmt statement : program.module(module).orElse(List.of())) {
            binding(module, name, statement, site);
        }
    }

    private void binding(String module, String name, Node.Stmt statement, Span site) {
        if (statement instanceof Node.FunctionDef function && function.name().equals(name)) {
            walk(module, function, site);
        } else if (statement instanceof Node.ClassDef type && type.name().equals(name)) {
            walk(module, type, site);
        } else if (statement instanceof Node.Assign assign
                && FreeNames.of(assign.targets()).contains(name)) {
            walk(module, assign.value(), site);
        } else if (statement instanceof Node.ImportFrom imported
                && (imported.alias().equals(name) || imported.name().equals("*"))) {
            imported(
                    imported.module(),
                    imported.name().equals("*") ? name : imported.name(),
                    site,
                    statement.span(),
                    module);
        } else if (statement instanceof Node.Import imported && imported.alias().equals(name)) {
            if (!known(imported.module())) {
                add("module " + imported.module(), module.isEmpty() ? statement.span() : site);
            }
        } else if (statement instanceof Node.If condition) {
            condition.body().forEach(inner -> binding(module, name, inner, site));
            condition.orElse().forEach(inner -> binding(module, name, inner, site));
        } else if (statement instanceof Node.Try attempt) {
            attempt.body().forEach(inner -> binding(module, name, inner, site));
        }
    }

    private boolean known(String module) {
        return Library.isBuiltIn(module) || program.modules().containsKey(module);
    }

    private void imported(String module, String name, Span site, Span here, String from) {
        Span span = from.isEmpty() ? here : site;
        if (!known(module)) {
            add("module " + module, span);
        } else if (program.modules().containsKey(module)) {
            name(module, name, span);
        } else if (!has(module, name) && !Library.isBuiltIn(module + "." + name)) {
            add(module + "." + name, span);
        }
    }

    /** What each module of the library has. */
    static Map<String, Set<String>> contentsOfModules() {
        return CONTENTS;
    }

    /** Whether a module of the library has a name. */
    private static boolean has(String module, String name) {
        return CONTENTS.getOrDefault(module, Set.of()).contains(name);
    }

    private static Map<String, Set<String>> contents() {
        var interpreter = new Interpreter(Program.EMPTY, Instant.EPOCH, new RunMemory());
        var contents = new HashMap<String, Set<String>>();
        for (String name : Library.moduleNames()) {
            if (interpreter.library().module(name) instanceof Py.Module known) {
                contents.put(name, Set.copyOf(known.attributes().keySet()));
            }
        }
        return Map.copyOf(contents);
    }

    private void walk(String module, Node part, Span site) {
        var bound = new HashSet<String>();
        List<Object> nodes = FreeNames.nodes(part);
        Set<Object> inPlace = yieldsInPlace(nodes);
        for (Object node : nodes) {
            if (node instanceof Node.Foreign foreign) {
                add(foreign.construct(), module.isEmpty() ? foreign.span() : site);
            } else if (node instanceof Node.Yield yield && !inPlace.contains(yield)) {
                add(Node.Yield.ELSEWHERE, module.isEmpty() ? yield.span() : site);
            } else if (node instanceof Node.ForeignExpr foreign) {
                add(foreign.construct(), module.isEmpty() ? foreign.span() : site);
            } else if (node instanceof Node.ImportFrom inner) {
                bound.add(inner.alias());
                imported(inner.module(), inner.name(), site, inner.span(), module);
            } else if (node instanceof Node.Attribute attribute && attribute.object() instanceof Node.Name owner) {
                moduleMember(module, owner.id(), attribute.name(), site);
            }
        }
        var names = new ArrayList<>(FreeNames.of(part));
        names.removeAll(bound);
        names.forEach(name -> name(module, name, site));
    }

    /** The {@code yield}s that stand alone or on the right of an assignment, not below {@code with} or {@code match}. */
    private static Set<Object> yieldsInPlace(List<Object> nodes) {
        var inPlace = new HashSet<Object>();
        for (Object node : nodes) {
            if (node instanceof Node.ExprStmt lone) {
                inPlace.add(lone.value());
            } else if (node instanceof Node.Assign assign) {
                inPlace.add(assign.value());
            }
        }
        for (Object node : nodes) {
            if (node instanceof Node.With with) {
                FreeNames.ofBody(with.body()).forEach(inPlace::remove);
            } else if (node instanceof Node.Match match) {
                match.cases().forEach(each -> FreeNames.ofBody(each.body()).forEach(inPlace::remove));
            }
        }
        return inPlace;
    }

    private void moduleMember(String module, String owner, String member, Span site) {
        for (Node.Stmt statement : program.module(module).orElse(List.of())) {
            if (statement instanceof Node.Import imported
                    && imported.alias().equals(owner)
                    && known(imported.module())) {
                Span span = module.isEmpty() ? statement.span() : site;
                if (program.modules().containsKey(imported.module())) {
                    name(imported.module(), member, span);
                } else if (!has(imported.module(), member) && !Library.isBuiltIn(imported.module() + "." + member)) {
                    add(imported.module() + "." + member, span);
                }
            }
        }
    }
}
