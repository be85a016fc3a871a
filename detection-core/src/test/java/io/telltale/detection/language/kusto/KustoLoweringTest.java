package io.telltale.detection.language.kusto;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What queries become, without running them. */
class KustoLoweringTest {
    @Test
    void operatorsThatDifferInCaseDifferInTheIr() throws RuleSyntaxException {
        var exact = test("AWSCloudTrail | where EventName == 'PutImage'");
        var loose = test("AWSCloudTrail | where EventName =~ 'PutImage'");
        assertThat(exact.matching().caseSensitive()).isTrue();
        assertThat(loose.matching()).isEqualTo(exact.matching().withCase(false));
        assertThat(exact.matching().absent()).isEqualTo(Matching.Absent.EMPTY_TEXT);
        assertThat(exact.operand()).isInstanceOf(Expression.Field.class);
    }

    @Test
    void jsonTextThatIsParsedIsTheFieldsOwnPath() throws RuleSyntaxException {
        assertThat(path("AWSCloudTrail | where parse_json(RequestParameters).a['b c'][0] == 1"))
                .isEqualTo("requestParameters.a.b c[0]");
        assertThat(path("AWSCloudTrail | extend p = todynamic(RequestParameters) | where p.a.b == 1"))
                .isEqualTo("requestParameters.a.b");
        assertThat(
                        path(
                                "AWSCloudTrail | extend p = parse_json(RequestParameters), q = 1 | extend r = p.a | where r.b == 1"))
                .isEqualTo("requestParameters.a.b");
    }

    @Test
    void textInsideJsonKeepsThePathForAnalysis() throws RuleSyntaxException {
        var test = test("AWSCloudTrail | where parse_json(tostring(parse_json(RequestParameters).p)).x == false");
        var within = (Expression.Call) test.operand();
        assertThat(within.function()).isEqualTo("kusto:within");
        assertThat(((Expression.Field) within.arguments().get(0)).path()).hasToString("requestParameters.p.x");
        assertThat(((Expression.Field) within.arguments().get(1)).path()).hasToString("requestParameters.p");
        assertThat(test.matching().types()).isEqualTo(Matching.Types.STRICT);
        assertThat(test.wanted()).hasSize(1);
        assertThat(((Expression.Literal) test.wanted().get(0)).value()).isEqualTo(Values.FALSE);
    }

    @Test
    void spansPointIntoTheQuery() throws RuleSyntaxException {
        String query = "AWSCloudTrail | where AWSRegion == 'eu' and EventName in ('a', 'b')";
        var and = (Expression.And) condition(query);
        assertThat(and.operands().stream()
                        .map(o -> query.substring(o.span().start(), o.span().end())))
                .containsExactly("AWSRegion == 'eu'", "EventName in ('a', 'b')");
        assertThat(((Expression.Test) and.operands().get(1)).kind()).isEqualTo(TestKind.IN);
    }

    @Test
    void summarizeMakesOneGroupOfNoRowsOnlyWithoutKeys() throws RuleSyntaxException {
        var without =
                (Stage.Aggregate) stages("AWSCloudTrail | summarize count()").get(0);
        var with = (Stage.Aggregate)
                stages("AWSCloudTrail | summarize count() by EventName").get(0);
        assertThat(without.rowWithoutInput()).isTrue();
        assertThat(with.rowWithoutInput()).isFalse();
        assertThat(with.dropAbsentKeys()).isFalse();
    }

    @Test
    void columnsAreNamedAsKustoNamesThem() throws RuleSyntaxException {
        var project = (Stage.Project) stages(
                        "AWSCloudTrail | extend p = parse_json(RequestParameters) | project tostring(p.a.b), EventName, 1, bin(TimeGenerated, 1d)")
                .get(1);
        assertThat(project.bindings().stream().map(Stage.Binding::name))
                .containsExactly("p_a_b", "EventName", "Column1", "TimeGenerated");
        var aggregate = (Stage.Aggregate) stages(
                        "AWSCloudTrail | summarize count(), dcount(EventName), make_set(AWSRegion), max(TimeGenerated), count()")
                .get(0);
        assertThat(aggregate.aggregates().stream().map(Stage.Aggregation::name))
                .containsExactly("count_", "dcount_EventName", "set_AWSRegion", "max_TimeGenerated", "count_1");
    }

    @Test
    void anotherTableIsNamedAndKeepsTheRuleFromRunning() throws RuleSyntaxException {
        Lowering lowering = lower("let t = 1d; SigninLogs | where x > ago(t)");
        assertThat(lowering.unsupported()).extracting("construct").containsExactly("table SigninLogs");
        assertThat(Printer.print(lowering.detection().orElseThrow().pipeline())).startsWith("SigninLogs | filter");
        assertThat(lower("AWSCloudTrail").detection().orElseThrow().pipeline().logType())
                .isEqualTo(Pipeline.CLOUDTRAIL);
    }

    @Test
    void everyFunctionThatTheLoweringNamesIsThere() {
        var there = new KustoLanguage().functions().stream().map(f -> f.name()).collect(Collectors.toSet());
        assertThat(KustoFunctions.SIGNATURES.values().stream()
                        .map(KustoFunctions.Signature::function)
                        .filter(name -> !KustoCalls.LOWERED.containsKey(name))
                        .filter(name -> !there.contains("kusto:" + name)))
                .isEmpty();
    }

    @Test
    void timeSpansAndDates() {
        assertThat(KustoTime.timespan("1.02:03:04.5").orElseThrow().asText()).isEqualTo("\"PT26H3M4.5S\"");
        assertThat(KustoTime.datetime("2026-01-05"))
                .contains(Values.of(java.time.Instant.parse("2026-01-05T00:00:00Z")));
        assertThat(KustoTime.datetime("5 January")).isEmpty();
        assertThat(KustoTime.text(java.time.Instant.parse("2026-01-05T10:00:00Z")))
                .isEqualTo("2026-01-05T10:00:00.0000000Z");
    }

    private static Expression.Test test(String query) throws RuleSyntaxException {
        return (Expression.Test) condition(query);
    }

    private static String path(String query) throws RuleSyntaxException {
        return ((Expression.Field) test(query).operand()).path().toString();
    }

    private static Expression condition(String query) throws RuleSyntaxException {
        List<Stage> stages = stages(query);
        return ((Stage.Filter) stages.get(stages.size() - 1)).condition();
    }

    private static List<Stage> stages(String query) throws RuleSyntaxException {
        Lowering lowering = lower(query);
        assertThat(lowering.unsupported()).isEmpty();
        return lowering.detection().orElseThrow().pipeline().stages();
    }

    private static Lowering lower(String query) throws RuleSyntaxException {
        Value.ObjectOf none = Values.objectOf(Map.of());
        return new KustoLanguage()
                .lower(new RuleSource(SourceText.ofFile("query", query), none, Companions.NONE, Map.of()));
    }
}
