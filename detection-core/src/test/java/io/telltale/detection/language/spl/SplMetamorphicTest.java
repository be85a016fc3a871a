package io.telltale.detection.language.spl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.telltale.detection.DetectionCore;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Searches that say the same in two ways, and logs in another order, give the same findings over generated events. */
class SplMetamorphicTest {
    private static final long SEED = 20261124;
    private static final DetectionCore CORE = DetectionCore.standard();
    private static final List<String> NAMES = List.of("PutImage", "GetObject", "ConsoleLogin", "RunInstances");
    private static final List<String> REGIONS = List.of("eu-west-1", "us-east-1");
    private static final List<String> USERS = List.of("ann", "bob", "eve");

    @Test
    void theOrderOfTheLogDoesNotMatter() {
        for (String search : List.of(
                "eventName=Put* | stats count dc(awsRegion) as r values(awsRegion) as v max(n) as hi median(n) as m by userName",
                "| stats earliest(eventName) as e latest(eventName) as l first(n) as f last(n) as z by awsRegion",
                "| eventstats avg(n) as mean stdev(n) as dev by awsRegion | where n>mean | table eventID n mean dev",
                "| streamstats window=3 count as c sum(n) as s by userName | where c=3 | table eventID s",
                "| bin _time span=5m | stats count by _time userName | where count>1",
                "| dedup 2 userName | table eventID",
                "| transaction userIdentity.userName maxpause=2m | where eventcount>2 | table eventcount duration",
                "eventName=GetObject [search eventName=ConsoleLogin | stats count by userName | table userName] | table eventID",
                "| join userName [search eventName=PutImage | stats latest(n) as newest by userName] | stats count by userName newest",
                "| top limit=2 userName by awsRegion",
                "| tstats count values(All_Changes.command) as c from datamodel=Change by All_Changes.user")) {
            List<AuditEvent> events = events(new Random(SEED), 120);
            var random = new Random(SEED + 1);
            Set<String> expected = findings(search, events);
            assertFalse(expected.isEmpty(), search);
            for (int i = 0; i < 5; i++) {
                Collections.shuffle(events, random);
                assertEquals(expected, findings(search, events), search);
            }
        }
    }

    @Test
    void twoWaysToSayTheSame() {
        var pairs = List.of(
                List.of("eventName=PutImage awsRegion=eu*", "eventName=PutImage | search awsRegion=eu*"),
                List.of("eventName=PutImage OR eventName=GetObject", "eventName IN (PutImage, GetObject)"),
                List.of("NOT (userName=ann OR userName=bob)", "NOT userName=ann NOT userName=bob"),
                List.of("eventName=PutImage", "| where eventName=\"PutImage\""),
                List.of("eventName=Put*", "| where like(eventName,\"Put%\")"),
                List.of("eventName=Put*", "| regex eventName=\"^Put\""),
                List.of("eventName=Put*", "| where searchmatch(\"eventName=Put*\")"),
                List.of("n>5", "| where n>5"),
                List.of("n>5 | table eventID", "| rename n as m | search m>5 | table eventID"),
                List.of(
                        "| stats count by userName",
                        "| stats count as c by userName awsRegion | stats sum(c) as count by userName"),
                List.of(
                        "| stats dc(eventName) as d by userName",
                        "| stats values(eventName) as v by userName | eval d=mvcount(v) | fields - v"),
                List.of(
                        "eventName=PutImage | stats count by userName",
                        "| stats count(eval(eventName=\"PutImage\")) as count by userName | where count>0"),
                List.of(
                        "eventName=PutImage | table eventID | append [search eventName=GetObject | table eventID]",
                        "eventName=PutImage OR eventName=GetObject | table eventID"),
                List.of(
                        "| eventstats max(n) as hi by userName | where n=hi | stats values(n) as n by userName",
                        "| stats max(n) as n by userName"),
                List.of(
                        "eventName=GetObject NOT [search eventName=PutImage | table userName] | table eventID",
                        "eventName=GetObject | join type=outer userName [search eventName=PutImage | stats count as c by userName]"
                                + " | where isnull(c) | table eventID"));
        for (List<String> pair : pairs) {
            for (int run = 0; run < 3; run++) {
                List<AuditEvent> events = events(new Random(SEED + run), 60);
                assertEquals(columns(pair.get(0), events), columns(pair.get(1), events), String.valueOf(pair));
            }
        }
    }

    private static List<AuditEvent> events(Random random, int count) {
        var out = new ArrayList<AuditEvent>();
        Instant time = Instant.parse("2026-01-05T10:00:00Z");
        for (int i = 0; i < count; i++) {
            time = time.plusSeconds(1 + random.nextInt(120));
            var id = String.format("e%03d", i);
            Value user = Values.objectOf(Map.of("userName", Values.of(pick(USERS, random))));
            var fields = Values.objectOf(Map.of(
                    "eventID", Values.of(id),
                    "eventTime", Values.of(time.toString()),
                    "eventName", Values.of(pick(NAMES, random)),
                    "awsRegion", Values.of(pick(REGIONS, random)),
                    "userIdentity", user,
                    "n", Values.of(random.nextInt(10))));
            out.add(new AuditEvent(id, Optional.of(time), fields, "generated", i + 1L));
        }
        return out;
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static Set<String> findings(String search, List<AuditEvent> events) {
        var out = new TreeSet<String>();
        run(search, events, out, true);
        return out;
    }

    private static List<String> columns(String search, List<AuditEvent> events) {
        var out = new ArrayList<String>();
        run(search, events, out, false);
        Collections.sort(out);
        return out;
    }

    private static void run(String search, List<AuditEvent> events, Collection<String> out, boolean withEvents) {
        var rule = Rule.local("spl", SourceText.ofFile("search", search));
        PreparedRule prepared = CORE.prepare(rule, Companions.NONE, Map.of());
        assertEquals(Readiness.RUNNABLE, prepared.readiness(), search + ": " + prepared.reason());
        var evaluation = CORE.compile(List.of(prepared), Limits.DEFAULT).start(finding -> {
            var text = new TreeMap<String, String>();
            finding.columns().forEach((name, value) -> text.put(name, value.asText()));
            boolean withIds = withEvents || text.isEmpty();
            out.add(text + (withIds ? new TreeSet<>(finding.eventIds()).toString() : ""));
        });
        events.forEach(evaluation::accept);
        evaluation.finish();
    }
}
