package io.telltale.detection.language;

import static org.junit.jupiter.api.Assertions.fail;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Evaluation;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No text makes Elastic's languages answer anything but a rule, a construct by its name, or a syntax error: pieces in any
 * order, queries with damage, depth without end. What comes out runnable also runs.
 */
class ElasticLanguagesFuzzTest {
    private static final DetectionCore CORE = DetectionCore.standard();
    private static final List<AuditEvent> EVENTS = events();

    /** A language, the pieces of its texts, and whole texts. */
    record Texts(String language, List<String> pieces, List<String> wholes) {
        @Override
        public String toString() {
            return language;
        }
    }

    static Stream<Texts> texts() {
        List<String> common = List.of(
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                "\"",
                "\"\"\"",
                "'",
                "`",
                ",",
                ":",
                "=",
                "==",
                "!=",
                "<",
                "<=",
                ">",
                "*",
                "?",
                ".",
                "-",
                "+",
                "/",
                "%",
                "\\",
                "\\u",
                "|",
                "~",
                "^",
                "@",
                " ",
                "\n",
                "//",
                "/*",
                "*/",
                "event.action",
                "aws.cloudtrail.flattened.request_parameters.a.b",
                "source.as.number",
                "@timestamp",
                "\"a*\"",
                "1",
                "1.5",
                "1e999",
                "99999999999999999999",
                "true",
                "null",
                "now-1d/d",
                "\u0000",
                "é",
                "\uD83D");
        return Stream.of(
                new Texts(
                        "kuery",
                        with(common, "and", "or", "not", "AND", "a:", "a: (", "a: {", "a >= ", "x* y", "\\and"),
                        List.of(
                                "a: (b or \"c\" and not d*) and not (e.f: * or g >= 5) and h: { i: j } or \"k l\" or m*n: o")),
                new Texts(
                        "lucene",
                        with(common, "AND", "OR", "NOT", "&&", "||", "TO", "a:", "/a/", "[1 TO 2}", "_exists_:"),
                        List.of("a:b AND (c:\"d e\" OR NOT f:/g.*h/) -i:[1 TO 5} +j:>=3 _exists_:k l^2 m*:n o?p")),
                new Texts(
                        "eql",
                        with(
                                common,
                                "any",
                                "where",
                                "sequence",
                                "by",
                                "with",
                                "maxspan=5m",
                                "runs=2",
                                "until",
                                "and",
                                "or",
                                "not",
                                "in",
                                "in~",
                                "like",
                                "regex~",
                                "length(",
                                "stringContains(",
                                "cidrMatch(",
                                "?a",
                                "![",
                                "| head 3",
                                "sample"),
                        List.of(
                                "any where a == \"b\" and not c : (\"d*\", \"e\") or f in~ (\"g\") and length(h) > 2 + 3 * i"
                                        + " and stringContains~(j, k) and ?l != null | head 5",
                                "sequence by a with maxspan=5m [iam where b == 1] by c ![any where d] by c"
                                        + " [any where e like~ \"f*\"] by c with runs=2 until [any where g] by c")),
                new Texts(
                        "esql",
                        with(
                                common,
                                "from logs-aws.cloudtrail-*",
                                "metadata _id",
                                "where",
                                "eval",
                                "stats",
                                "by",
                                "keep",
                                "drop",
                                "rename",
                                "as",
                                "sort",
                                "desc",
                                "nulls last",
                                "limit",
                                "mv_expand",
                                "grok",
                                "dissect",
                                "inline stats",
                                "lookup join",
                                "count(*)",
                                "values(",
                                "case(",
                                "date_trunc(",
                                "1 day",
                                "like",
                                "rlike",
                                "is null",
                                "in",
                                "and",
                                "or",
                                "not",
                                "::string",
                                "kql(",
                                "\"%{WORD:w}\"",
                                "\"%{a} %{b}\""),
                        List.of(
                                "from logs-aws.cloudtrail-* metadata _id | where a == \"b\" and not c like \"d*\" and e in (1, 2)"
                                        + " | eval f = case(g > 1, concat(h, \"i\"), \"j\"), k = date_trunc(5 minutes, @timestamp)"
                                        + " | grok l \"%{WORD:m} (?<n>x+)\" | dissect o \"%{p}-%{q}\""
                                        + " | stats r = count(*) where s is not null, t = round(avg(u) / 2, 1) by v, w = x % 2"
                                        + " | inline stats y = max(r) | mv_expand v | rename r as z | drop t | keep z, v*"
                                        + " | sort z desc nulls last | limit 5")));
    }

    private static List<String> with(List<String> common, String... own) {
        var all = new ArrayList<>(common);
        all.addAll(List.of(own));
        return all;
    }

    @ParameterizedTest
    @MethodSource("texts")
    void piecesInAnyOrder(Texts texts) {
        long seed = 20260105;
        var random = new Random(seed);
        for (int run = 0; run < 700; run++) {
            var text = new StringBuilder(start(texts.language(), random));
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append(one(texts.pieces(), random)).append(random.nextBoolean() ? " " : "");
            }
            check(texts.language(), text.toString(), seed, run);
        }
    }

    private static String start(String language, Random random) {
        if (random.nextInt(4) == 0) {
            return "";
        }
        return switch (language) {
            case "esql" -> "from logs-aws.cloudtrail-* | ";
            case "eql" -> "any where ";
            default -> "event.action: ";
        };
    }

    private static String one(List<String> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void queriesWithDamage(Texts texts) {
        long seed = 7;
        var random = new Random(seed);
        for (int run = 0; run < 700; run++) {
            var text = new StringBuilder(one(texts.wholes(), random));
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, one(texts.pieces(), random));
                }
            }
            check(texts.language(), text.toString(), seed, run);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void depthAndLength(Texts texts) {
        String start = texts.language().equals("esql")
                ? "from logs-aws.cloudtrail-* | where "
                : texts.language().equals("eql") ? "any where " : "";
        for (String piece : List.of(
                "(",
                "not ",
                "NOT ",
                "a:(",
                "a:{",
                "-",
                "[",
                "{\"a\":",
                "a == (",
                "length(",
                "case(",
                "a + ",
                "a or ",
                "a and ",
                "| eval a = ",
                "![")) {
            check(texts.language(), start + piece.repeat(100_000), 0, 0);
        }
        check(texts.language(), start + "a".repeat(1_000_001), 0, 0);
    }

    private static void check(String language, String text, long seed, int run) {
        try {
            PreparedRule prepared = CORE.prepare(rule(language, text), Companions.NONE, Map.of());
            if (prepared.readiness() == Readiness.FAILED && prepared.reason().isBlank()) {
                fail("an empty message for " + text);
            }
            if (prepared.readiness() == Readiness.RUNNABLE) {
                Evaluation evaluation =
                        CORE.compile(List.of(prepared), Limits.DEFAULT).start(finding -> {});
                EVENTS.forEach(evaluation::accept);
                evaluation.finish();
            }
        } catch (RuntimeException | StackOverflowError e) {
            fail(
                    language + ", seed " + seed + ", run " + run + ": "
                            + text.substring(0, Math.min(500, text.length())),
                    e);
        }
    }

    private static Rule rule(String language, String text) {
        return Rule.local(language, SourceText.ofFile("fuzz", text));
    }

    private static List<AuditEvent> events() {
        var events = new ArrayList<AuditEvent>();
        for (int i = 0; i < 3; i++) {
            Value.ObjectOf fields = Values.objectOf(Map.of(
                    "eventName",
                    Values.of("E" + i),
                    "a",
                    i == 0 ? Values.NULL : Values.of(i),
                    "b",
                    Values.listOf(List.of(Values.of("x"), Values.NULL, Values.of(2))),
                    "c",
                    Values.objectOf(Map.of("d", Values.TRUE))));
            events.add(new AuditEvent(
                    "e" + i,
                    Optional.of(Instant.parse("2026-01-05T10:00:00Z").plusSeconds(i)),
                    fields,
                    "fuzz",
                    i + 1L));
        }
        return events;
    }
}
