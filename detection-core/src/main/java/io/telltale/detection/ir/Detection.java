package io.telltale.detection.ir;

import java.util.List;
import java.util.Optional;

/**
 * A rule as the engine runs it.
 *
 * @param pipeline what a row must pass to be a finding
 * @param schedule when the rule runs and how far it looks back; without one, each event is looked at as it comes and the
 *     stateful stages see the whole log
 * @param trigger how many rows one run must give before they are findings
 * @param title what a finding is called, where the rule computes it
 * @param severity a finding's severity, where the rule computes it
 * @param parameters what the reader may set
 */
public record Detection(
        Pipeline pipeline,
        Optional<Schedule> schedule,
        Trigger trigger,
        Optional<Expression> title,
        Optional<Expression> severity,
        List<Parameter> parameters) {

    public Detection {
        parameters = List.copyOf(parameters);
    }

    /** A detection that runs on events as they come, with its rule's own title and severity. */
    public static Detection of(Pipeline pipeline, List<Parameter> parameters) {
        return new Detection(
                pipeline, Optional.empty(), Trigger.ANY_ROW, Optional.empty(), Optional.empty(), parameters);
    }

    public Detection with(Schedule newSchedule, Trigger newTrigger) {
        return new Detection(pipeline, Optional.of(newSchedule), newTrigger, title, severity, parameters);
    }

    public Detection withTitle(Optional<Expression> newTitle, Optional<Expression> newSeverity) {
        return new Detection(pipeline, schedule, trigger, newTitle, newSeverity, parameters);
    }
}
