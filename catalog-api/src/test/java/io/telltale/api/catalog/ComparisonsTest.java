package io.telltale.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.catalog.comparing.ResourceComparisons;
import io.telltale.catalog.view.ComparisonView;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same detection, written in each language, fires on the same events. */
class ComparisonsTest {
    @ParameterizedTest
    @MethodSource("comparisons")
    void firesOnTheSameEventsInEachLanguage(ComparisonView comparison) {
        List<Integer> meant = comparison.events().stream()
                .filter(ComparisonView.LoggedEvent::fires)
                .map(ComparisonView.LoggedEvent::number)
                .toList();
        assertThat(meant).isNotEmpty().hasSizeLessThan(comparison.events().size());
        assertThat(comparison.variants()).hasSizeGreaterThanOrEqualTo(4);
        for (ComparisonView.Variant variant : comparison.variants()) {
            String which = comparison.title() + " in " + variant.languageTitle() + ": " + variant.reason();
            if (variant.reason().equals("language " + variant.language())) {
                assertThat(variant.readiness()).as(which).isEqualTo("not runnable");
            } else {
                assertThat(variant.readiness()).as(which).isEqualTo("runnable");
                assertThat(variant.fires()).as(which).isEqualTo(meant);
            }
        }
    }

    private static List<ComparisonView> comparisons() {
        List<ComparisonView> all = new ResourceComparisons().all();
        assertThat(all).hasSizeGreaterThanOrEqualTo(4);
        return all;
    }
}
