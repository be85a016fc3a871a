package io.telltale.detection.language.spl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What searches lower to, node by node. */
class SplLanguageTest {
    private static final SplLanguage SPL = new SplLanguage();

    private static RuleSource source(String search, Map<String, String> macros, Map<String, String> parameters) {
        return new RuleSource(
                SourceText.ofFile("rule.spl", search),
                Values.objectOf(Map.of()),
                (kind, name) -> kind.equals("macro")
                        ? Optional.ofNullable(macros.get(name)).map(t -> SourceText.ofFile(name, t))
                        : Optional.empty(),
                parameters);
    }

    private static Lowering lower(String search) throws RuleSyntaxException {
        return SPL.lower(source(search, Map.of(), Map.of()));
    }

    private static List<Stage> stages(String search) throws RuleSyntaxException {
        Lowering lowering = lower(search);
        assertEquals(List.of(), lowering.unsupported());
        return lowering.detection().orElseThrow().pipeline().stages();
    }

    private static Expression condition(String search) throws RuleSyntaxException {
        return assertInstanceOf(Stage.Filter.class, stages(search).get(0)).condition();
    }

    @Test
    void searchBindsOrTighterThanAnd() throws RuleSyntaxException {
        var and = assertInstanceOf(Expression.And.class, condition("a=1 b=2 OR c=3"));
        assertInstanceOf(Expression.Test.class, and.operands().get(0));
        assertInstanceOf(Expression.Or.class, and.operands().get(1));
    }

    @Test
    void whereBindsAndTighterThanOr() throws RuleSyntaxException {
        var or = assertInstanceOf(Expression.Or.class, condition("| where a=1 AND b=2 OR c=3"));
        assertInstanceOf(Expression.And.class, or.operands().get(0));
        assertInstanceOf(Expression.Test.class, or.operands().get(1));
    }

    @Test
    void aWordOnTheRightIsAValueInSearchAndAFieldInWhere() throws RuleSyntaxException {
        var search = assertInstanceOf(Expression.Test.class, condition("eventName=PutImage"));
        assertEquals(
                new Value.Text("PutImage"),
                assertInstanceOf(Expression.Literal.class, search.wanted().get(0))
                        .value());
        assertEquals(false, search.matching().caseSensitive());
        var where = assertInstanceOf(Expression.Test.class, condition("| where eventName=PutImage"));
        assertEquals(
                "PutImage",
                assertInstanceOf(Expression.Field.class, where.wanted().get(0))
                        .path()
                        .toString());
        assertEquals(true, where.matching().caseSensitive());
        assertEquals(Matching.Absent.UNKNOWN, where.matching().absent());
    }

    @Test
    void theLogsTermsSelectAndDoNotTest() throws RuleSyntaxException {
        var detection = lower("index=aws sourcetype=aws:cloudtrail eventName=PutImage")
                .detection()
                .orElseThrow();
        assertEquals("aws.cloudtrail", detection.pipeline().logType());
        assertEquals(1, detection.pipeline().stages().size());
        assertEquals(
                "splunk.other:log",
                lower("sourcetype=other:log a=b")
                        .detection()
                        .orElseThrow()
                        .pipeline()
                        .logType());
    }

    @Test
    void wildcardsBecomeTheSimplestTest() throws RuleSyntaxException {
        Map<String, TestKind> kinds = Map.of(
                "Put*",
                TestKind.STARTS_WITH,
                "*Image",
                TestKind.ENDS_WITH,
                "*Im*",
                TestKind.CONTAINS,
                "P*e",
                TestKind.WILDCARD,
                "*",
                TestKind.EXISTS,
                "PutImage",
                TestKind.EQ);
        for (var wanted : kinds.entrySet()) {
            var test = assertInstanceOf(Expression.Test.class, condition("eventName=" + wanted.getKey()));
            assertEquals(wanted.getValue(), test.kind(), wanted.getKey());
        }
        var network = assertInstanceOf(Expression.Or.class, condition("src=10.0.0.0/8"));
        assertEquals(
                List.of(TestKind.CIDR, TestKind.EQ),
                network.operands().stream()
                        .map(o -> assertInstanceOf(Expression.Test.class, o).kind())
                        .toList());
    }

    @Test
    void aMacroIsAParameterThatTheReaderCanSet() throws RuleSyntaxException {
        String search = "`cloudtrail` eventName=PutImage NOT `aws_ecr_users` | `rule_filter`";
        Map<String, String> macros = Map.of("aws_ecr_users", "userName IN (user)");
        var byVendor = SPL.lower(source(search, macros, Map.of())).detection().orElseThrow();
        assertEquals(
                List.of(new Parameter(
                        "aws_ecr_users",
                        "macro",
                        Optional.of("userName IN (user)"),
                        Optional.of("userName IN (user)"))),
                byVendor.parameters());
        var set = SPL.lower(source(search, macros, Map.of("aws_ecr_users", "userName IN (ci, cd)")))
                .detection()
                .orElseThrow();
        assertEquals(
                Optional.of("userName IN (ci, cd)"), set.parameters().get(0).value());
        var and = assertInstanceOf(
                Expression.And.class,
                assertInstanceOf(Stage.Filter.class, set.pipeline().stages().get(0))
                        .condition());
        var in = assertInstanceOf(
                Expression.Test.class,
                assertInstanceOf(Expression.Not.class, and.operands().get(1)).operand());
        assertEquals(TestKind.IN, in.kind());
        assertEquals("`aws_ecr_users`", SourceText.ofFile("rule.spl", search).slice(in.span()));
        var unknown = SPL.lower(source(search, Map.of(), Map.of())).detection().orElseThrow();
        assertEquals(Optional.empty(), unknown.parameters().get(0).value());
    }

    @Test
    void statsDropsRowsWithoutAByField() throws RuleSyntaxException {
        var stats = assertInstanceOf(
                Stage.Aggregate.class,
                stages("| stats count as n by user, src_ip").get(0));
        assertTrue(stats.dropAbsentKeys());
        assertEquals(
                List.of("user", "src_ip"),
                stats.keys().stream().map(Stage.Binding::name).toList());
        assertEquals("n", stats.aggregates().get(0).name());
    }

    @Test
    void afterStatsOnlyItsColumnsAreLeft() throws RuleSyntaxException {
        var filter = assertInstanceOf(
                Stage.Filter.class,
                stages("| stats count by eventName | where eventName=\"x\" AND userAgent=\"y\"")
                        .get(1));
        var and = assertInstanceOf(Expression.And.class, filter.condition());
        for (Expression operand : and.operands()) {
            assertInstanceOf(
                    Expression.Column.class,
                    assertInstanceOf(Expression.Test.class, operand).operand());
        }
    }

    @Test
    void aWildcardRenameReadsTheOldNameFirst() throws RuleSyntaxException {
        var stats = assertInstanceOf(
                Stage.Aggregate.class,
                stages("| rename requestParameters.* as * | stats count by imageTag")
                        .get(0));
        var call = assertInstanceOf(Expression.Call.class, stats.keys().get(0).value());
        assertEquals("spl:alias", call.function());
        assertEquals(
                "requestParameters.imageTag",
                assertInstanceOf(Expression.Field.class, call.arguments().get(0))
                        .path()
                        .toString());
        assertEquals(
                "imageTag",
                assertInstanceOf(Expression.Field.class, call.arguments().get(1))
                        .path()
                        .toString());
    }

    @Test
    void whatHasNoLoweringIsNamed() throws RuleSyntaxException {
        assertEquals(
                List.of("command anomalydetection", "eval function random", "subsearch that returns whole events"),
                lower("a=b [search c=d] | anomalydetection x | eval y=random()").unsupported().stream()
                        .map(Unsupported::construct)
                        .sorted()
                        .toList());
    }

    @Test
    void errorsSayWhereAndWhat() {
        var e = assertThrows(RuleSyntaxException.class, () -> lower("a=b\n| where (c=1"));
        assertEquals(2, e.position().line());
        assertEquals("found the end of the search, expected )", e.detail());
        var word = assertThrows(RuleSyntaxException.class, () -> lower("a=b | eval x=| stats count"));
        assertEquals("found |, expected an expression", word.detail());
        assertThrows(RuleSyntaxException.class, () -> lower("(".repeat(300) + "a=b"));
    }
}
