package io.telltale.detection.language.kusto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.telltale.detection.language.Construct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of what Kusto supports says what the language's own tables say. */
class KustoPageTest {
    private static final Path PAGE = Path.of("..", "docs", "languages", "kusto.md");
    private static final String START =
            "<!-- constructs: generated from the language's tables; KustoPageTest holds it -->\n";
    private static final String END = "<!-- end of constructs -->";

    @Test
    void listsWhatRuns() throws IOException {
        String page = Files.readString(PAGE);
        String listed = page.substring(page.indexOf(START) + START.length(), page.indexOf(END));
        assertEquals(generated(), listed, "put this between the marks of " + PAGE);
    }

    @Test
    void holdsEachConstructToACase() throws IOException {
        var cases = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "conformance", "kusto"))) {
            for (Path file : files.toList()) {
                cases.append(Files.readString(file));
            }
        }
        var without = new ArrayList<String>();
        for (Construct construct : new KustoLanguage().constructs()) {
            String name = Pattern.quote(construct.name());
            if (!Pattern.compile("(?<![\\w-])" + name + "(?![\\w~])")
                    .matcher(cases)
                    .find()) {
                without.add(construct.name());
            }
        }
        assertEquals(List.of(), without);
    }

    private static String generated() {
        Map<String, StringBuilder> byKind = new LinkedHashMap<>();
        for (Construct construct : new KustoLanguage().constructs()) {
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
