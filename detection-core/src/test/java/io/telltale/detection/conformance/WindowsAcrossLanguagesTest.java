package io.telltale.detection.conformance;

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
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.RepositoryFiles;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.SuzakuFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Windows of event time over generated logs: the same question in Sigma and YARA-L has the same answer, joins of YARA-L
 * have the answer of their definition, and the order of the log and the names in a rule make no difference.
 */
class WindowsAcrossLanguagesTest {
    private static final DetectionCore CORE = DetectionCore.standard();
    private static final Instant BEGIN = Instant.parse("2026-01-05T10:00:00Z");

    private record Seen(int id, int second, String name, String address) {
        AuditEvent event() {
            Instant time = BEGIN.plusSeconds(second);
            Map<String, Value> fields = new LinkedHashMap<>();
            fields.put("eventTime", Values.of(time.toString()));
            fields.put("eventName", Values.of(name));
            fields.put("sourceIPAddress", Values.of(address));
            return new AuditEvent("" + id, Optional.of(time), Values.objectOf(fields), "log", id);
        }
    }

    @Test
    void countsInSlidingWindowsAreTheSameInBothLanguages() {
        for (long seed = 0; seed < 150; seed++) {
            var random = new Random(seed);
            List<Seen> log = log(random, 50);
            int length = 2 + random.nextInt(20);
            int least = 1 + random.nextInt(4);
            // Sigma's window has both its ends, YARA-L's only its beginning; times are whole seconds here.
            PreparedRule sigma = sigma("event_count", "gte: " + least, length - 1);
            PreparedRule yaral = yaral(
                    "$e.metadata.product_event_type = \"A\"\n$e.principal.ip = $ip",
                    "$ip over " + length + "s",
                    "#e >= " + least);
            assertThat(found(yaral, log)).as("seed %d: %s", seed, log).isEqualTo(found(sigma, log));
        }
    }

    @Test
    void aSlidingJoinHasTheEventsOfItsDefinition() {
        for (long seed = 0; seed < 150; seed++) {
            var random = new Random(seed);
            List<Seen> log = log(random, 40);
            int length = 1 + random.nextInt(20);
            boolean after = random.nextBoolean();
            var wanted = new TreeSet<String>();
            for (Seen pivot : log) {
                if (!pivot.name().equals("A")) {
                    continue;
                }
                List<Seen> near = log.stream()
                        .filter(other ->
                                other.name().equals("B") && other.address().equals(pivot.address()))
                        .filter(other -> {
                            int later = other.second() - pivot.second();
                            return after ? later >= 0 && later <= length : later <= 0 && -later <= length;
                        })
                        .toList();
                if (near.size() > 1) {
                    wanted.add(ids(near, pivot));
                }
            }
            PreparedRule rule = joined("over " + length + "s " + (after ? "after" : "before") + " $a", "$a and #b > 1");
            assertThat(found(rule, log)).as("seed %d: %s", seed, log).isEqualTo(wanted);
        }
    }

    @Test
    void aHopJoinFindsEveryPairThatLiesCloseEnough() {
        for (long seed = 0; seed < 150; seed++) {
            var random = new Random(seed);
            List<Seen> log = log(random, 40);
            int length = 1 + random.nextInt(20);
            var wanted = new TreeSet<Integer>();
            for (Seen a : log) {
                for (Seen b : log) {
                    if (a.name().equals("A")
                            && b.name().equals("B")
                            && a.address().equals(b.address())
                            && Math.abs(a.second() - b.second()) < length) {
                        wanted.add(a.id());
                        wanted.add(b.id());
                    }
                }
            }
            var events = new TreeSet<Integer>();
            for (String finding : found(joined("over " + length + "s", "$a and $b"), log)) {
                for (String id : finding.split(",", -1)) {
                    events.add(Integer.valueOf(id));
                }
            }
            assertThat(events).as("seed %d, %d seconds: %s", seed, length, log).isEqualTo(wanted);
        }
    }

    @Test
    void anAbsentEventIsOneThatNoWindowHolds() {
        for (long seed = 0; seed < 150; seed++) {
            var random = new Random(seed);
            List<Seen> log = log(random, 30);
            int length = 1 + random.nextInt(10);
            var wanted = new TreeSet<Integer>();
            for (Seen a : log) {
                boolean alone = log.stream()
                        .noneMatch(b -> b.name().equals("B")
                                && b.address().equals(a.address())
                                && Math.abs(a.second() - b.second()) < length);
                if (a.name().equals("A") && alone) {
                    wanted.add(a.id());
                }
            }
            var events = new TreeSet<Integer>();
            for (String finding : found(joined("over " + length + "s", "$a and !$b"), log)) {
                for (String id : finding.split(",", -1)) {
                    events.add(Integer.valueOf(id));
                }
            }
            assertThat(events).as("seed %d, %d seconds: %s", seed, length, log).isEqualTo(wanted);
        }
    }

    @Test
    void neitherTheOrderOfTheLogNorNamesMatter() {
        for (long seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            List<Seen> log = log(random, 40);
            var shuffled = new ArrayList<>(log);
            Collections.shuffle(shuffled, random);
            PreparedRule rule = joined("over 10s", "#a > 1 and $b");
            PreparedRule renamed = yaral(
                    "$second.principal.ip = $x\n$second.metadata.product_event_type = \"B\"\n"
                            + "$first.metadata.product_event_type = \"A\"\n$first.principal.ip = $x",
                    "$x over 10s",
                    "$second and 1 < #first");
            assertThat(found(rule, shuffled)).as("seed %d: %s", seed, log).isEqualTo(found(rule, log));
            assertThat(found(renamed, log)).as("seed %d: %s", seed, log).isEqualTo(found(rule, log));
        }
    }

    private static List<Seen> log(Random random, int most) {
        var log = new ArrayList<Seen>();
        var seconds = new ArrayList<Integer>();
        for (int i = 0; i < 120; i++) {
            seconds.add(i);
        }
        // Times all differ, so that no order of events is left open.
        Collections.shuffle(seconds, random);
        for (int i = random.nextInt(most); i > 0; i--) {
            log.add(new Seen(i, seconds.get(i), random.nextBoolean() ? "A" : "B", "10.0.0." + random.nextInt(3)));
        }
        log.sort(Comparator.comparingInt(Seen::second));
        return log;
    }

    private static String ids(List<Seen> events, Seen another) {
        var all = new ArrayList<>(events);
        all.add(another);
        all.sort(Comparator.comparingInt(Seen::second));
        return String.join(",", all.stream().map(e -> "" + e.id()).toList());
    }

    private static PreparedRule joined(String window, String condition) {
        return yaral(
                "$a.metadata.product_event_type = \"A\"\n$b.metadata.product_event_type = \"B\"\n"
                        + "$a.principal.ip = $ip\n$b.principal.ip = $ip",
                "$ip " + window,
                condition);
    }

    private static PreparedRule yaral(String events, String match, String condition) {
        String text =
                "rule generated {\nevents:\n" + events + "\nmatch:\n" + match + "\ncondition:\n" + condition + "\n}";
        return CORE.prepare(Rule.local("yaral", SourceText.ofFile("generated", text)), Companions.NONE, Map.of());
    }

    private static PreparedRule sigma(String type, String bound, int seconds) {
        String text = """
                title: Generated
                id: generated
                correlation:
                  type: %s
                  rules: [base]
                  group-by: [sourceIPAddress]
                  timespan: %ds
                  condition:
                    %s
                ---
                title: Base
                id: base-id
                name: base
                logsource:
                  product: aws
                  service: cloudtrail
                detection:
                  sel:
                    eventName: A
                  condition: sel
                """.formatted(type, seconds, bound);
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
        return CORE.prepare(new SuzakuFormat().read(files).rules().get(0), Companions.NONE, Map.of());
    }

    private static Set<String> found(PreparedRule rule, List<Seen> log) {
        assertThat(rule.readiness()).as(rule.reason()).isEqualTo(Readiness.RUNNABLE);
        var findings = new TreeSet<String>();
        Evaluation run =
                CORE.compile(List.of(rule), Limits.DEFAULT).start(f -> findings.add(String.join(",", f.eventIds())));
        log.forEach(seen -> run.accept(seen.event()));
        run.finish();
        return findings;
    }
}
