package io.telltale.detection.language.python;

import java.util.List;
import java.util.Map;

/** Runs {@code import}. */
final class Imports {
    private final Interpreter interpreter;

    Imports(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    void run(Node.Import imported, Frame frame) {
        String name = imported.module();
        int dot = name.indexOf('.');
        if (imported.renamed() || dot < 0) {
            frame.set(imported.alias(), interpreter.imported(name));
            return;
        }
        // import a.b binds a, through which b is reached.
        Object module = interpreter.imported(name);
        List<String> parts = List.of(name.split("\\."));
        for (int i = parts.size() - 1; i > 0; i--) {
            String outer = String.join(".", parts.subList(0, i));
            var attributes = new java.util.HashMap<String, Object>();
            if (interpreter.imported(outer) instanceof Py.Module known) {
                attributes.putAll(known.attributes());
            }
            attributes.put(parts.get(i), module);
            module = new Py.Module(outer, attributes);
        }
        frame.set(parts.get(0), module);
    }

    void run(Node.ImportFrom imported, Frame frame) {
        Object module = interpreter.imported(imported.module());
        if (!(module instanceof Py.Module known)) {
            frame.set(imported.alias(), new Py.Opaque("module " + imported.module()));
            return;
        }
        if (imported.name().equals("*")) {
            Map.copyOf(known.attributes()).forEach((name, value) -> {
                if (!name.startsWith("_")) {
                    frame.set(name, value);
                }
            });
            return;
        }
        Object value = known.attributes().get(imported.name());
        boolean isVendors = interpreter.program().modules().containsKey(imported.module());
        if (value == null && isVendors) {
            throw Py.error(
                    "ImportError", "cannot import name '" + imported.name() + "' from '" + imported.module() + "'");
        }
        if (value == null) {
            Object inner = interpreter.imported(imported.module() + "." + imported.name());
            value = inner instanceof Py.Module ? inner : new Py.Opaque(imported.module() + "." + imported.name());
        }
        frame.set(imported.alias(), value);
    }
}
