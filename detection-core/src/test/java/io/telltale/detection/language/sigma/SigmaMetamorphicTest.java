package io.telltale.detection.language.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Evaluation;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.vendor.RepositoryFiles;
import io.telltale.detection.vendor.SuzakuFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules out of a seeded generator: what is written in another way, or asked of another order of events, finds the same. */
class SigmaMetamorphicTest {
    private static final DetectionCore CORE = DetectionCore.standard();
    private static final List<String> FIELDS = List.of("a", "b", "c.d");
    private static final List<String> MODIFIERS = List.of(
            "", "|contains", "|startswith", "|endswith", "|cased", "|neq", "|contains|cased", "|re", "|contains|neq");
    private static final List<String> VALUES = List.of("x", "X", "xy", "yx", "y", "'5'", "null", "''", "'x*'", "'?y'");
    private static final List<Value> FOUND = List.of(
            Values.of("x"),
            Values.of("X"),
            Values.of("xy"),
            Values.of("yx"),
            Values.of(""),
            Values.of(5),
            Values.NULL,
            new Value.ListOf(List.of(Values.of("x"), Values.of("zy"))));

    private record Item(String field, String modifiers, List<String> values) {
        String line(String newField) {
            return "    " + newField + modifiers + ": [" + String.join(", ", values) + "]\n";
        }

        String line() {
            return line(field);
        }

        static Item of(Random random, String field) {
            String modifiers = MODIFIERS.get(random.nextInt(MODIFIERS.size()));
            var values = new ArrayList<String>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                String value = VALUES.get(random.nextInt(VALUES.size()));
                values.add(modifiers.equals("|re") ? "x.?" : modifiers.isEmpty() ? value : value.replace("null", "n"));
            }
            return new Item(field, modifiers, values);
        }
    }

    @Test
    void aSearchIsTheConjunctionOfItsFields() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            List<Item> items = FIELDS.stream().map(f -> Item.of(random, f)).toList();
            List<AuditEvent> events = events(random);
            String whole = rule("  s:\n" + lines(items), "s");
            String apart = rule(
                    "  s1:\n" + items.get(0).line() + "  s2:\n" + items.get(1).line() + "  s3:\n"
                            + items.get(2).line(),
                    "s3 and (s1 and s2)");
            assertThat(found(apart, events)).as("seed %d: %s", seed, whole).isEqualTo(found(whole, events));
            String denied = rule("  s:\n" + lines(items), "not (not s)");
            assertThat(found(denied, events)).as("seed %d: %s", seed, whole).isEqualTo(found(whole, events));
        }
    }

    @Test
    void aListIsTheDisjunctionOfItsValues() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            Item item = Item.of(random, "a");
            List<AuditEvent> events = events(random);
            String connective = item.modifiers().contains("neq") ? " and " : " or ";
            var searches = new StringBuilder();
            var names = new ArrayList<String>();
            for (String value : item.values()) {
                names.add("s" + names.size());
                searches.append("  ").append(names.get(names.size() - 1)).append(":\n");
                searches.append(new Item("a", item.modifiers(), List.of(value)).line());
            }
            String whole = rule("  s:\n" + item.line(), "s");
            String apart = rule(searches.toString(), String.join(connective, names));
            assertThat(found(apart, events)).as("seed %d: %s", seed, whole).isEqualTo(found(whole, events));
        }
    }

    @Test
    void fieldsCanBeCalledOtherwiseAndEventsComeInAnyOrder() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            List<Item> items = List.of(Item.of(random, "a"), Item.of(random, "b"));
            List<AuditEvent> events = events(random);
            String whole = rule("  s:\n" + lines(items), "s");
            String exchanged =
                    rule("  s:\n" + items.get(0).line("b") + items.get(1).line("a"), "s");
            List<AuditEvent> other =
                    events.stream().map(SigmaMetamorphicTest::exchanged).toList();
            assertThat(found(exchanged, other)).as("seed %d: %s", seed, whole).isEqualTo(found(whole, events));
            var shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, random);
            assertThat(found(whole, shuffled)).as("seed %d: %s", seed, whole).isEqualTo(found(whole, events));
        }
    }

    private static String lines(List<Item> items) {
        return items.stream().map(Item::line).collect(Collectors.joining());
    }

    private static String rule(String searches, String condition) {
        return "title: Generated\nid: generated\nlogsource:\n  product: aws\n  service: cloudtrail\ndetection:\n"
                + searches + "  condition: " + condition + "\n";
    }

    private static List<AuditEvent> events(Random random) {
        var events = new ArrayList<AuditEvent>();
        for (int i = 0; i < 12; i++) {
            Map<String, Value> fields = new LinkedHashMap<>();
            for (String field : List.of("a", "b")) {
                if (random.nextInt(5) > 0) {
                    fields.put(field, FOUND.get(random.nextInt(FOUND.size())));
                }
            }
            if (random.nextBoolean()) {
                fields.put("c", Values.objectOf(Map.of("d", FOUND.get(random.nextInt(FOUND.size())))));
            }
            Instant time = Instant.parse("2026-01-05T10:00:00Z").plusSeconds(i);
            events.add(new AuditEvent("" + i, Optional.of(time), Values.objectOf(fields), "log", i));
        }
        return events;
    }

    private static AuditEvent exchanged(AuditEvent event) {
        Map<String, Value> fields = new LinkedHashMap<>();
        event.fields()
                .members()
                .forEach((name, value) -> fields.put(name.equals("a") ? "b" : name.equals("b") ? "a" : name, value));
        return new AuditEvent(event.id(), event.time(), Values.objectOf(fields), event.file(), event.index());
    }

    private static Set<String> found(String text, List<AuditEvent> events) {
        var files = new RepositoryFiles() {
            @Override
            public List<String> paths() {
                return List.of("suzaku/generated.yml");
            }

            @Override
            public String read(String path) {
                return text;
            }
        };
        PreparedRule rule = CORE.prepare(new SuzakuFormat().read(files).rules().get(0), Companions.NONE, Map.of());
        assertThat(rule.readiness()).as(rule.reason()).isEqualTo(Readiness.RUNNABLE);
        var ids = new TreeSet<String>();
        Evaluation run = CORE.compile(List.of(rule), Limits.DEFAULT).start(finding -> ids.addAll(finding.eventIds()));
        events.forEach(run::accept);
        run.finish();
        return ids;
    }
}
