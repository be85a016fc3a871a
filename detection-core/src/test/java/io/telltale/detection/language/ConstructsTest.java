package io.telltale.detection.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What languages say of themselves for their page. */
class ConstructsTest {
    @ParameterizedTest
    @MethodSource("languages")
    void eachLanguageListsWhatRunsAndNothingTwice(RuleLanguage language) {
        assertThat(language.constructs()).as(language.title()).isNotEmpty().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void namesAreAsRulesWriteThem(RuleLanguage language) {
        assertThat(language.constructs())
                .allSatisfy(each -> assertThat(each.name()).isNotBlank().doesNotStartWith(language.slug() + ":"));
    }

    private static List<RuleLanguage> languages() {
        return DetectionCore.standard().languages();
    }
}
