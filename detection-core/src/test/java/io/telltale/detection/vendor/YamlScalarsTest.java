package io.telltale.detection.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import org.junit.jupiter.api.Test;

/** A place in a YAML text is the place in its file, however the text is written. */
class YamlScalarsTest {
    /** Where the word {@code here} of the text under {@code k} stands. */
    private static String placeOfHere(String yaml) throws RuleSyntaxException {
        SourceText text = YamlDocument.readAll("f", yaml).get(0).text("k").orElseThrow();
        return text.at(text.text().indexOf("here")).toString();
    }

    @Test
    void blocks() throws RuleSyntaxException {
        assertThat(placeOfHere("k: |-\n  one\n\n    two here\nl: 1\n")).isEqualTo("f:4:9");
        assertThat(placeOfHere("a: 1\nk: >-\n  one\n  two here\n\n  three\n")).isEqualTo("f:4:7");
        assertThat(placeOfHere("k: >\n  one here here two\n  here\n")).isEqualTo("f:2:7");
    }

    @Test
    void quoted() throws RuleSyntaxException {
        assertThat(placeOfHere("k: 'it''s one\n  and ''two'' here'\n")).isEqualTo("f:2:15");
        assertThat(placeOfHere("k: \"a \\\"b\\\" \\u00e4 here\"\n")).isEqualTo("f:1:20");
        assertThat(placeOfHere("k: \"a\\n \\tb \\\n   c here\"\n")).isEqualTo("f:2:6");
    }

    @Test
    void plain() throws RuleSyntaxException {
        assertThat(placeOfHere("x: y\nk: a b\n  c d here\n")).isEqualTo("f:3:7");
    }
}
