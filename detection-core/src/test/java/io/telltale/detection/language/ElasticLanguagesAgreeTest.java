package io.telltale.detection.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Evaluation;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * One condition, written in each of Elastic's four languages, finds the same generated events. ES|QL's comparisons with null
 * are made false, as the other three have them.
 */
class ElasticLanguagesAgreeTest {
    private static final DetectionCore CORE = DetectionCore.standard();
    private static final List<String> FIELDS =
            List.of("event.action", "event.provider", "aws.cloudtrail.error_code", "user.name");
    private static final List<String> TEXTS = List.of("a", "A", "ab", "b", "ba*", "c d");

    /** A condition as each language writes it. */
    record Condition(String kuery, String lucene, String eql, String esql) {
        static Condition equal(String field, String text) {
            String quoted = "\"" + text + "\"";
            return new Condition(
                    field + ": " + quoted,
                    field + ":" + quoted,
                    field + " == " + quoted,
                    "coalesce(" + field + " == " + quoted + ", false)");
        }

        static Condition begins(String field, String text) {
            return new Condition(
                    field + ": " + text + "*",
                    field + ":" + text + "*",
                    "startsWith(" + field + ", \"" + text + "\")",
                    "coalesce(" + field + " like \"" + text + "*\", false)");
        }

        static Condition oneOf(String field, List<String> texts) {
            List<String> quoted = texts.stream().map(t -> "\"" + t + "\"").toList();
            String list = String.join(", ", quoted);
            return new Condition(
                    field + ": (" + String.join(" or ", quoted) + ")",
                    field + ":(" + String.join(" OR ", quoted) + ")",
                    field + " in (" + list + ")",
                    "coalesce(" + field + " in (" + list + "), false)");
        }

        static Condition exists(String field) {
            return new Condition(field + ": *", "_exists_:" + field, field + " != null", field + " is not null");
        }

        static Condition less(int than) {
            return new Condition("n < " + than, "n:<" + than, "n < " + than, "coalesce(n < " + than + ", false)");
        }

        /** The negation of an ordering alone is another ordering in EQL; joined with something it is not. */
        static Condition not(Condition one) {
            return new Condition(
                    "not (" + one.kuery() + ")",
                    "(NOT (" + one.lucene() + "))",
                    "not (" + one.eql() + ")",
                    "not (" + one.esql() + ")");
        }

        static Condition all(Condition a, Condition b) {
            return new Condition(
                    "(" + a.kuery() + ") and (" + b.kuery() + ")",
                    "(+(" + a.lucene() + ") +(" + b.lucene() + "))",
                    "(" + a.eql() + ") and (" + b.eql() + ")",
                    "(" + a.esql() + ") and (" + b.esql() + ")");
        }

        static Condition any(Condition a, Condition b) {
            return new Condition(
                    "(" + a.kuery() + ") or (" + b.kuery() + ")",
                    "((" + a.lucene() + ") OR (" + b.lucene() + "))",
                    "(" + a.eql() + ") or (" + b.eql() + ")",
                    "(" + a.esql() + ") or (" + b.esql() + ")");
        }
    }

    @Test
    void oneConditionFindsTheSameInAll() {
        long seed = 20260105;
        var random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            Condition condition = condition(random, 3);
            List<AuditEvent> events = events(random);
            String how = "seed " + seed + ", run " + run + ": " + condition.kuery();
            List<String> expected = found("kuery", condition.kuery(), events);
            assertThat(found("lucene", condition.lucene(), events)).as(how).isEqualTo(expected);
            assertThat(found("eql", "any where " + condition.eql(), events))
                    .as(how)
                    .isEqualTo(expected);
            assertThat(found("esql", "from logs-aws.cloudtrail-* | where " + condition.esql(), events))
                    .as(how)
                    .isEqualTo(expected);
        }
    }

    /** A filter split in two finds what it found in one. */
    @Test
    void filtersInTwoStagesFindTheSame() {
        var random = new Random(7);
        for (int run = 0; run < 100; run++) {
            Condition a = condition(random, 2);
            Condition b = condition(random, 2);
            List<AuditEvent> events = events(random);
            assertThat(found("esql", "from logs-aws.cloudtrail-* | where " + a.esql() + " | where " + b.esql(), events))
                    .as("run " + run)
                    .isEqualTo(found("kuery", Condition.all(a, b).kuery(), events));
        }
    }

    private static Condition condition(Random random, int depth) {
        String field = one(FIELDS, random);
        return switch (random.nextInt(depth == 0 ? 4 : 8)) {
            case 0 -> Condition.equal(field, one(TEXTS, random));
            case 1 -> Condition.begins(field, one(List.of("a", "A", "b", "c"), random));
            case 2 -> Condition.oneOf(field, List.of(one(TEXTS, random), one(TEXTS, random)));
            case 3 -> Condition.exists(field);
            case 4 -> Condition.all(Condition.exists("n"), Condition.less(random.nextInt(4)));
            case 5 -> Condition.not(condition(random, depth - 1));
            case 6 -> Condition.all(condition(random, depth - 1), condition(random, depth - 1));
            default -> Condition.any(condition(random, depth - 1), condition(random, depth - 1));
        };
    }

    private static String one(List<String> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static List<AuditEvent> events(Random random) {
        var events = new ArrayList<AuditEvent>();
        for (int i = 0; i < 12; i++) {
            var fields = new LinkedHashMap<String, Value>();
            maybe(fields, "eventName", random);
            maybe(fields, "eventSource", random);
            maybe(fields, "errorCode", random);
            var user = new LinkedHashMap<String, Value>();
            maybe(user, "userName", random);
            fields.put("userIdentity", Values.objectOf(user));
            if (random.nextBoolean()) {
                fields.put("n", Values.of(random.nextInt(4)));
            }
            events.add(new AuditEvent(
                    "e" + i,
                    Optional.of(Instant.parse("2026-01-05T10:00:00Z").plusSeconds(i)),
                    Values.objectOf(fields),
                    "generated",
                    i + 1L));
        }
        return events;
    }

    private static void maybe(Map<String, Value> fields, String name, Random random) {
        if (random.nextInt(4) > 0) {
            fields.put(name, Values.of(one(TEXTS, random)));
        }
    }

    private static List<String> found(String language, String text, List<AuditEvent> events) {
        PreparedRule prepared = CORE.prepare(rule(language, text), Companions.NONE, Map.of());
        var ids = new ArrayList<String>();
        Evaluation evaluation = CORE.compile(List.of(prepared), Limits.DEFAULT)
                .start(finding -> ids.add(finding.eventIds().stream().collect(Collectors.joining(","))));
        events.forEach(evaluation::accept);
        assertThat(prepared.reason()).as(language + ": " + text).isEmpty();
        assertThat(evaluation.finish())
                .as(text)
                .allMatch(verdict -> verdict.reason().isEmpty());
        return ids;
    }

    private static Rule rule(String language, String text) {
        return Rule.local(language, SourceText.ofFile("agreement", text));
    }
}
