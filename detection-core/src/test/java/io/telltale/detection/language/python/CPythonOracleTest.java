package io.telltale.detection.language.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Compares the evaluator with CPython, where it is installed, over generated expressions: same answer, same exception. */
class CPythonOracleTest {
    private static final int EXPRESSIONS = 3000;

    private static final String DRIVER = """
            import sys
            for line in sys.stdin:
                try:
                    print(repr(eval(line.rstrip('\\n'))).encode('unicode_escape').decode())
                except RecursionError:
                    print('?')
                except Exception as e:
                    message = str(e)
                    shown = '!' + type(e).__name__ + (': ' + message if message else '')
                    print(shown.encode('unicode_escape').decode())
                sys.stdout.flush()
            """;

    private static List<String> cpython(List<String> expressions) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("python3", "-X", "utf8", "-W", "ignore", "-c", DRIVER)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("no python3 here");
            throw e;
        }
        var writer = new Thread(() -> {
            try (var out = process.outputWriter(StandardCharsets.UTF_8)) {
                for (String expression : expressions) {
                    out.write(expression + "\n");
                }
            } catch (IOException e) {
                process.destroy();
            }
        });
        writer.start();
        var answers = new ArrayList<String>();
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answers.add(line);
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return answers;
    }

    private static String escaped(String text) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c >= 0x20 && c < 0x7f) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(String.format(
                                java.util.Locale.ROOT, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
                    }
                }
            }
        });
        return out.toString();
    }

    @Test
    void generatedExpressionsAnswerAsInCPython() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            var generator = new GeneratedExpressions(new Random(seed));
            var expressions = new ArrayList<String>();
            for (int i = 0; i < EXPRESSIONS / 3; i++) {
                expressions.add(generator.expression(3));
            }
            List<String> wanted = cpython(expressions);
            assertThat(wanted).hasSize(expressions.size());
            var differences = new ArrayList<String>();
            for (int i = 0; i < expressions.size(); i++) {
                String answer = escaped(PythonRun.repr(expressions.get(i)));
                boolean isBeyondLimits = answer.startsWith("!not run here")
                        || answer.startsWith("!more than")
                        || answer.startsWith("!a text longer")
                        || answer.startsWith("!an integer of more");
                if (!isBeyondLimits && !wanted.get(i).equals("?") && !answer.equals(wanted.get(i))) {
                    differences.add(expressions.get(i) + "\n  CPython: " + wanted.get(i) + "\n  here:    " + answer);
                }
            }
            assertThat(differences).as("seed " + seed).isEmpty();
        }
    }
}
