package io.telltale.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The index gives what the full scan gives, on generated conditions and events. */
class IndexAgainstFullScanTest {
    private static final List<String> NAMES = List.of("PutImage", "putimage", "GetObject", "StopLogging", "");
    private static final int ROUNDS = 300;

    @Test
    void findingsAndVerdictsAreEqual() {
        long fired = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var rules = new ArrayList<PreparedRule>();
            for (int i = 0; i < 12; i++) {
                rules.add(Fixtures.rule("r" + i, Fixtures.filter(condition(random, 4))));
            }
            var set = new RuleSet(rules, new FunctionRegistry(List.of()), Limits.DEFAULT);
            var byIndex = new ArrayList<Finding>();
            var byScan = new ArrayList<Finding>();
            Evaluation indexed = set.start(byIndex::add);
            Evaluation scan = set.startFullScan(byScan::add);
            for (int i = 0; i < 20; i++) {
                AuditEvent event = event(random, i);
                indexed.accept(event);
                scan.accept(event);
            }
            assertThat(indexed.finish()).as("seed " + seed).isEqualTo(scan.finish());
            assertThat(byIndex).as("seed " + seed).isEqualTo(byScan);
            fired += byScan.size();
        }
        assertThat(fired).as("the generated rules must fire at times").isGreaterThan(ROUNDS);
    }

    private static Expression condition(Random random, int depth) {
        int choice = random.nextInt(depth == 0 ? 4 : 8);
        return switch (choice) {
            case 0, 1 -> name(random, TestKind.EQ, 1);
            case 2 -> name(random, TestKind.IN, 2);
            case 3 -> Fixtures.test(TestKind.EQ, "awsRegion", matching(random), "us-east-1");
            case 4 -> new Expression.Not(condition(random, depth - 1), Span.NONE);
            case 5 ->
                new Expression.And(List.of(condition(random, depth - 1), condition(random, depth - 1)), Span.NONE);
            case 6 -> new Expression.Or(List.of(condition(random, depth - 1), condition(random, depth - 1)), Span.NONE);
            default ->
                new Expression.Conditional(
                        condition(random, depth - 1),
                        random.nextBoolean() ? Fixtures.literal(Values.FALSE) : condition(random, depth - 1),
                        random.nextBoolean() ? Fixtures.literal(Values.of(random.nextBoolean())) : condition(random, 0),
                        Span.NONE);
        };
    }

    private static Expression name(Random random, TestKind kind, int values) {
        var wanted = new String[values];
        for (int i = 0; i < values; i++) {
            wanted[i] = NAMES.get(random.nextInt(NAMES.size()));
        }
        return Fixtures.test(kind, "eventName", matching(random), wanted);
    }

    private static Matching matching(Random random) {
        return new Matching(
                random.nextBoolean(),
                one(random, List.of(Matching.Absent.values())),
                one(random, List.of(Matching.Types.values())),
                one(random, List.of(Matching.Lists.values())));
    }

    private static <T> T one(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static AuditEvent event(Random random, int index) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String member = switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "\"eventName\":null,";
            case 2 -> "\"eventName\":[\"" + name + "\"],";
            default -> "\"eventName\":\"" + name + "\",";
        };
        return Fixtures.event(
                "e" + index,
                "2026-01-05T10:00:00Z",
                "{" + member + "\"awsRegion\":\"" + (random.nextBoolean() ? "us-east-1" : "eu-west-1") + "\"}");
    }
}
