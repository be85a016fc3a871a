package io.telltale.detection.language.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the text, the parser answers with a module or with its own error at a place. */
@Timeout(120)
class PythonParserFuzzTest {
    private static final List<String> PIECES = List.of(
            "def ",
            "class ",
            "if ",
            "elif ",
            "else",
            ":",
            "\n",
            "\n    ",
            "\n        ",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ".",
            "=",
            "==",
            ":=",
            "*",
            "**",
            "@",
            "lambda ",
            "for ",
            " in ",
            "while ",
            "try",
            "except ",
            "finally",
            "return ",
            "match ",
            "case ",
            "_",
            "x",
            "event",
            "'a'",
            "\"b\"",
            "'''",
            "f'{x}'",
            "f'{",
            "b'\\xff'",
            "r'\\d'",
            "1",
            "0x",
            "1.5e",
            "1j",
            "...",
            "->",
            "import ",
            "from ",
            "as ",
            "with ",
            "async ",
            "await ",
            "yield ",
            "global ",
            "del ",
            "\\",
            "\t",
            "#",
            "é",
            "\u0000",
            "\uD83D",
            "not ",
            "and ",
            "or ",
            "is ",
            "None",
            "True",
            ";",
            "!",
            "$",
            "?",
            "`");

    private static final String MODULE = """
            import re

            NAMES = {"PutImage", "DeleteTrail"}

            @property
            def rule(event, *args, key=1, **rest):
                if (name := event.get("eventName")) in NAMES and not name.startswith(("A", "B")):
                    return any(x for x in [1, 2] if x > 1)
                match name:
                    case "a" | "b":
                        return True
                    case {"k": [first, *others]} if first:
                        return False
                try:
                    with open("x") as f:
                        pass
                except (ValueError, KeyError) as e:
                    raise RuntimeError(f"{name!r:>{10}}") from e
                finally:
                    x = {**{}, "a": lambda q, *w: q[1:2, ...]}
                return [a async_ for a in x] if False else b"\\x00"
            """;

    private static void parse(String text) {
        try {
            StatementParser.parse(SourceText.ofFile("fuzz.py", text));
        } catch (RuleSyntaxException e) {
            assertThat(e.position().line()).as(text).isPositive();
            assertThat(e.position().column()).as(text).isPositive();
        }
    }

    @Test
    void piecesInAnyOrder() {
        var random = new Random(20260105);
        for (int i = 0; i < 8_000; i++) {
            var text = new StringBuilder();
            int count = random.nextInt(30);
            for (int j = 0; j < count; j++) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            parse(text.toString());
        }
    }

    @Test
    void aModuleWithPiecesLeftOutPutInAndExchanged() {
        var random = new Random(20260106);
        for (int i = 0; i < 8_000; i++) {
            var text = new StringBuilder(MODULE);
            int changes = 1 + random.nextInt(4);
            for (int j = 0; j < changes; j++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                    case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                    default -> text.setCharAt(at, (char) random.nextInt(0x180));
                }
            }
            parse(text.toString());
        }
    }
}
