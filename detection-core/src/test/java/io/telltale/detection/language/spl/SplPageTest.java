package io.telltale.detection.language.spl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.telltale.detection.language.Construct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of what SPL supports says what the language's own tables say. */
class SplPageTest {
    private static final Path PAGE = Path.of("..", "docs", "languages", "spl.md");
    private static final String START =
            "<!-- constructs: generated from the language's tables; SplPageTest holds it -->\n";
    private static final String END = "<!-- end of constructs -->";

    @Test
    void listsWhatRuns() throws IOException {
        String page = Files.readString(PAGE);
        String listed = page.substring(page.indexOf(START) + START.length(), page.indexOf(END));
        assertEquals(generated(), listed, "put this between the marks of " + PAGE);
    }

    private static String generated() {
        Map<String, StringBuilder> byKind = new LinkedHashMap<>();
        for (Construct construct : new SplLanguage().constructs()) {
            StringBuilder names = byKind.computeIfAbsent(construct.kind(), k -> new StringBuilder());
            names.append(names.length() == 0 ? "" : ", ")
                    .append('`')
                    .append(construct.name())
                    .append('`');
        }
        var out = new StringBuilder();
        byKind.forEach((kind, names) ->
                out.append("- **").append(kind).append("**: ").append(names).append('\n'));
        return out.toString();
    }
}
