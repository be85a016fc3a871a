package io.telltale.detection.language.kusto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No text makes the language do anything but lower it or refuse it with a place; the seed prints with a failure. */
class KustoFuzzTest {
    private static final long SEED = 20_260_105;
    private static final List<String> PIECES = List.of(
            "AWSCloudTrail",
            "|",
            "where",
            "extend",
            "project",
            "summarize",
            "by",
            "distinct",
            "mv-expand",
            "join",
            "union",
            "let",
            "=",
            ";",
            "==",
            "=~",
            "!~",
            "in",
            "in~",
            "!in",
            "has",
            "has_any",
            "contains",
            "matches regex",
            "between",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ".",
            "..",
            "and",
            "or",
            "not",
            "-",
            "+",
            "*",
            "/",
            "%",
            "EventName",
            "RequestParameters",
            "parse_json",
            "tostring",
            "iff",
            "case",
            "split",
            "count()",
            "arg_max",
            "dynamic",
            "\"x\"",
            "'y",
            "@\"\\d\"",
            "0",
            "1.5",
            "1d",
            "9999999999999999999",
            "ago(1d)",
            "datetime(2026-01-01)",
            "datetime(x)",
            "take",
            "top",
            "sort",
            "asc",
            "nulls",
            "!",
            "\\",
            "\n",
            "// c\n",
            "é",
            "\u0000",
            "['n']",
            "project-away",
            "a*",
            "null",
            "true",
            "toint",
            "extract",
            "order by",
            "//",
            "```",
            "h\"",
            "\uD800");

    private static final String VALID = """
            let names = dynamic(["PutImage", {"a": -1}]);
            AWSCloudTrail
            | where EventName in~ (names) and not(isempty(ErrorCode)) or TimeGenerated between (ago(1d) .. now())
            | extend p = parse_json(RequestParameters), u = iff(UserAgent has "x", tostring(split(UserIdentityArn, '/')[-1]), "")
            | mv-expand item = p.items to typeof(string)
            | summarize n = count(), arg_max(TimeGenerated, *), make_set(item, 10) by bin(TimeGenerated, 1h), u
            | where n > 3 * 2 - 1
            | project-away u* | top 3 by n asc nulls last
            """;

    @Test
    void tokensInAnyOrder() {
        for (int round = 0; round < 20_000; round++) {
            var random = new Random(SEED + round);
            var text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextInt(4) == 0 ? "" : " ");
            }
            lower(text.toString(), SEED + round);
        }
    }

    @Test
    void aQueryWithCharactersChanged() {
        for (int round = 0; round < 20_000; round++) {
            var random = new Random(SEED + round);
            var text = new StringBuilder(VALID);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(Math.max(1, text.length() - 1));
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(at, at + 1);
                    case 1 -> text.insert(at, (char) random.nextInt(0x100));
                    default -> text.setLength(Math.max(1, at));
                }
            }
            lower(text.toString(), SEED + round);
        }
    }

    @Test
    void theQueryItselfIsRead() throws RuleSyntaxException {
        assertThat(new KustoLanguage().lower(source(VALID)).unsupported()).isEmpty();
    }

    @Test
    void depthAndLengthHaveLimits() {
        refused("AWSCloudTrail | where " + "(".repeat(100_000), "nested deeper");
        refused("AWSCloudTrail | where x == " + "-".repeat(100_000) + "1", "nested deeper");
        refused("AWSCloudTrail | where x == " + "1 + ".repeat(100_000) + "1", "operators in a row");
        refused("AWSCloudTrail | where x" + ".a".repeat(100_000) + " == 1", "operators in a row");
        refused("AWSCloudTrail | where x == dynamic(" + "[".repeat(100_000), "nested deeper");
        refused("(".repeat(100_000) + "AWSCloudTrail", "nested deeper");
        refused(" ".repeat(1_000_001), "longer than");
    }

    @Test
    void letsThatDoubleHaveALimit() {
        var text = new StringBuilder("let a0 = 1;");
        for (int i = 1; i < 60; i++) {
            text.append("let a")
                    .append(i)
                    .append(" = a")
                    .append(i - 1)
                    .append(" + a")
                    .append(i - 1)
                    .append(";");
        }
        refused(text + "AWSCloudTrail | where a59 == 1", "unfolds to too large");
        var tables = new StringBuilder("let t0 = AWSCloudTrail | where true;");
        for (int i = 1; i < 300; i++) {
            tables.append("let t").append(i).append(" = t").append(i - 1).append(" | where true;");
        }
        lower(tables + "t299 | where true", SEED);
        lower("let t = t | where true; t", SEED);
        lower("let a = a + 1; AWSCloudTrail | where a == 1", SEED);
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> new KustoLanguage().lower(source(text)))
                .isInstanceOf(RuleSyntaxException.class)
                .hasMessageContaining(why);
    }

    private static void lower(String text, long seed) {
        try {
            new KustoLanguage().lower(source(text));
        } catch (RuleSyntaxException e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (RuntimeException | StackOverflowError e) {
            fail("seed " + seed + ": " + text, e);
        }
    }

    private static RuleSource source(String text) {
        return new RuleSource(SourceText.ofFile("fuzz", text), Values.objectOf(Map.of()), Companions.NONE, Map.of());
    }
}
