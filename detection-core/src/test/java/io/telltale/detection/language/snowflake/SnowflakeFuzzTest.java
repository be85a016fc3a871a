package io.telltale.detection.language.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Evaluation;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text is answered with anything but a query, a construct by its name, or a syntax error; what comes out runnable runs. */
class SnowflakeFuzzTest {
    private static final DetectionCore CORE = DetectionCore.standard();
    private static final List<String> PIECES = List.of(
            "select",
            "distinct",
            "top 3",
            "*",
            "exclude",
            "(a)",
            "from",
            "panther_logs.public.aws_cloudtrail",
            "a",
            "b",
            "join",
            "left join",
            "full join",
            "on",
            "using",
            "where",
            "group by",
            "all",
            "having",
            "qualify",
            "order by",
            "limit 1",
            "offset 1",
            "union all",
            "except",
            "with a as (",
            "lateral flatten(input =>",
            "count(*)",
            "row_number() over (",
            "partition by",
            "rows between 1 preceding and current row",
            "p_occurs_since('1 day')",
            "p_occurs_since(1h, , x)",
            "eventName",
            "userIdentity:arn",
            "::string",
            "::int",
            "[0]",
            ":",
            "'a%'",
            "1",
            "1.5",
            "null",
            "true",
            "=",
            "!=",
            "<",
            "+",
            "-",
            "*",
            "/",
            "||",
            "and",
            "or",
            "not",
            "in (",
            "like any (",
            "rlike",
            "between",
            "is null",
            "case when",
            "then",
            "else",
            "end",
            "exists (",
            "cast(",
            "as",
            "(",
            ")",
            ",",
            ";",
            "\"",
            "'",
            "--",
            "/*",
            "$$",
            "->",
            "{",
            "}",
            "interval '1 day'",
            "dateadd(day, -1,",
            "current_timestamp()",
            "array_agg(",
            "split_part(",
            "coalesce(",
            "{% macro m(x) %}",
            "{{ m('a') }}",
            "-- pragma: template\n");
    private static final String WHOLE =
            "with c as (select userIdentity:arn as u, count(*) as n, array_agg(distinct eventName)"
                    + " within group (order by eventName) as e from panther_logs.public.aws_cloudtrail t, lateral flatten(input =>"
                    + " b) f where p_occurs_since('1 day') and eventName like '%a%' and not (a in (1, 2) or c:d[0]::string ilike"
                    + " any ('x', 'y')) group by 1 having n > 1) select c.*, lag(u) over (partition by n order by u desc nulls"
                    + " last) as l, case when n between 1 and 2 then iff(true, 1, 2) else -n end as k from c left join (select 1"
                    + " as n) d on c.n = d.n and c.u > 'a' where exists (select 1 from c x where x.u = c.u and x.n < c.n)"
                    + " qualify row_number() over (order by n) = 1 union select * from c order by 1 limit 3 offset 1";

    @Test
    void piecesInAnyOrder() {
        var random = new Random(20260105);
        for (int run = 0; run < 1500; run++) {
            var text = new StringBuilder(
                    random.nextBoolean() ? "select * from panther_logs.public.aws_cloudtrail where " : "");
            for (int i = random.nextInt(25); i >= 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size()))).append(' ');
            }
            check(text.toString());
        }
    }

    @Test
    void queriesWithDamage() {
        var random = new Random(7);
        for (int run = 0; run < 1500; run++) {
            var text = new StringBuilder(WHOLE);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, " " + PIECES.get(random.nextInt(PIECES.size())) + " ");
                }
            }
            check(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "not ",
                "- ",
                "[",
                "{'a': ",
                "a + ",
                "a || ",
                "a or ",
                "a and ",
                "a = ",
                "case when ",
                "lower(",
                "exists (select 1 where ",
                "(select ",
                "a:b",
                "a::int",
                "in (select a from b where "
            })
    void depthAndLength(String piece) {
        check("select * from panther_logs.public.aws_cloudtrail where " + piece.repeat(50_000));
        check("select * from " + "(select * from ".repeat(50_000));
        check("select " + "a".repeat(1_000_001));
    }

    /** A few lines can stand for very many: each name is used twice by the next. */
    @Test
    void namesThatUnfoldWithoutEnd() {
        var text = new StringBuilder("with q0 as (select eventName as n from panther_logs.public.aws_cloudtrail)");
        for (int i = 1; i < 40; i++) {
            text.append(", q%d as (select a.n from q%d a join q%d b on a.n = b.n)".formatted(i, i - 1, i - 1));
        }
        PreparedRule prepared = CORE.prepare(rule(text + " select * from q39"), Companions.NONE, Map.of());
        assertThat(prepared.readiness()).isEqualTo(Readiness.FAILED);
        assertThat(prepared.reason()).contains("unfolds");
    }

    private static void check(String text) {
        try {
            PreparedRule prepared = CORE.prepare(rule(text), Companions.NONE, Map.of());
            if (prepared.readiness() == Readiness.FAILED && prepared.reason().contains("cannot be lowered")) {
                fail(prepared.reason());
            }
            if (prepared.readiness() == Readiness.RUNNABLE) {
                Evaluation evaluation =
                        CORE.compile(List.of(prepared), Limits.DEFAULT).start(finding -> {});
                for (int i = 0; i < 3; i++) {
                    evaluation.accept(event(i));
                }
                evaluation.finish();
            }
        } catch (RuntimeException | StackOverflowError e) {
            fail(text.substring(0, Math.min(800, text.length())), e);
        }
    }

    private static AuditEvent event(int number) {
        Value.ObjectOf fields = Values.objectOf(Map.of(
                "eventName",
                Values.of("E" + number),
                "a",
                number == 0 ? Values.NULL : Values.of(number),
                "b",
                Values.listOf(List.of(Values.of("x"), Values.NULL, Values.of(2))),
                "userIdentity",
                Values.objectOf(Map.of("arn", Values.of("u")))));
        Instant time = Instant.parse("2026-01-05T10:00:00Z").plusSeconds(number);
        return new AuditEvent("e" + number, Optional.of(time), fields, "fuzz", number + 1L);
    }

    private static Rule rule(String text) {
        return Rule.local("snowflake", SourceText.ofFile("fuzz", text));
    }
}
