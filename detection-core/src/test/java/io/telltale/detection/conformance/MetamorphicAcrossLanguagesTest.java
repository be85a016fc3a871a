package io.telltale.detection.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.YamlDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One question in each of the nine languages over generated logs: a filter that is split in two, a field that is renamed,
 * a log in another order and a log cut into windows give the same findings, and for what all languages can ask, the same
 * in all of them.
 */
class MetamorphicAcrossLanguagesTest {
    private static final DetectionCore CORE = DetectionCore.standard();
    private static final Instant BEGIN = Instant.parse("2026-01-05T10:00:00Z");
    private static final int LOGS = 20;

    /** A rule's text in a language, with what its vendor's file says beside it. */
    private record Text(String language, String body, Value.ObjectOf document) {
        Text(String language, String body) {
            this(language, body, Values.objectOf(Map.of()));
        }

        Text renamed(String from, String to) {
            return new Text(language, body.replace(from, to), document);
        }
    }

    /** The same filter twice: whole, and split in two or turned around. */
    private record Pair(Text whole, Text split) {
        @Override
        public String toString() {
            return whole.language();
        }
    }

    private static Pair pair(String language, String whole, String split) {
        return new Pair(new Text(language, whole), new Text(language, split));
    }

    private static String sigma(String selections, String condition) {
        return "title: t\nid: t\nlogsource:\n  product: aws\n  service: cloudtrail\ndetection:\n" + selections
                + "  condition: " + condition + "\n";
    }

    private static String yaral(String variable, String separator) {
        return "rule r {\nevents:\n$" + variable + ".metadata.product_event_type = \"PutImage\"" + separator + "$"
                + variable + ".principal.ip = \"10.0.0.1\"\ncondition:\n$" + variable + "\n}";
    }

    /** PutImage from one address. */
    static List<Pair> filters() {
        return List.of(
                pair(
                        "python",
                        "def rule(event):\n    return event.get('eventName') == 'PutImage' and event.get('sourceIPAddress') == '10.0.0.1'\n",
                        "def rule(event):\n    if event.get('eventName') != 'PutImage':\n        return False\n    return event.get('sourceIPAddress') in ('10.0.0.1',)\n"),
                pair(
                        "sigma",
                        sigma("  s:\n    eventName: PutImage\n    sourceIPAddress: 10.0.0.1\n", "s"),
                        sigma("  a:\n    eventName: PutImage\n  b:\n    sourceIPAddress: 10.0.0.1\n", "b and a")),
                pair(
                        "spl",
                        "eventName=PutImage sourceIPAddress=\"10.0.0.1\"",
                        "eventName=PutImage | search sourceIPAddress=\"10.0.0.1\""),
                pair(
                        "kusto",
                        "AWSCloudTrail | where EventName == 'PutImage' and SourceIpAddress == '10.0.0.1'",
                        "AWSCloudTrail | where SourceIpAddress == '10.0.0.1' | where EventName == 'PutImage'"),
                pair(
                        "kuery",
                        "event.action:PutImage and source.ip:10.0.0.1",
                        "source.ip:10.0.0.1 and not (not event.action:PutImage)"),
                pair(
                        "lucene",
                        "event.action:PutImage AND source.ip:10.0.0.1",
                        "+source.ip:10.0.0.1 +event.action:PutImage"),
                pair(
                        "eql",
                        "any where event.action == \"PutImage\" and source.ip == \"10.0.0.1\"",
                        "any where source.ip == \"10.0.0.1\" and (event.action == \"PutImage\")"),
                pair(
                        "esql",
                        "from logs-aws.cloudtrail-* | where event.action == \"PutImage\" and source.ip == \"10.0.0.1\"",
                        "from logs-aws.cloudtrail-* | where source.ip == \"10.0.0.1\" | where event.action == \"PutImage\""),
                pair("yaral", yaral("e", "\n"), yaral("second", " and ")));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void aSplitFilterFindsTheSameInEveryLanguage(Pair pair) {
        PreparedRule whole = prepared(pair.whole());
        PreparedRule split = prepared(pair.split());
        for (long seed = 0; seed < LOGS; seed++) {
            List<AuditEvent> log = log(new Random(seed), BEGIN, "e");
            var wanted = new TreeSet<String>();
            log.stream()
                    .filter(e -> e.fields().get("eventName").equals(Values.of("PutImage"))
                            && e.fields().get("sourceIPAddress").equals(Values.of("10.0.0.1")))
                    .forEach(e -> wanted.add(e.id()));
            assertThat(ids(whole, log)).as("seed " + seed).isEqualTo(wanted);
            assertThat(ids(split, log)).as("seed " + seed).isEqualTo(wanted);
        }
    }

    /** A field that no schema knows, compared with a text and a number. */
    static List<Text> comparisons() {
        return List.of(
                new Text(
                        "python",
                        "def rule(event):\n    return str(event.get('color')).startswith('re') or (event.get('color') or '') > 'x'\n"),
                new Text("sigma", sigma("  s:\n    color|startswith: re\n  t:\n    color|contains: y\n", "s or not t")),
                new Text("spl", "color=re* OR NOT color=*y*"),
                new Text("spl", "| where like(color, \"re%\") OR isnull(color)"),
                new Text(
                        "kusto",
                        "AWSCloudTrail | where tostring(parse_json(RequestParameters).color) startswith 're' or isempty(tostring(parse_json(RequestParameters).color))"),
                new Text("kuery", "color:re* or not color:*"),
                new Text("lucene", "color:re* OR (*:* AND NOT _exists_:color)"),
                new Text("eql", "any where color : \"re*\" or color == null"),
                new Text("esql", "from logs-aws.cloudtrail-* | where color like \"re*\" or color is null"));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void aRenamedFieldFindsTheSame(Text text) {
        PreparedRule rule = prepared(text);
        PreparedRule renamed = prepared(text.renamed("color", "shade"));
        boolean isFound = false;
        for (long seed = 0; seed < LOGS; seed++) {
            List<AuditEvent> log = log(new Random(seed), BEGIN, "e");
            Set<String> found = ids(rule, log);
            isFound |= !found.isEmpty();
            assertThat(ids(renamed, log.stream().map(e -> renamed(e)).toList()))
                    .as("seed " + seed)
                    .isEqualTo(found);
        }
        assertThat(isFound).isTrue();
    }

    private static AuditEvent renamed(AuditEvent event) {
        var fields = (Value.ObjectOf) renamed(event.fields());
        return new AuditEvent(event.id(), event.time(), fields, event.file(), event.index());
    }

    private static Value renamed(Value value) {
        if (!(value instanceof Value.ObjectOf object)) {
            return value;
        }
        var members = new LinkedHashMap<String, Value>();
        object.members().forEach((name, member) -> members.put(name.equals("color") ? "shade" : name, renamed(member)));
        return new Value.ObjectOf(members);
    }

    /** Rules that look at several events within ten minutes at the most. */
    static List<Text> stateful() {
        Value.ObjectOf threshold = Values.objectOf(
                Map.of("RuleID", Values.of("r"), "Threshold", Values.of(3L), "DedupPeriodMinutes", Values.of(10L)));
        return List.of(
                new Text(
                        "python",
                        "def rule(event):\n    return event.get('eventName') == 'PutImage'\n\ndef dedup(event):\n    return str(event.get('sourceIPAddress'))\n",
                        threshold),
                new Text(
                        "spl",
                        "eventName=PutImage | bin _time span=10m | stats count by _time sourceIPAddress | where count>2"),
                new Text("spl", "| transaction sourceIPAddress maxspan=5m maxpause=1m | where eventcount>2"),
                new Text(
                        "spl",
                        "| streamstats time_window=5m count as c by sourceIPAddress | where c=3 | table c eventID"),
                new Text(
                        "kusto",
                        "AWSCloudTrail | summarize c = count(), names = make_set(EventName), first = arg_min(TimeGenerated, EventName)"
                                + " by bin(TimeGenerated, 10m), SourceIpAddress | where c > 2"),
                new Text(
                        "kusto",
                        "let a = AWSCloudTrail | where EventName == 'PutImage'; a | join kind=inner (AWSCloudTrail | where EventName == 'GetObject')"
                                + " on SourceIpAddress | where TimeGenerated1 between (TimeGenerated .. 5m) | project SourceIpAddress, TimeGenerated, TimeGenerated1"),
                new Text(
                        "eql",
                        "sequence by source.ip with maxspan=5m\n  [any where event.action == \"PutImage\"]\n  [any where event.action == \"GetObject\"]"),
                new Text(
                        "esql",
                        "from logs-aws.cloudtrail-* | eval t = date_trunc(10 minutes, @timestamp) | stats c = count(*), d = count_distinct(event.action)"
                                + " by t, source.ip | where c > 2"),
                new Text(
                        "yaral",
                        "rule r {\nevents:\n$e.metadata.product_event_type = \"PutImage\"\n$e.principal.ip = $ip\nmatch:\n$ip over 5m\ncondition:\n#e > 2\n}"));
    }

    @ParameterizedTest
    @MethodSource("stateful")
    void theOrderOfALogAndItsPartsMakeNoDifference(Text text) {
        PreparedRule rule = prepared(text);
        boolean isFound = false;
        for (long seed = 0; seed < LOGS; seed++) {
            var random = new Random(seed);
            List<AuditEvent> morning = log(random, BEGIN, "a");
            List<AuditEvent> evening = log(random, BEGIN.plus(Duration.ofHours(8)), "b");
            var whole = new ArrayList<>(morning);
            whole.addAll(evening);
            List<String> found = findings(rule, whole);
            isFound |= !found.isEmpty();
            var parts = new ArrayList<>(findings(rule, morning));
            parts.addAll(findings(rule, evening));
            Collections.sort(parts);
            assertThat(parts).as("in parts, seed " + seed).isEqualTo(found);
            Collections.shuffle(whole, random);
            assertThat(findings(rule, whole)).as("shuffled, seed " + seed).isEqualTo(found);
        }
        assertThat(isFound).isTrue();
    }

    /** Events within half an hour, no two at one time. */
    private static List<AuditEvent> log(Random random, Instant begin, String prefix) {
        var out = new ArrayList<AuditEvent>();
        Instant time = begin;
        for (int i = 0; i < 40; i++) {
            time = time.plusSeconds(1 + random.nextInt(80));
            String id = prefix + String.format(java.util.Locale.ROOT, "%03d", i);
            var fields = new LinkedHashMap<String, Value>();
            fields.put("eventID", Values.of(id));
            fields.put("eventTime", Values.of(time.toString()));
            fields.put("eventSource", Values.of("ecr.amazonaws.com"));
            fields.put("eventName", Values.of(random.nextBoolean() ? "PutImage" : "GetObject"));
            int address = random.nextInt(8);
            if (address < 6) {
                fields.put("sourceIPAddress", Values.of("10.0.0." + address % 3));
            } else if (address == 6) {
                fields.put("sourceIPAddress", Values.NULL);
            }
            Value color = List.of(Values.of("red"), Values.of("grey"), Values.of("yellow"), Values.NULL)
                    .get(random.nextInt(4));
            fields.put("color", color);
            fields.put("requestParameters", Values.objectOf(Map.of("color", color)));
            out.add(new AuditEvent(id, Optional.of(time), new Value.ObjectOf(fields), "generated", i + 1L));
        }
        return out;
    }

    private static Set<String> ids(PreparedRule rule, List<AuditEvent> log) {
        var out = new TreeSet<String>();
        var run = CORE.compile(List.of(rule), Limits.DEFAULT).start(finding -> out.addAll(finding.eventIds()));
        log.forEach(run::accept);
        run.finish();
        return out;
    }

    private static List<String> findings(PreparedRule rule, List<AuditEvent> log) {
        var out = new ArrayList<String>();
        var run = CORE.compile(List.of(rule), Limits.DEFAULT).start(finding -> {
            var columns = new TreeMap<String, String>();
            finding.columns().forEach((name, value) -> columns.put(name, value.asText()));
            out.add(new TreeSet<>(finding.eventIds()) + " " + columns);
        });
        log.forEach(run::accept);
        run.finish();
        Collections.sort(out);
        return out;
    }

    private static PreparedRule prepared(Text text) {
        var rule = Rule.local(
                text.language(),
                SourceText.ofFile("rule", text.body()),
                text.language().equals("sigma") ? yaml(text.body()) : text.document());
        PreparedRule prepared = CORE.prepare(rule, Companions.NONE, Map.of());
        assertThat(prepared.readiness()).as(text + ": " + prepared.reason()).isEqualTo(Readiness.RUNNABLE);
        return prepared;
    }

    private static Value.ObjectOf yaml(String text) {
        try {
            return YamlDocument.readAll("rule", text).get(0).value();
        } catch (RuleSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
