package io.telltale.detection.language.panther;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Rehearsal;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Outputs as a correlation's own test states them: for a rule, the values of its fields, and when outputs had them, as times
 * or as minutes. Each is an event that names its rule and holds the fields under their whole names.
 */
final class RehearsedSignals implements Signals {
    private static final String RULE = "rule";
    private static final String MATCHES = "matches";
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MOST_MINUTES = 60L * 24 * 366;
    private static final Matching SAME =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.WHOLE);

    private record Output(String rule, Instant time, int number) {}

    @Override
    public Outputs of(Correlation.Member member, Span span) {
        Expression rule = new Expression.Field(FieldPath.parse(RULE), span);
        Expression id = new Expression.Literal(Values.of(member.id()), span);
        var filter = new Stage.Filter(new Expression.Test(TestKind.EQ, rule, List.of(id), SAME, span), span);
        return new Outputs(
                List.of(filter),
                (path, at) -> Optional.of(
                        new Expression.Field(FieldPath.parse(MATCHES).then(path), at)),
                List.of(),
                List.of());
    }

    /**
     * The events of a test that a run behind the last of them looks back on.
     *
     * @param text where the rule's file says what is wrong with a test
     */
    static List<Rehearsal.Given> events(Value.ObjectOf test, Duration lookback, RuleText text)
            throws RuleSyntaxException {
        var outputs = new LinkedHashMap<Output, Map<String, Value>>();
        if (test.get("RuleOutputs") instanceof Value.ListOf rules) {
            for (Value element : rules.elements()) {
                if (element instanceof Value.ObjectOf rule) {
                    read(rule, outputs, text);
                }
            }
        }
        Optional<Instant> last = outputs.keySet().stream().map(Output::time).max(Comparator.naturalOrder());
        var events = new ArrayList<Rehearsal.Given>();
        for (Map.Entry<Output, Map<String, Value>> output : outputs.entrySet()) {
            Instant time = output.getKey().time();
            if (time.isAfter(last.orElseThrow().minus(lookback))) {
                events.add(new Rehearsal.Given(
                        Values.objectOf(Map.of(
                                RULE, Values.of(output.getKey().rule()), MATCHES, Values.objectOf(output.getValue()))),
                        Optional.of(time)));
            }
        }
        return events;
    }

    /** One time of several fields is one output; a time that one field names again is another. */
    private static void read(Value.ObjectOf rule, Map<Output, Map<String, Value>> outputs, RuleText text)
            throws RuleSyntaxException {
        String id = rule.get("ID").asText();
        if (!(rule.get("Matches") instanceof Value.ObjectOf fields)) {
            outputs.put(new Output(id, BEGIN, 0), Map.of());
            return;
        }
        for (Map.Entry<String, Value> field : fields.members().entrySet()) {
            if (!(field.getValue() instanceof Value.ObjectOf values)) {
                throw text.error(List.of("Tests"), "found Matches of " + field.getKey() + " without values");
            }
            var seen = new LinkedHashMap<Instant, Integer>();
            for (Map.Entry<String, Value> value : values.members().entrySet()) {
                for (Value when :
                        value.getValue() instanceof Value.ListOf times ? times.elements() : List.<Value>of()) {
                    Instant time = time(when, text);
                    int number = seen.merge(time, 1, Integer::sum);
                    outputs.computeIfAbsent(new Output(id, time, number), o -> new LinkedHashMap<>())
                            .put(field.getKey(), Values.of(value.getKey()));
                }
            }
        }
    }

    private static Instant time(Value when, RuleText text) throws RuleSyntaxException {
        if (when instanceof Value.Int minutes && Math.abs(minutes.value()) <= MOST_MINUTES) {
            return BEGIN.plus(Duration.ofMinutes(minutes.value()));
        }
        try {
            return Instant.parse(when.asText());
        } catch (DateTimeParseException e) {
            throw text.error(List.of("Tests"), "found " + when.asText() + ", expected a time or minutes");
        }
    }
}
