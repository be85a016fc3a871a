package io.telltale.detection.language.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Conditions out of a seeded generator: what is well formed means what was generated, and nothing breaks the parser. */
class ConditionFuzzTest {
    private static final List<String> NAMES = List.of("sel_a", "sel_b", "filter_c");
    private static final List<String> TOKENS = List.of(
            "sel_a",
            "sel_b",
            "filter_c",
            "and",
            "or",
            "not",
            "(",
            ")",
            "1",
            "all",
            "any",
            "of",
            "them",
            "sel_*",
            "|",
            "*",
            "-",
            "\n",
            " ",
            "\u00e9",
            "\uD83D\uDE00",
            "count()",
            ">",
            "5",
            "'",
            "\"",
            "#",
            ":");

    /** A condition, and for each row of the truth table a bit that says whether it holds there. */
    private record Generated(String text, int truths) {
        boolean holds(int row) {
            return (truths & (1 << row)) != 0;
        }
    }

    @Test
    void wellFormedConditionsMeanWhatTheySay() throws RuleSyntaxException {
        for (long seed = 0; seed < 2_000; seed++) {
            Generated generated = generate(new Random(seed), 6);
            Expression condition = condition(generated.text());
            for (int row = 0; row < 8; row++) {
                assertThat(truth(condition, row))
                        .as("seed %d row %d: %s", seed, row, generated.text())
                        .isEqualTo(generated.holds(row));
            }
        }
    }

    @Test
    void nothingButASyntaxErrorComesOfScrambledTokens() {
        for (long seed = 0; seed < 5_000; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(TOKENS.get(random.nextInt(TOKENS.size()))).append(random.nextInt(4) == 0 ? "" : " ");
            }
            try {
                Lowering lowering = lower(text.toString());
                assertThat(lowering.detection())
                        .as("seed " + seed + ": " + text)
                        .isPresent();
            } catch (RuleSyntaxException e) {
                assertThat(e.position().line()).as("seed " + seed + ": " + text).isPositive();
            } catch (RuntimeException e) {
                fail("seed " + seed + ": " + text, e);
            }
        }
    }

    @Test
    void spansPointAtTheNamesInTheText() throws RuleSyntaxException {
        String text = "sel_a and not (sel_b or filter_c)";
        Expression.And and = (Expression.And) condition(text);
        assertThat(body(text).slice(and.span())).isEqualTo("sel_a and not (sel_b or filter_c");
        assertThat(body(text).slice(and.operands().get(1).span())).isEqualTo("not (sel_b or filter_c");
    }

    @Test
    void nestingAndLengthAreLimited() {
        assertThatThrownBy(() -> lower("not ".repeat(300) + "sel_a"))
                .isInstanceOf(RuleSyntaxException.class)
                .hasMessageContaining("nested deeper than 200");
        assertThatThrownBy(() -> lower("(".repeat(100_000)))
                .isInstanceOf(RuleSyntaxException.class)
                .hasMessageContaining("nested deeper than 200");
        assertThatThrownBy(() -> lower("1 of them or ".repeat(60_000) + "sel_a"))
                .isInstanceOf(RuleSyntaxException.class)
                .hasMessageContaining("unfolds to more than");
        assertThatThrownBy(() -> lower("sel_a or ".repeat(200_000) + "sel_a"))
                .isInstanceOf(RuleSyntaxException.class)
                .hasMessageContaining("longer than");
    }

    private static Generated generate(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(6);
        if (kind <= 1) {
            return leaf(random);
        }
        Generated left = generate(random, depth - 1);
        if (kind == 2) {
            return combine("not (" + left.text() + ")", left, left, (a, b) -> !a);
        }
        Generated right = generate(random, depth - 1);
        boolean and = random.nextBoolean();
        String blank = random.nextBoolean() ? " " : "\n";
        String text = "(" + left.text() + ")" + blank + (and ? "and" : "OR") + blank + "(" + right.text() + ")";
        return combine(text, left, right, and ? (a, b) -> a && b : (a, b) -> a || b);
    }

    private static Generated leaf(Random random) {
        int choice = random.nextInt(6);
        int truths = 0;
        for (int row = 0; row < 8; row++) {
            boolean a = (row & 1) != 0;
            boolean b = (row & 2) != 0;
            boolean c = (row & 4) != 0;
            boolean holds = switch (choice) {
                case 0 -> a;
                case 1 -> b;
                case 2 -> c;
                case 3 -> a || b;
                case 4 -> a && b && c;
                default -> a || b || c;
            };
            truths |= holds ? 1 << row : 0;
        }
        return new Generated(
                List.of("sel_a", "sel_b", "filter_c", "1 of sel_*", "all of them", "any of them")
                        .get(choice),
                truths);
    }

    private interface Connective {
        boolean of(boolean left, boolean right);
    }

    private static Generated combine(String text, Generated left, Generated right, Connective connective) {
        int truths = 0;
        for (int row = 0; row < 8; row++) {
            truths |= connective.of(left.holds(row), right.holds(row)) ? 1 << row : 0;
        }
        return new Generated(text, truths);
    }

    /** The truth of a condition where bit i of the row says whether the i-th search holds. */
    private static boolean truth(Expression expression, int row) {
        if (expression instanceof Expression.Not not) {
            return !truth(not.operand(), row);
        }
        if (expression instanceof Expression.And and) {
            return and.operands().stream().allMatch(operand -> truth(operand, row));
        }
        if (expression instanceof Expression.Or or) {
            return or.operands().stream().anyMatch(operand -> truth(operand, row));
        }
        Expression.Test test = (Expression.Test) expression;
        String field = ((Expression.Field) test.operand()).path().toString();
        return (row & (1 << NAMES.indexOf(field))) != 0;
    }

    private static Expression condition(String text) throws RuleSyntaxException {
        var stages = lower(text).detection().orElseThrow().pipeline().stages();
        return ((Stage.Filter) stages.get(0)).condition();
    }

    private static Lowering lower(String condition) throws RuleSyntaxException {
        Map<String, Value> detection = new LinkedHashMap<>();
        for (String name : NAMES) {
            detection.put(name, Values.objectOf(Map.of(name, Values.of("x"))));
        }
        detection.put("condition", Values.of(condition));
        Map<String, Value> document = new LinkedHashMap<>();
        document.put("logsource", Values.objectOf(Map.of("product", Values.of("aws"))));
        document.put("detection", Values.objectOf(detection));
        return new SigmaLanguage()
                .lower(new RuleSource(body(condition), Values.objectOf(document), Companions.NONE, Map.of()));
    }

    private static SourceText body(String condition) {
        var text = new StringBuilder("logsource:\n  product: aws\ndetection:\n");
        NAMES.forEach(name -> text.append("  " + name + ":\n    " + name + ": x\n"));
        return SourceText.ofFile("rule.yml", text + "  condition: " + condition + "\n");
    }
}
