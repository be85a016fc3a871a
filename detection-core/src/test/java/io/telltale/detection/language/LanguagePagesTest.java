package io.telltale.detection.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A language's page in {@code docs/languages} lists what its tables hold; a failure shows the list as it must read. */
class LanguagePagesTest {
    private static final Path PAGES = Path.of("..", "docs", "languages");
    private static final String HEADING = "## Supported\nFrom the language's own tables (`constructs()`).\n\n";

    static Stream<RuleLanguage> languagesWithAPage() {
        return DetectionCore.standard().languages().stream()
                .filter(language -> Files.exists(PAGES.resolve(language.slug() + ".md")))
                .filter(language -> page(language).contains(HEADING));
    }

    @ParameterizedTest
    @MethodSource("languagesWithAPage")
    void thePageListsWhatTheTablesHold(RuleLanguage language) {
        String page = page(language);
        assertThat(page.substring(page.indexOf(HEADING) + HEADING.length()).strip())
                .isEqualTo(list(language).strip());
    }

    private static String list(RuleLanguage language) {
        var byKind = new LinkedHashMap<String, List<String>>();
        for (Construct construct : language.constructs()) {
            byKind.computeIfAbsent(construct.kind(), kind -> new ArrayList<>())
                    .add("`" + construct.name().replace("|", "\\|") + "`");
        }
        return byKind.entrySet().stream()
                .map(each -> "- **" + each.getKey() + "**: " + String.join(", ", each.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String page(RuleLanguage language) {
        try {
            return Files.readString(PAGES.resolve(language.slug() + ".md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
