package io.telltale.detection.language.python;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.language.Companions;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which field of one kind of log is which unified field: a path into the event, or a function of it. The functions are a
 * program of their own, beside the rule's.
 */
final class DataModel {
    private final Map<String, String> paths = new LinkedHashMap<>();
    private final Map<String, String> methods = new LinkedHashMap<>();
    private final Program functions;

    private DataModel(Program functions) {
        this.functions = functions;
    }

    static Optional<DataModel> of(String logType, Companions companions) {
        Optional<SourceText> text = companions.find("data_model", logType);
        if (text.isEmpty() || !(new Json(new Budget()).loads(text.get().text()) instanceof Dict document)) {
            return Optional.empty();
        }
        String file = Text.str(document.find("Filename").orElse("")).replaceAll("\\.py$", "");
        Optional<SourceText> module = companions.find("data_model_module", file);
        Program functions = Program.EMPTY;
        try {
            functions = module.isPresent() ? Program.parse(module.get(), companions, List.of(logType)) : functions;
        } catch (RuleSyntaxException e) {
            // A model whose functions cannot be read has its paths still; asking for a function then says what is
            // wrong.
            functions = Program.EMPTY;
        }
        var model = new DataModel(functions);
        if (document.find("Mappings").orElse(Py.None.NONE) instanceof Py.ListObject mappings) {
            for (Object each : mappings.items()) {
                if (each instanceof Dict mapping) {
                    String name = Text.str(mapping.find("Name").orElse(""));
                    mapping.find("Path").ifPresent(path -> model.paths.put(name, Text.str(path)));
                    mapping.find("Method").ifPresent(method -> model.methods.put(name, Text.str(method)));
                }
            }
        }
        return Optional.of(model);
    }

    boolean knows(String field) {
        return paths.containsKey(field) || methods.containsKey(field);
    }

    /** The field's value; empty where its path leads nowhere. */
    Optional<Object> value(String field, Dict event, Interpreter asking) {
        String path = paths.get(field);
        if (path != null) {
            return JsonPath.find(path, event);
        }
        var context = new EvaluationContext(asking.now(), asking.memory());
        Interpreter interpreter = functions.interpreters().fresh(functions, context);
        Object function = interpreter
                .module("")
                .find(methods.getOrDefault(field, ""))
                .orElseThrow(() -> Stopped.notRun("data model function " + methods.get(field)));
        Object answer = interpreter.expressions().calls().call(function, List.of(event), Map.of());
        functions.interpreters().release(interpreter, null);
        return Optional.of(answer);
    }

    /** The path of a field that the event has, without the root's sign, or the name of its function. */
    Optional<String> path(String field, Dict event) {
        String path = paths.get(field);
        if (path != null && JsonPath.find(path, event).isPresent()) {
            return Optional.of(path.startsWith("$.") ? path.substring(2) : path);
        }
        return Optional.ofNullable(methods.get(field));
    }
}
