package io.telltale.detection.language.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.language.Companions;
import io.telltale.detection.text.RuleSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** CPython, where it is installed, to compare the interpreter with. */
final class CPython {
    private static final String DRIVER = """
            import base64, io, sys
            out = sys.stdout
            sys.stdout = io.StringIO()
            for line in sys.stdin:
                names = {'__name__': 'program'}
                try:
                    exec(compile(base64.b64decode(line), 'program', 'exec'), names)
                    print(repr(names['answer']()).encode('unicode_escape').decode(), file=out)
                except RecursionError:
                    print('?', file=out)
                except BaseException as e:
                    message = str(e)
                    shown = '!' + type(e).__name__ + (': ' + message if message else '')
                    print(shown.encode('unicode_escape').decode(), file=out)
                out.flush()
            """;

    private CPython() {}

    /**
     * What {@code answer()} of each program answers, as Python shows it with {@code unicode_escape}; {@code !} and the
     * exception where it raises one, {@code ?} where that is a RecursionError. Skips the test where there is no
     * python3.
     *
     * @param modules the folder of modules that programs may import
     */
    static List<String> answers(List<String> programs, Path modules) throws IOException, InterruptedException {
        Process process;
        try {
            var builder = new ProcessBuilder("python3", "-X", "utf8", "-W", "ignore", "-c", DRIVER)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("PYTHONPATH", modules.toString());
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            builder.environment().put("TZ", "UTC");
            process = builder.start();
        } catch (IOException e) {
            Assumptions.abort("no python3 here");
            throw e;
        }
        var writer = new Thread(() -> {
            try (var out = process.outputWriter(StandardCharsets.UTF_8)) {
                for (String program : programs) {
                    out.write(Base64.getEncoder().encodeToString(program.getBytes(StandardCharsets.UTF_8)) + "\n");
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
        assertThat(answers).hasSize(programs.size());
        return answers;
    }

    /** The programs on which the two differ, with what each says; limits of ours and modules that are not run here are no difference. */
    static List<String> differences(List<String> programs) throws Exception {
        return differences(programs, Path.of(""), Companions.NONE);
    }

    /** The same for programs that import modules, which both find. */
    static List<String> differences(List<String> programs, Path modules, Companions companions) throws Exception {
        List<String> wanted = answers(programs, modules);
        var differences = new ArrayList<String>();
        for (int i = 0; i < programs.size(); i++) {
            String answer;
            try {
                answer = escaped(PythonRun.answer(programs.get(i), companions));
            } catch (RuleSyntaxException e) {
                answer = "!SyntaxError: " + e.getMessage();
                if (wanted.get(i).startsWith("!SyntaxError")) {
                    continue;
                }
            }
            boolean isBeyondLimits = answer.startsWith("!more than")
                    || answer.startsWith("!not run here: module ")
                    || answer.startsWith("!a text longer")
                    || answer.startsWith("!an integer of more");
            if (!isBeyondLimits && !wanted.get(i).equals("?") && !answer.equals(wanted.get(i))) {
                differences.add(programs.get(i) + "\n  CPython: " + wanted.get(i) + "\n  here:    " + answer);
            }
        }
        return differences;
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
                        String format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
                        out.append(String.format(Locale.ROOT, format, c));
                    }
                }
            }
        });
        return out.toString();
    }
}
