package io.telltale.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Values;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stands behind rows that were made of rows. */
class GatheredEventsTest {
    private static AuditEvent event(int second) {
        return new AuditEvent(
                "e" + second,
                Optional.of(Instant.ofEpochSecond(second)),
                Values.objectOf(Map.of("second", Values.of(second))),
                "generated",
                second);
    }

    private static List<Integer> seconds(Row row) {
        return row.events().stream().map(e -> (int) e.index()).toList();
    }

    @Test
    void eachEventStandsBehindARowOnceInTheOrderOfTime() {
        Row late = Row.of(event(9));
        Row early = Row.aggregated(Map.of(), List.of(Row.of(event(5)), late, Row.of(event(2))));
        Row both = Row.aggregated(Map.of(), List.of(late, early, Row.of(event(7))));
        assertThat(seconds(both)).containsExactly(2, 5, 7, 9);
        assertThat(both.instant()).contains(Instant.ofEpochSecond(9));
    }

    @Test
    void rowsThatOneRowWasTakenApartIntoShareItsEvents() {
        Row whole = Row.aggregated(Map.of(), List.of(Row.of(event(1)), Row.of(event(2))));
        Row again = Row.aggregated(Map.of(), List.of(whole.with("n", Values.of(1)), whole.with("n", Values.of(2))));
        assertThat(again.events()).isSameAs(whole.events());
    }

    @Test
    void rowsMayStandOnOneAnotherAsDeepAsALogIsLong() {
        int length = 50_000;
        Row row = Row.of(event(1));
        for (int second = 2; second <= length; second++) {
            row = Row.aggregated(Map.of(), List.of(row, Row.of(event(second))));
        }
        assertThat(row.events()).hasSize(length);
        assertThat(row.events().get(length - 1).index()).isEqualTo(length);
    }
}
