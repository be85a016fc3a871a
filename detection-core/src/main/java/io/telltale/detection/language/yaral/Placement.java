package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the record of an event variable is at a point of the pipeline: the row's own event, or, behind a join, columns
 * that the join carries. Notes which columns must be carried.
 */
final class Placement {
    private final String here;
    private final Map<String, Map<String, Expression>> carried = new LinkedHashMap<>();

    /** @param here the event variable that the row's own event belongs to */
    Placement(String here) {
        this.here = here;
    }

    /** Where every event's record is in columns. */
    static Placement ofNone() {
        return new Placement("");
    }

    /** An expression over the record of an event, as it reads at this point. */
    Expression placed(String event, Expression value, Span span) {
        if (event.equals(here) || value instanceof Expression.Literal) {
            return value;
        }
        String name = "$" + event + " " + Printer.print(value);
        carried.computeIfAbsent(event, e -> new LinkedHashMap<>()).putIfAbsent(name, value);
        return new Expression.Column(name, span);
    }

    /** A placeholder that an event variable has given its value. */
    Expression placeholder(String event, String name, Span span) {
        String column = RuleShape.column(name);
        if (!event.equals(here)) {
            carried.computeIfAbsent(event, e -> new LinkedHashMap<>())
                    .putIfAbsent(column, new Expression.Column(column, span));
        }
        return new Expression.Column(column, span);
    }

    /** What a join must carry of an event. */
    List<Stage.Binding> carried(String event) {
        var bindings = new ArrayList<Stage.Binding>();
        carried.getOrDefault(event, Map.of()).forEach((name, value) -> bindings.add(new Stage.Binding(name, value)));
        return bindings;
    }
}
