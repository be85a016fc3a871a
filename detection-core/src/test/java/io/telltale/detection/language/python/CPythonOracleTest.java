package io.telltale.detection.language.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the interpreter with CPython, where it is installed: same answer, same exception. */
class CPythonOracleTest {
    private static final int EXPRESSIONS = 3000;

    @Test
    void generatedExpressionsAnswerAsInCPython() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            var generator = new GeneratedExpressions(new Random(seed));
            var programs = new ArrayList<String>();
            for (int i = 0; i < EXPRESSIONS / 3; i++) {
                programs.add(answering("", generator.expression(3)));
            }
            assertThat(CPython.differences(programs)).as("seed " + seed).isEmpty();
        }
    }

    /** A file of sections, each of statements and then of expressions after {@code >>>}. */
    @Test
    void writtenProgramsAnswerAsInCPython() throws Exception {
        String file;
        try (var in = CPythonOracleTest.class.getResourceAsStream("/oracle/python/programs.txt")) {
            file = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        var programs = new ArrayList<String>();
        for (String section : file.split("(?m)^=== .*\n", -1)) {
            var statements = new StringBuilder();
            for (String line : section.split("\n", -1)) {
                if (line.startsWith(">>> ")) {
                    programs.add(answering(statements.toString(), line.substring(4)));
                } else {
                    statements.append(line).append('\n');
                }
            }
        }
        List<String> differences = CPython.differences(programs);
        assertThat(differences).isEmpty();
        assertThat(programs).hasSizeGreaterThan(300);
    }

    private static String answering(String statements, String expression) {
        return statements + "def answer():\n    return " + expression + "\n";
    }
}
