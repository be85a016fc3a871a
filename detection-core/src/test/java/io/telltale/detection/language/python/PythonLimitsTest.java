package io.telltale.detection.language.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telltale.detection.ir.RunMemory;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that asks for too much fails, soon, and does nothing else. */
@Timeout(60)
class PythonLimitsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "while True: pass",
                "x = 'a' * 10 ** 7",
                "x = 'a' * 10 ** 30",
                "x = [0] * 10 ** 9",
                "x = 'ab'\n    while True: x = x + x",
                "x = []\n    while True: x.append(1)",
                "x = 2 ** 10 ** 9",
                "x = 1 << 10 ** 12",
                "x = 9\n    while True: x = x * x",
                "x = list(range(10 ** 12))",
                "x = list(range(-2 ** 63, 2 ** 63 - 1))",
                "x = sum(i for i in range(10 ** 12))",
                "x = 'x'.replace('x', 'y' * 1000000).replace('y', 'z' * 1000000)",
                "x = ','.join('a' * 1000000 for i in range(1000000))",
                "x = '{:>9999999}'.format('a')",
                "x = f'{1:>99999}'",
                "x = 'a'.zfill(10 ** 9)",
                "x = 'a'.ljust(10 ** 9)",
                "import itertools\n    x = list(itertools.product(range(1000), repeat=5))",
                "import itertools\n    x = list(itertools.count())",
                "x = {i: j for i in range(10000) for j in range(10000)}",
                "x = sorted(range(10 ** 8))",
                "import ipaddress\n    x = list(ipaddress.ip_network('0.0.0.0/0'))",
                "import re\n    x = [re.sub('a', 'b' * 1000000, 'a' * 1000000)]",
            })
    void breaksItsLimits(String statements) throws RuleSyntaxException {
        assertThat(PythonRun.rule("def rule(event):\n    " + statements + "\n    return True\n"))
                .isInstanceOf(Value.Failure.class);
    }

    @Test
    void noHandlerStopsTheEndOfABudget() throws RuleSyntaxException {
        Value answer = PythonRun.rule("""
                def rule(event):
                    while True:
                        try:
                            while True:
                                pass
                        except Exception:
                            pass
                """);
        assertThat(answer).isEqualTo(Values.failure("more than 500000 steps"));
    }

    @Test
    void endlessRecursionIsAnExceptionThatARuleCanCatch() throws RuleSyntaxException {
        assertThat(PythonRun.rule("""
                def deeper(n):
                    return deeper(n + 1)

                def rule(event):
                    try:
                        return deeper(0)
                    except RecursionError:
                        return True
                """)).isEqualTo(Values.TRUE);
        assertThat(
                        PythonRun.rule(
                                "class A:\n    def __repr__(self):\n        return repr(self)\n\ndef rule(event):\n    return str(A())\n"))
                .isInstanceOf(Value.Failure.class);
        assertThat(PythonRun.rule("def rule(event):\n    x = []\n    x.append(x)\n    return str(x) == x\n"))
                .isInstanceOf(Value.Failure.class);
    }

    @Test
    void aCatastrophicExpressionMatchesInLinearTime() throws RuleSyntaxException {
        assertThat(PythonRun.rule(
                        "import re\n\ndef rule(event):\n    return re.match('(a+)+$', 'a' * 5000 + 'b') is None\n"))
                .isEqualTo(Values.TRUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{1: ", "-", "not ", "lambda: ", "f(", "x[", "1 if ", "f'{"})
    void nestingAThousandDeepIsASyntaxErrorWithAPlace(String open) {
        assertThatThrownBy(() -> PythonRun.rule("x = " + open.repeat(1000) + "1"))
                .isInstanceOf(RuleSyntaxException.class);
    }

    @Test
    void blocksAThousandDeepAndATextOfTenMegabytesAreSyntaxErrors() {
        var blocks = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            blocks.append(" ".repeat(i)).append("if x:\n");
        }
        assertThatThrownBy(() -> PythonRun.rule(blocks + " ".repeat(1000) + "pass\n"))
                .isInstanceOf(RuleSyntaxException.class);
        assertThatThrownBy(() -> PythonRun.rule("#" + "x".repeat(10_000_000))).isInstanceOf(RuleSyntaxException.class);
    }

    @Test
    void aRuleThatBreaksItsLimitsIsNotAskedForEver() throws RuleSyntaxException {
        var memory = new RunMemory();
        var event = Values.objectOf(new LinkedHashMap<String, Value>());
        var program = Program.parse(
                io.telltale.detection.text.SourceText.ofFile("rule.py", "def rule(event):\n    while True: pass\n"),
                io.telltale.detection.language.Companions.NONE,
                java.util.List.of());
        var script = PythonScript.function(program, "rule");
        var context = new io.telltale.detection.ir.EvaluationContext(PythonRun.NOW, memory);
        for (int i = 0; i < 3; i++) {
            assertThat(script.run(event, context)).isEqualTo(Values.failure("more than 500000 steps"));
        }
        assertThat(script.run(event, context))
                .isEqualTo(Values.failure("not run any more, after its limits were broken 3 times"));
    }

    @Test
    void noEventSeesWhatAnotherLeft() throws RuleSyntaxException {
        String module = """
                SEEN = []
                LAST = None

                def rule(event):
                    global LAST
                    before = (len(SEEN), LAST)
                    SEEN.append(1)
                    LAST = event.get("n")
                    return before == (0, None)
                """;
        var program = Program.parse(
                io.telltale.detection.text.SourceText.ofFile("rule.py", module),
                io.telltale.detection.language.Companions.NONE,
                java.util.List.of());
        var script = PythonScript.function(program, "rule");
        for (int i = 0; i < 5; i++) {
            var event = Values.objectOf(new LinkedHashMap<>(Map.of("n", Values.of((long) i))));
            var context = new io.telltale.detection.ir.EvaluationContext(PythonRun.NOW);
            assertThat(script.run(event, context)).isEqualTo(Values.TRUE);
        }
    }

    @Test
    void whatIsCachedIsForgottenOnEventTime() throws RuleSyntaxException {
        String module = """
                from panther_detection_helpers.caching import increment_counter

                def rule(event):
                    return increment_counter("key", 1, 3600) >= 2
                """;
        var memory = new RunMemory();
        var event = Values.objectOf(new LinkedHashMap<String, Value>());
        Instant first = PythonRun.NOW;
        assertThat(PythonRun.rule(module, event, memory, first)).isEqualTo(Values.FALSE);
        assertThat(PythonRun.rule(module, event, memory, first.plus(Duration.ofHours(2))))
                .isEqualTo(Values.FALSE);
        assertThat(PythonRun.rule(module, event, memory, first.plus(Duration.ofMinutes(150))))
                .isEqualTo(Values.TRUE);
        assertThat(PythonRun.rule(module, event, new RunMemory(), first.plus(Duration.ofHours(3))))
                .isEqualTo(Values.FALSE);
    }

    @Test
    void aTitleSeesWhatTheRuleLeft() throws RuleSyntaxException {
        var program = Program.parse(
                io.telltale.detection.text.SourceText.ofFile("rule.py", """
                        FOUND = {}

                        def rule(event):
                            FOUND["name"] = event.get("name")
                            return True

                        def title(event):
                            return "found " + FOUND["name"]
                        """),
                io.telltale.detection.language.Companions.NONE,
                java.util.List.of());
        var event = Values.objectOf(new LinkedHashMap<>(Map.of("name", Values.of("x"))));
        var context = new io.telltale.detection.ir.EvaluationContext(PythonRun.NOW);
        assertThat(PythonScript.function(program, "title").run(event, context)).isEqualTo(Values.of("found x"));
        PythonScript.function(program, "rule").run(event, context);
        assertThat(PythonScript.function(program, "title").run(event, context)).isEqualTo(Values.of("found x"));
    }
}
