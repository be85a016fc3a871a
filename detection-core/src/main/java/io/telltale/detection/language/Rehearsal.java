package io.telltale.detection.language;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A vendor's own test of a rule, as the engine runs it: the rule lowered for it, and the events that it gives.
 *
 * @param rule the rule as far as the test asks for it, or the reasons why it cannot be run
 */
public record Rehearsal(Lowering rule, List<Given> events) {
    /** An event of a test; without a time where the test says none. */
    public record Given(Value.ObjectOf fields, Optional<Instant> time) {}

    public Rehearsal {
        events = List.copyOf(events);
    }

    /** A test that gives one event and asks whether the rule matches it, however many matches it counts. */
    public static Rehearsal ofEvent(Lowering rule, Value.ObjectOf event) {
        return new Rehearsal(
                new Lowering(rule.detection().map(Rehearsal::perEvent), rule.unsupported()),
                List.of(new Given(event, Optional.empty())));
    }

    /** The rule as far as it looks at single events; of one on the rows of a query, what it asks of a row. */
    public static Detection perEvent(Detection detection) {
        var filters = new ArrayList<Stage>();
        Pipeline.Source source = detection.pipeline().source();
        for (Stage stage : detection.pipeline().stages()) {
            if (stage instanceof Stage.Restate) {
                filters.clear();
                source = new Pipeline.Source.Log(Pipeline.CLOUDTRAIL);
            } else if (stage instanceof Stage.Filter) {
                filters.add(stage);
            }
        }
        return Detection.of(new Pipeline(source, filters), detection.parameters());
    }
}
