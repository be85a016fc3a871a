package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.text.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule that a correlation joins.
 *
 * @param name what the correlation calls it
 * @param names all that it can be called
 * @param place where the correlation names it
 */
record CorrelatedRule(String name, List<String> names, List<Stage> stages, Span place) {
    CorrelatedRule {
        names = List.copyOf(names);
        stages = List.copyOf(stages);
    }

    /** What an event must meet, where the rule looks at each event by itself. */
    Optional<Expression> condition() {
        return stages.size() == 1 && stages.get(0) instanceof Stage.Filter filter
                ? Optional.of(filter.condition())
                : Optional.empty();
    }

    /** The columns of the rows that it gives, where those are no events. */
    Set<String> columns() {
        var columns = new HashSet<String>();
        for (Stage stage : stages) {
            if (stage instanceof Stage.Windows windows) {
                windows.keys().forEach(key -> columns.add(key.name()));
                windows.aggregates().forEach(aggregate -> columns.add(aggregate.name()));
            } else if (stage instanceof Stage.Aggregate aggregate) {
                aggregate.keys().forEach(key -> columns.add(key.name()));
                aggregate.aggregates().forEach(each -> columns.add(each.name()));
            }
        }
        return columns;
    }
}
