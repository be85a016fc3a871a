package io.telltale.detection.language.kusto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
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
            "mv-apply",
            "on",
            "join",
            "kind=inner",
            "kind=leftanti",
            "lookup",
            "$left.EventName == $right.EventName",
            "union",
            "isfuzzy=true",
            "withsource=S",
            "datatable",
            "(a:string, b:long)",
            "externaldata",
            "print",
            "range",
            "from",
            "to",
            "step",
            "parse",
            "parse-where",
            "parse-kv",
            "as",
            "with",
            "evaluate bag_unpack",
            "serialize",
            "materialize",
            "toscalar",
            "prev",
            "row_number()",
            "_GetWatchlist('w')",
            "(x:string, T:(*)) {",
            "view",
            "'{{StartTimeISO}}'",
            "to typeof(long)",
            "limit",
            "typeof",
            ":string",
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
            let first = (text:string, n:int = 2) { let m = n + 1; substring(text, 0, m) };
            let named = (T:(EventName:string), name:string) { T | where EventName == name };
            let levels = datatable (Level:long, Name:string) [1, "low", 2, "high"];
            let most = toscalar(AWSCloudTrail | summarize c = count() by EventName | top 1 by c | project c);
            let images = materialize(named(AWSCloudTrail, "PutImage") | as T | union isfuzzy=true (T | take 1), SigninLogs);
            AWSCloudTrail
            | where EventName in~ (names) and not(isempty(ErrorCode)) or TimeGenerated between (ago(1d) .. now())
            | where UserAgent !in ((images | project UserAgent)) and EventName has_any (images)
            | extend p = parse_json(RequestParameters), u = iff(UserAgent has "x", tostring(split(UserIdentityArn, '/')[-1]), "")
            | extend (a, b) = dynamic([1, 2]), q = p.["x-y"].[0], f = first(EventName), x = column_ifexists("Nowhere", 1)
            | mv-expand with_itemindex=i item = p.items to typeof(string), other = p.others limit 9
            | mv-apply e = p.list to typeof(long) on (where e > 1 | summarize s = sum(e) by t = e % 2 | top 2 by s)
            | parse kind=regex flags=i u with * "a" y:long "b" z
            | parse-kv u as (k:string, v:long) with (pair_delimiter=",", kv_delimiter="=", quote='"')
            | join hint.strategy=broadcast kind=leftouter (images | evaluate bag_unpack(p, "p_") | project EventName, n = p_n) on EventName, $left.u == $right.EventName
            | lookup kind=leftouter levels on $left.s == $right.Level
            | serialize r = row_number(1, u != prev(u)), w = next(s, 2, 0), c = row_cumsum(s)
            | summarize n = count(), arg_max(w, *), make_set(item, 10), percentiles(s, 5, 95) by bin(w, 1), u
            | where n > 3 * 2 - 1 and n <= most
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
    void functionsOfAnyValuesGiveValues() {
        List<Value> values = List.of(
                Values.MISSING,
                Values.NULL,
                Values.TRUE,
                Values.of(-1),
                Values.of(Long.MIN_VALUE),
                Values.of(Long.MAX_VALUE),
                Values.of(1.5),
                Values.of(Double.NaN),
                Values.EMPTY_TEXT,
                Values.of("a.b=1;c"),
                Values.of("[1,{"),
                Values.of("10.0.0.1/8"),
                Values.of(java.time.Instant.MAX),
                Values.of(java.time.Instant.EPOCH),
                Values.of(java.time.Duration.ofSeconds(Long.MAX_VALUE)),
                Values.of(java.time.Duration.ZERO),
                Values.listOf(List.of(Values.of("x"), Values.NULL, Values.of(3))),
                Values.listOf(List.of()),
                Values.objectOf(Map.of("k", Values.of("v"))));
        var context = new EvaluationContext(java.time.Instant.EPOCH);
        for (FunctionEntry function : new KustoLanguage().functions()) {
            for (int round = 0; round < 300; round++) {
                var random = new Random(SEED + round);
                var arguments = new ArrayList<Value>();
                for (int i = 0; i < 7; i++) {
                    arguments.add(values.get(random.nextInt(values.size())));
                }
                try {
                    assertThat(function.body().apply(arguments, context)).isNotNull();
                } catch (RuntimeException | StackOverflowError e) {
                    fail(function.name() + " of " + arguments, e);
                }
            }
        }
    }

    @Test
    void aggregatesOfAnyValuesGiveValues() {
        List<Value> values = List.of(
                Values.MISSING,
                Values.NULL,
                Values.of(Long.MAX_VALUE),
                Values.of(1.5),
                Values.of("x"),
                Values.of(java.time.Instant.EPOCH),
                Values.of(java.time.Duration.ofSeconds(Long.MAX_VALUE)),
                Values.listOf(List.of(Values.of(1))),
                Values.objectOf(Map.of("k", Values.of("v"))));
        for (AggregateEntry aggregate : new KustoLanguage().aggregates()) {
            for (int round = 0; round < 300; round++) {
                var random = new Random(SEED + round);
                AggregateEntry.Accumulator accumulator = aggregate.start().get();
                for (int row = random.nextInt(5); row >= 0; row--) {
                    accumulator.add(
                            List.of(
                                    values.get(random.nextInt(values.size())),
                                    values.get(random.nextInt(values.size())),
                                    values.get(random.nextInt(values.size()))),
                            row);
                }
                try {
                    assertThat(accumulator.result()).isNotNull();
                } catch (RuntimeException e) {
                    fail(aggregate.name() + ", seed " + (SEED + round), e);
                }
            }
        }
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
