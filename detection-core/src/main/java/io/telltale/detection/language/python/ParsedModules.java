package io.telltale.detection.language.python;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Keeps the modules that were parsed last by their text, as many rules lean on the same helpers. */
final class ParsedModules {
    private static final int KEPT = 200;

    private final Map<SourceText, Module> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SourceText, Module> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * A module.
     *
     * @param imports the names of the modules that it imports anywhere in it
     */
    record Module(List<Node.Stmt> statements, List<String> imports) {}

    Module parse(SourceText text) throws RuleSyntaxException {
        synchronized (kept) {
            Module known = kept.get(text);
            if (known != null) {
                return known;
            }
        }
        List<Node.Stmt> statements = StatementParser.parse(text);
        List<String> imports = FreeNames.nodes(statements).stream()
                .flatMap(ParsedModules::imported)
                .toList();
        var module = new Module(statements, imports);
        synchronized (kept) {
            kept.put(text, module);
        }
        return module;
    }

    private static Stream<String> imported(Object node) {
        if (node instanceof Node.Import imported) {
            return Stream.of(imported.module());
        }
        return node instanceof Node.ImportFrom imported ? Stream.of(imported.module()) : Stream.empty();
    }
}
