package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rows of one pipeline while its commands are lowered: the stages so far, what names mean, and the rows' order. */
final class Rows {
    private static final Set<String> GIVES_SEVERAL = Set.of(
            "spl:split",
            "spl:mvappend",
            "spl:mvdedup",
            "spl:mvsort",
            "spl:mvindex",
            "spl:mvzip",
            "spl:mvrange",
            "spl:inside",
            "spl:leaf_inside",
            "spl:spath",
            "spl:json_array_to_mv",
            "spl:rex",
            "spl:pieces",
            "spl:each_event",
            "spl:member",
            "spl:looked_up",
            "spl:filtered",
            "spl:ocsf_unmapped_key",
            "spl:ocsf_unmapped_value",
            "spl:values",
            "spl:list");

    private final SearchContext context;
    private final List<Stage> stages = new ArrayList<>();
    private final Set<String> hidden = new LinkedHashSet<>();
    private final Set<String> several = new HashSet<>();
    private Pipeline.Source source;
    private Scope scope;
    /** What rows are ordered by where a command depends on it: newest first until a command orders them. */
    private List<Stage.Ordering> order;

    private Span command = Span.NONE;
    /** Whether a command that is still to come depends on the rows' order. */
    private boolean orderMatters;

    Rows(SearchContext context, Pipeline.Source source, Scope scope) {
        this.context = context;
        this.source = source;
        this.scope = scope;
        this.order = scope.open() ? newestFirst() : List.of();
    }

    /** The rows as they are now, to go on from on their own. */
    Rows copy() {
        var copy = new Rows(context, source, scope);
        copy.stages.addAll(stages);
        copy.hidden.addAll(hidden);
        copy.several.addAll(several);
        copy.order = order;
        copy.command = command;
        return copy;
    }

    SearchContext context() {
        return context;
    }

    Scope scope() {
        return scope;
    }

    /** The columns' names, where a command asks for all or for those of some form. */
    List<String> names() {
        if (!scope.open() && !scope.complete()) {
            refuse("all columns of a chart");
        }
        return scope.bound();
    }

    Span command() {
        return command;
    }

    void orderMatters(boolean matters) {
        orderMatters = matters;
    }

    boolean orderMatters() {
        return orderMatters;
    }

    void at(Span span) {
        command = span;
    }

    Pipeline pipeline() {
        return new Pipeline(source, stages);
    }

    void add(Stage stage) {
        stages.add(stage);
    }

    boolean isUntouched() {
        return stages.isEmpty();
    }

    void startFrom(Pipeline.Source newSource, Scope newScope) {
        source = newSource;
        scope = newScope;
        order = scope.open() ? newestFirst() : List.of();
    }

    void rescope(Scope newScope) {
        scope = newScope;
    }

    /** The rows have new columns and none of the old ones. */
    void renewed(Collection<String> names) {
        hidden.clear();
        several.clear();
        scope = new Scope.Fresh();
        names.forEach(n -> scope = scope.with(n));
    }

    List<Stage.Ordering> newestFirst() {
        return List.of(new Stage.Ordering(scope.resolve("_time", Span.NONE), true, true));
    }

    List<Stage.Ordering> order() {
        return order;
    }

    void order(List<Stage.Ordering> newOrder) {
        order = newOrder;
    }

    /** Sorts the rows as they come, where no stage has done so and a command now depends on it. */
    void putInOrder() {
        if (!order.isEmpty()) {
            stages.add(new Stage.Sort(order, command));
            order = List.of();
        }
    }

    void refuse(String construct) {
        context.refuse(construct, command);
    }

    void refuse(String construct, Span span) {
        context.refuse(construct, span);
    }

    void refuse(Unsupported unsupported) {
        context.refuse(unsupported.construct(), unsupported.span());
    }

    Expression resolve(Word name) {
        if (name.text().contains("*")) {
            refuse("wildcard in a list of fields");
        }
        return scope.resolve(name.text(), name.span());
    }

    Expression resolve(String name) {
        return scope.resolve(name, command);
    }

    Expression eval(EvalSyntax syntax) {
        return new EvalLowering(this).lower(syntax);
    }

    Expression literal(String text) {
        return new Expression.Literal(Values.of(text), command);
    }

    Expression literal(long number) {
        return new Expression.Literal(Values.of(number), command);
    }

    Expression literal(Value value) {
        return new Expression.Literal(value, command);
    }

    Expression call(String function, Expression... arguments) {
        return new Expression.Call("spl:" + function, List.of(arguments), command);
    }

    Expression isPresent(Expression value) {
        return new Expression.Not(
                new Expression.Test(TestKind.IS_NULL, value, List.of(), SearchComparison.MATCHING, command), command);
    }

    void filter(Expression condition) {
        stages.add(new Stage.Filter(condition, command));
    }

    /** Binds a field by its name in the search. */
    void bind(String name, Expression value) {
        boolean many = isSeveral(value);
        stages.add(new Stage.Extend(List.of(new Stage.Binding(name, value)), command));
        scope = scope.with(name);
        if (many) {
            several.add(name);
        } else {
            several.remove(name);
        }
    }

    /** Binds a column of the lowering's own, which no finding shows. */
    Expression bindHidden(Expression value) {
        String name = hiddenName();
        stages.add(new Stage.Extend(List.of(new Stage.Binding(name, value)), command));
        return new Expression.Column(name, command);
    }

    String hiddenName() {
        String name = context.newName();
        hidden.add(name);
        return name;
    }

    void hide(String name) {
        hidden.add(name);
    }

    void markSeveral(String name) {
        several.add(name);
    }

    /** Whether a value may be several. */
    boolean isSeveral(Expression value) {
        if (value instanceof Expression.Column column) {
            return several.contains(column.name());
        }
        if (value instanceof Expression.Field field) {
            return field.path().segments().contains(new FieldPath.Segment.Each());
        }
        if (value instanceof Expression.Conditional conditional) {
            return isSeveral(conditional.then()) || isSeveral(conditional.otherwise());
        }
        if (value instanceof Expression.Call call) {
            boolean kept =
                    call.function().equals("spl:alias") || call.function().equals("spl:coalesce");
            return GIVES_SEVERAL.contains(call.function())
                    || (kept && call.arguments().stream().anyMatch(this::isSeveral));
        }
        return false;
    }

    /** Removes names, by a pattern, from the row. */
    void remove(NamePattern pattern) {
        List<String> names = pattern.isWild() || scope.open() || scope.complete() ? names() : List.of(pattern.text());
        List<Stage.Binding> gone = names.stream()
                .filter(pattern::matches)
                .map(n -> new Stage.Binding(n, literal(Values.MISSING)))
                .toList();
        if (!gone.isEmpty()) {
            stages.add(new Stage.Extend(gone, command));
        }
        scope = new Scope.Removed(scope, pattern);
    }

    /** Takes the lowering's own columns off the rows that become findings. */
    void unhide() {
        if (!hidden.isEmpty()) {
            stages.add(new Stage.Extend(
                    hidden.stream()
                            .map(n -> new Stage.Binding(n, literal(Values.MISSING)))
                            .toList(),
                    command));
        }
    }
}
