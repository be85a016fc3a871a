package io.telltale.detection.language.python;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.RunMemory;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs small programs for tests. */
final class PythonRun {
    static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

    private PythonRun() {}

    /** What the module's {@code rule(event)} answers on an empty event, in one run. */
    static Value rule(String module) throws RuleSyntaxException {
        return rule(module, Values.objectOf(new LinkedHashMap<>()), new RunMemory(), NOW);
    }

    static Value rule(String module, Value.ObjectOf event, RunMemory memory, Instant now) throws RuleSyntaxException {
        return rule(module, Companions.NONE, event, memory, now);
    }

    private static Value rule(String module, Companions companions, Value.ObjectOf event, RunMemory memory, Instant now)
            throws RuleSyntaxException {
        Program program = Program.parse(SourceText.ofFile("rule.py", module), companions, List.of());
        return PythonScript.function(program, "rule").run(event, new EvaluationContext(now, memory));
    }

    /** The representation of what the program's {@code answer()} is, or {@code !} and the exception that it raises. */
    static String answer(String program, Companions companions) throws RuleSyntaxException {
        Value answer = rule(
                program + "\ndef rule(event):\n    return repr(answer())\n",
                companions,
                Values.objectOf(Map.of()),
                new RunMemory(),
                NOW);
        return answer instanceof Value.Failure failure ? "!" + failure.message() : answer.asText();
    }
}
