package io.telltale.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Windows out of a seeded generator, against the plain reading of what a window is. */
class WindowsTest {
    private static final Matching NUMBERS =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.WHOLE);

    private record Occurrence(int id, int second, String key, int value) {}

    @Test
    void windowsAreThoseOfTheDefinition() {
        for (long seed = 0; seed < 400; seed++) {
            var random = new Random(seed);
            var log = new ArrayList<Occurrence>();
            for (int i = random.nextInt(60); i > 0; i--) {
                log.add(new Occurrence(i, random.nextInt(120), "k" + random.nextInt(3), random.nextInt(4)));
            }
            Collections.shuffle(log, random);
            int length = random.nextInt(20);
            int wanted = 1 + random.nextInt(4);
            boolean sliding = random.nextBoolean();
            boolean atLeast = sliding || random.nextBoolean();
            assertThat(found(log, length, wanted, sliding, atLeast))
                    .as(
                            "seed %d: %s, %d seconds, %d, sliding %s, at least %s",
                            seed, log, length, wanted, sliding, atLeast)
                    .containsExactlyInAnyOrderElementsOf(defined(log, length, wanted, sliding, atLeast));
        }
    }

    /** The definition, opening by opening: different values in a window. */
    private static List<List<Integer>> defined(
            List<Occurrence> log, int length, int wanted, boolean sliding, boolean atLeast) {
        var windows = new ArrayList<List<Integer>>();
        for (String key : List.of("k0", "k1", "k2")) {
            List<Occurrence> rows = log.stream()
                    .filter(o -> o.key().equals(key))
                    .sorted(Comparator.comparingInt(Occurrence::second))
                    .toList();
            int start = 0;
            while (start < rows.size()) {
                int opening = rows.get(start).second();
                List<Occurrence> window = rows.subList(start, rows.size()).stream()
                        .filter(o -> o.second() <= opening + length)
                        .toList();
                long values =
                        window.stream().mapToInt(Occurrence::value).distinct().count();
                boolean met = atLeast ? values >= wanted : values == wanted;
                if (met) {
                    windows.add(window.stream().map(Occurrence::id).sorted().toList());
                }
                start += met || !sliding ? window.size() : 1;
            }
        }
        return windows;
    }

    private static List<List<Integer>> found(
            List<Occurrence> log, int length, int wanted, boolean sliding, boolean atLeast) {
        Expression condition = new Expression.Test(
                atLeast ? TestKind.GE : TestKind.EQ,
                new Expression.Column("values", Span.NONE),
                List.of(Fixtures.literal(Values.of(wanted))),
                NUMBERS,
                Span.NONE);
        var stage = new Stage.Windows(
                List.of(new Stage.Binding("key", Fixtures.field("key"))),
                List.of(new Stage.Aggregation(
                        "values", "sigma:values", List.of(Fixtures.field("value")), Optional.empty())),
                condition,
                Duration.ofSeconds(length),
                sliding,
                length % 2 == 0,
                Span.NONE);
        var windows = new ArrayList<List<Integer>>();
        Evaluation run = DetectionCore.standard()
                .compile(List.of(Fixtures.rule("windows", stage)), Limits.DEFAULT)
                .start(finding -> windows.add(finding.eventIds().stream()
                        .map(Integer::valueOf)
                        .sorted()
                        .toList()));
        for (Occurrence each : log) {
            String time = Instant.parse("2026-01-05T10:00:00Z")
                    .plusSeconds(each.second())
                    .toString();
            AuditEvent event = Fixtures.event(
                    "" + each.id(), time, "{\"key\":\"" + each.key() + "\",\"value\":" + each.value() + "}");
            run.accept(event);
        }
        run.finish();
        return windows;
    }
}
