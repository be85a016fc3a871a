package io.telltale.detection.schema.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.LuceneRegex;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.RuleSyntaxException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks, date math, texts and regular expressions that ECS fields and their searches are made of. */
class EcsFieldsTest {
    private static final String TABLE = """
            network,as.number,as.organization.name,geo.city_name
            10.0.0.0/8,1,Wide,
            10.1.0.0/16,2,"Narrow, Inc.",Delft
            2001:db8::/32,3,Six,
            192.0.2.7,4,One,
            """;

    @ParameterizedTest
    @CsvSource({
        "10.2.3.4, as.organization.name, Wide",
        "10.1.3.4, as.organization.name, 'Narrow, Inc.'",
        "10.1.3.4, geo.city_name, Delft",
        "2001:db8::1, as.organization.name, Six",
        "192.0.2.7, as.organization.name, One",
        "192.0.2.8, as.organization.name, ''",
        "10.2.3.4, geo.city_name, ''",
        "cloudformation.amazonaws.com, as.organization.name, ''"
    })
    void theMostSpecificNetworkDecides(String address, String column, String expected) {
        var table = (Value.ObjectOf) EcsNetworks.table(TABLE);
        assertThat(EcsNetworks.find(table, Values.of(address), column).asText()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "as.number\\n1",
                "network,as.number\\nhome,1",
                "network,as.number\\n10.0.0.0/8,x",
                "network\\n10.0.0.0/z",
                "network,as.number\\n10.0.0.0/8"
            })
    void aTableThatCannotBeReadIsRefused(String table) {
        assertThatThrownBy(() -> EcsFields.of(Map.of(EcsFields.GEOIP, table))).isInstanceOf(RuleSyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "now, 2026-01-05T10:20:30Z, 2026-01-05T10:20:30Z",
        "now-1d, 2026-01-04T10:20:30Z, 2026-01-04T10:20:30Z",
        "now/h, 2026-01-05T10:00:00Z, 2026-01-05T10:59:59.999Z",
        "now-1M/M, 2025-12-01T00:00:00Z, 2025-12-31T23:59:59.999Z",
        "now/w, 2026-01-05T00:00:00Z, 2026-01-11T23:59:59.999Z",
        "2026-01-05||-1y/y, 2025-01-01T00:00:00Z, 2025-12-31T23:59:59.999Z",
        "2026, 2026-01-01T00:00:00Z, 2026-12-31T23:59:59.999Z",
        "2026-02, 2026-02-01T00:00:00Z, 2026-02-28T23:59:59.999Z",
        "2026-01-05T10:00:00+02:00, 2026-01-05T08:00:00Z, 2026-01-05T08:00:00.999Z"
    })
    void dateMathRoundsDownAndUp(String text, String first, String last) {
        Instant now = Instant.parse("2026-01-05T10:20:30Z");
        assertThat(EcsDateMath.time(text, now, false)).isEqualTo(Values.of(Instant.parse(first)));
        assertThat(EcsDateMath.time(text, now, true)).isEqualTo(Values.of(Instant.parse(last)));
    }

    @Test
    void whatIsNoDateIsNull() {
        for (String text : List.of("", "soon", "now-", "now-1q", "2026-13", "now-999999999d", "20x6", "||")) {
            assertThat(EcsDateMath.time(text, Instant.EPOCH)).as(text).isEqualTo(Values.NULL);
        }
    }

    /** Java's own printing of hash maps is the reference; what is left out is put back in by hand. */
    @Test
    void textIsJavasOwnOfHashMaps() {
        var random = new Random(20260105);
        for (int run = 0; run < 500; run++) {
            var members = new HashMap<String, Value>();
            var printed = new HashMap<String, Object>();
            int size = 1 + random.nextInt(40);
            for (int i = 0; i < size; i++) {
                String key = Integer.toString(random.nextInt(1_000_000), 36);
                members.put(key, i % 2 == 0 ? Values.of(i) : Values.listOf(List.of(Values.of("v" + i), Values.TRUE)));
                printed.put(key, i % 2 == 0 ? (Object) i : List.of("v" + i, true));
            }
            assertThat(EcsText.of(Values.objectOf(members)).asText()).isEqualTo(printed.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.c, abc, true",
        "a.c, xabc, false",
        "(a|b)+, abab, true",
        "a+*, '', true",
        "a+?, '', true",
        "*a, *a, true",
        "a{2}, aa, true",
        "a{2}, aaa, false",
        "[^/]+, ab, true",
        "[^/]+, a/b, false",
        "a\\.b, a.b, true",
        "a\\.b, axb, false",
        "^a, ^a, true",
        "a$, a$, true",
        "a@, abc, true",
        "\\d+, 12, true",
        "a\"b*\", ab*, true",
        "(a|*b), *b, true",
        "[a-c]*?, abc, true",
        "a|b, b, true",
        "#, x, false"
    })
    void lucenesRegularExpressionsCoverTheWholeText(String pattern, String text, boolean matches) {
        assertThat(Patterns.compile(LuceneRegex.toRe2(pattern), true).find(text))
                .isEqualTo(matches);
    }
}
