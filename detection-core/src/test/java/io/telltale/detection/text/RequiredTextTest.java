package io.telltale.detection.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredTextTest {

    @ParameterizedTest
    @CsvSource({
        "'.+:assumed-role/aws:.+', ':assumed-role/aws:'",
        "'^arn:aws:iam::\\d{12}:root$', 'arn:aws:iam::'",
        "'ab?cde', 'cde'",
        "'x(a|b)longer', 'longer'",
        "'(?:a|b)c', 'c'",
        "'[]|]end', 'end'",
        "'a\\.b', 'a.b'",
        "'ab{2}', 'a'",
    })
    void aTextThatAllMatchesHold(String pattern, String required) {
        assertThat(RequiredText.of(pattern)).contains(required);
    }

    @ParameterizedTest
    @CsvSource({"'a|b'", "'(?i)abc'", "'\\Qa|b\\E'", "'\\x41'", "'(abc)'", "'a*'", "'[abc]+'", "''", "'ä'", "'(abc'"})
    void nothingIsRequiredWhereItIsNotKnown(String pattern) {
        assertThat(RequiredText.of(pattern)).isEmpty();
    }

    @Test
    void noMatchIsLost() {
        var random = new Random(20261124);
        String[] pieces = {
            "a", "B", "k", "s", ".", "*", "+", "?", "{2}", "(", ")", "|", "[ab]", "[^a]", "\\.", "\\w", "^"
        };
        for (int round = 0; round < 20_000; round++) {
            var pattern = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                pattern.append(pieces[random.nextInt(pieces.length)]);
            }
            boolean cased = random.nextBoolean();
            Pattern plain;
            Patterns.Matcher spared;
            try {
                plain = Pattern.compile(pattern.toString(), cased ? 0 : Pattern.CASE_INSENSITIVE);
                spared = Patterns.compile(pattern.toString(), cased);
            } catch (RuntimeException e) {
                continue;
            }
            for (int i = 0; i < 10; i++) {
                var text = new StringBuilder();
                for (int j = random.nextInt(6); j > 0; j--) {
                    text.append("aAbBkKsS.\u017f\u212a".charAt(random.nextInt(11)));
                }
                assertThat(spared.find(text.toString()))
                        .as("%s in %s, cased %s", pattern, text, cased)
                        .isEqualTo(plain.matcher(text).find());
            }
        }
    }
}
