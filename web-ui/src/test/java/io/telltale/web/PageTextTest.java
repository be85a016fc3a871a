package io.telltale.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How pages write counts, durations, names, passages and stages. */
class PageTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "every PT1H over the last PT1H10M | every 1 h over the last 1 h 10 min",
                "every PT24H | every 1 d",
                "P1D and PT90S | 1 d and 1 min 30 s",
                "PUT and P | PUT and P",
            })
    void writesDurationsAsPeopleSayThem(String text, String spoken) {
        assertThat(PageText.durations(text)).isEqualTo(spoken);
    }

    @Test
    void writesACountWithItsNoun() {
        assertThat(PageText.counted(1, "rule")).isEqualTo("1 rule");
        assertThat(PageText.counted(2100L, "rule")).isEqualTo("2,100 rules");
        assertThat(PageText.counted(8, "query")).isEqualTo("8 queries");
        assertThat(PageText.counted(2, "key")).isEqualTo("2 keys");
    }

    @ParameterizedTest
    @CsvSource({
        "eq, PutImage, true",
        "regex, a+, true",
        "eq, 123, false",
        "eq, '', false",
        "gt, 10, false",
        "exists, '', false",
        "is_null, '', false",
    })
    void saysWhereTheCaseCounts(String kind, String value, boolean counts) {
        assertThat(PageText.mindsCase(kind, value)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"snowflake, sql, sql", "python, python, python", "esql, esql, ''", "cobol, none, ''"})
    void highlightsALanguage(String language, String highlighting, String component) {
        assertThat(PageText.highlighting(language)).isEqualTo(highlighting);
        assertThat(PageText.prismComponent(language)).isEqualTo(component);
    }

    @Test
    void breaksNamesWhereTheirPartsMeet() {
        assertThat(PageMarkup.breakable("aws::requestParameters.a<b").getValue())
                .isEqualTo("aws::<wbr>request<wbr>Parameters.<wbr>a&lt;b");
    }

    @Test
    void marksTheWordsThatWereSearchedFor() {
        assertThat(PageMarkup.marked("Images & an image, preimage", "image \"x").getValue())
                .isEqualTo("<mark>Images</mark> &amp; an <mark>image</mark>, preimage");
        assertThat(PageMarkup.marked("a (b", "( [").getValue()).isEqualTo("a (b");
    }

    @Test
    void laysLongStagesOutInLines() {
        assertThat(PageText.laidOut("filter aws::eventName eq \"PutImage\"", "filter"))
                .isEqualTo("aws::eventName eq \"PutImage\"");
        String value = "x".repeat(90);
        assertThat(PageText.laidOut("filter a eq \"and " + value + "\" and (b eq 1 or c eq 2) or not d", "filter"))
                .isEqualTo("a eq \"and " + value + "\"\n  and (b eq 1 or c eq 2)\n  or not d");
        assertThat(PageText.laidOut(
                        "aggregate n = count(), m = max(a, b) by k = \"" + value + "\", l = z", "aggregate"))
                .isEqualTo("n = count(),\nm = max(a, b)\nby k = \"" + value + "\",\n   l = z");
    }
}
