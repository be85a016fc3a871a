package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows as far as they are lowered: where they come from, the stages that they pass, and the sources of their columns. */
final class Rows {
    private Pipeline.Source origin;
    private final List<Stage> stages = new ArrayList<>();
    private final Scope scope;

    Rows(Pipeline.Source origin, List<Source> sources) {
        this.origin = origin;
        this.scope = new Scope(sources);
    }

    /** One row without columns. */
    static Rows ofNothing() {
        return new Rows(new Pipeline.Source.Table(List.of(Map.of())), List.of());
    }

    List<Stage> stages() {
        return stages;
    }

    void add(Stage stage) {
        stages.add(stage);
    }

    Scope scope() {
        return scope;
    }

    List<Source> sources() {
        return scope.sources();
    }

    Pipeline pipeline() {
        return new Pipeline(origin, stages);
    }

    void startFrom(Pipeline.Source other) {
        origin = other;
    }

    /**
     * What a join carries of these rows' columns, and the sources as they are read behind it.
     *
     * @param carried takes the columns of the joined row
     */
    List<Source> carried(Context context, List<Binding> carried, Span span) {
        var moved = new ArrayList<Source>();
        for (Source source : scope.sources()) {
            var values = new ArrayList<Typed>();
            for (Source.Column column : source.columns()) {
                String hidden = context.hiddenColumn(column.name().text());
                carried.add(new Binding(hidden, column.value().expression()));
                values.add(new Typed(
                        new Expression.Column(hidden, span), column.value().type()));
            }
            Optional<Expression> event = Optional.empty();
            if (source.log().isPresent()) {
                String hidden = context.hiddenColumn("event");
                carried.add(
                        new Binding(hidden, source.log().get().event().orElseGet(() -> new Expression.Event(span))));
                event = Optional.of(new Expression.Column(hidden, span));
            }
            moved.add(source.carried(values, event));
        }
        return moved;
    }
}
