package io.telltale.detection.language.yaral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rules out of a seeded generator and rules with something wrong: nothing but a positioned error comes of them. */
class YaralFuzzTest {
    private static final String RULE = """
            rule generated {
              meta:
                author = "someone"
              events:
                $a.metadata.product_event_type = "A" nocase
                $a.principal.ip = $ip
                $b.target.resource.attribute.labels["requestParameters.x"] != /^a[0-9]+\\/b/
                ($b.principal.ip = $ip or re.regex($b.principal.user.userid, `x`)) and not $b.metadata.id in %list
                any $b.principal.user.group_identifiers in cidr %nets
                $a.metadata.event_timestamp.seconds + 5 < $b.metadata.event_timestamp.seconds
              match:
                $ip over 5m
              outcome:
                $risk = max(35 + if($a.security_result.action = "ALLOW", 10))
                $names = array_distinct(strings.to_lower($b.metadata.product_event_type))
              condition:
                $a and #b > 2 and ($risk > 3 or !arrays.contains($names, "x") or 2 of [$a, $b, $risk > 9])
              options:
                allow_zero_values = true
            }
            """;

    private static final List<String> TOKENS = List.of(
            "rule",
            "events:",
            "match:",
            "outcome:",
            "condition:",
            "options:",
            "meta:",
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            "$a",
            "$b",
            "$ip",
            "#a",
            "#ip",
            "%list",
            ".metadata.id",
            ".principal.ip",
            "=",
            "!=",
            "<",
            ">=",
            "\"x\"",
            "`y`",
            "/z/",
            "/",
            "*",
            "+",
            "-",
            "5",
            "5m",
            "1.5",
            "over",
            "by",
            "every",
            "before",
            "after",
            "any",
            "all",
            "in",
            "regex",
            "cidr",
            "nocase",
            "not",
            "!",
            "and",
            "or",
            "if(",
            "max(",
            "re.regex(",
            "window.first(",
            "metrics.total(",
            "period:",
            "is null",
            "is",
            "%",
            "%table.column",
            "tumbling",
            "suppression_window = 5m",
            ",",
            "true",
            "//",
            "/*",
            "*/",
            "\n",
            "\u00e9",
            "\uD83D\uDE00",
            "\\",
            "\"",
            "'",
            "$",
            "#",
            "%",
            "\u0000");

    @Test
    void theRuleThatIsTakenApartIsRead() throws RuleSyntaxException {
        assertThat(lower(RULE).detection()).isPresent();
    }

    @Test
    void nothingButASyntaxErrorComesOfScrambledTokens() {
        for (long seed = 0; seed < 5_000; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder("rule x {\n events:\n");
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append(TOKENS.get(random.nextInt(TOKENS.size()))).append(random.nextBoolean() ? " " : "");
            }
            check(seed, text.toString());
        }
    }

    @Test
    void nothingButASyntaxErrorComesOfARuleWithSomethingWrong() {
        String[] words = RULE.split("(?<=\\s)|(?=[.=(){}\\[\\]$#%:])");
        for (long seed = 0; seed < 5_000; seed++) {
            var random = new Random(seed);
            var changed = new ArrayList<>(List.of(words));
            for (int i = random.nextInt(4); i >= 0; i--) {
                int place = random.nextInt(changed.size());
                switch (random.nextInt(3)) {
                    case 0 -> changed.remove(place);
                    case 1 -> changed.add(place, TOKENS.get(random.nextInt(TOKENS.size())));
                    default -> changed.set(place, changed.get(random.nextInt(changed.size())));
                }
            }
            check(seed, String.join("", changed));
        }
    }

    @Test
    void depthAndLengthHaveLimits() {
        for (String opening : List.of("(", "not ", "!", "-", "if(", "any (")) {
            String nested = "rule x { events: " + opening.repeat(3_000);
            assertThatThrownBy(() -> lower(nested)).isInstanceOf(RuleSyntaxException.class);
        }
        String flat =
                "rule x { events: $e.metadata.id = 1" + " or $e.metadata.id = 2".repeat(20_000) + " condition: $e }";
        assertThat(check(0, flat)).isTrue();
        assertThatThrownBy(() -> lower("rule x { events: " + "a".repeat(1_000_001)))
                .isInstanceOf(RuleSyntaxException.class)
                .hasMessageContaining("longer than");
        String sums = "rule x { events: $e.metadata.id = 1" + " + 1".repeat(50_000) + " condition: $e }";
        assertThatThrownBy(() -> lower(sums)).isInstanceOf(RuleSyntaxException.class);
    }

    /** Whether the text is a rule. */
    private static boolean check(long seed, String text) {
        try {
            lower(text);
            return true;
        } catch (RuleSyntaxException e) {
            assertThat(e.position().line()).isPositive();
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            return fail("seed " + seed + ": " + text, e);
        }
    }

    private static Lowering lower(String text) throws RuleSyntaxException {
        return new YaralLanguage()
                .lower(new RuleSource(
                        SourceText.ofFile("rule", text),
                        Values.objectOf(Map.of()),
                        Companions.NONE,
                        Map.of("list", "a, b", "nets", "10.0.0.0/8")));
    }
}
