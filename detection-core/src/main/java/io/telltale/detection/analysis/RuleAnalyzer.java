package io.telltale.detection.analysis;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Printer;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the predicates, exclusions, fields, outputs and event references of a detection off its intermediate
 * representation. A column counts as the event field that it was computed from, where only transparent functions lie
 * between.
 */
public final class RuleAnalyzer {
    private final Function<String, Optional<FunctionEntry>> functions;

    /** Reads through the functions that the given registry knows. */
    public RuleAnalyzer(Function<String, Optional<FunctionEntry>> functions) {
        this.functions = functions;
    }

    public RuleAnalysis analyze(Detection detection) {
        return new Pass(detection.pipeline()).run(detection.pipeline().stages());
    }

    private final class Pass {
        private final Map<String, Expression> columns = new LinkedHashMap<>();
        private final Set<String> elements = new LinkedHashSet<>();
        private final Map<String, Predicate> predicates = new LinkedHashMap<>();
        private final Map<String, Predicate> exclusions = new LinkedHashMap<>();
        private final Set<String> fields = new LinkedHashSet<>();
        private final Map<String, String> outputs = new LinkedHashMap<>();
        private final List<RuleAnalysis.StageText> stages = new ArrayList<>();
        private final Set<EventAlternatives.Alternative> drawnOn = new LinkedHashSet<>();
        private final String namespace;
        private List<EventAlternatives.Alternative> events = List.of(EventAlternatives.OPEN);

        /** Rows of another log than this one have names of their own, which stay as they are. */
        Pass(Pipeline pipeline) {
            namespace = pipeline.source() instanceof Pipeline.Source.Table ? "" : Printer.NAMESPACE;
        }

        RuleAnalysis run(List<Stage> pipeline) {
            readAll(pipeline);
            return new RuleAnalysis(
                    List.copyOf(predicates.values()),
                    List.copyOf(exclusions.values()),
                    List.copyOf(fields),
                    outputs.entrySet().stream()
                            .map(e -> new RuleAnalysis.OutputField(e.getKey(), e.getValue()))
                            .toList(),
                    stages,
                    EventAlternatives.references(Stream.concat(events.stream(), drawnOn.stream())
                            .distinct()
                            .toList()));
        }

        private void readAll(List<Stage> pipeline) {
            for (Stage stage : pipeline) {
                stages.add(new RuleAnalysis.StageText(Printer.kind(stage), Printer.print(stage), stage.span()));
                read(stage);
            }
        }

        private void read(Stage stage) {
            String kind = Printer.kind(stage);
            if (stage instanceof Stage.Filter filter) {
                fields(filter.condition());
                conjuncts(filter.condition()).forEach(this::conjunct);
                events = EventAlternatives.both(events, EventAlternatives.of(filter.condition(), this::fieldName));
            } else if (stage instanceof Stage.Extend extend) {
                bind(extend.bindings(), kind);
            } else if (stage instanceof Stage.Project project) {
                outputs.clear();
                bind(project.bindings(), kind);
            } else if (stage instanceof Stage.Unnest unnest) {
                fields(unnest.list());
                Expression list = resolved(unnest.list());
                columns.put(unnest.column(), list);
                elements.add(unnest.column());
                outputs.put(unnest.column(), kind);
            } else if (stage instanceof Stage.Aggregate aggregate) {
                outputs.clear();
                bind(aggregate.keys(), kind);
                aggregates(aggregate.aggregates(), kind);
            } else if (stage instanceof Stage.Windows windows) {
                outputs.clear();
                bind(windows.keys(), kind);
                aggregates(windows.aggregates(), kind);
                conjuncts(windows.condition()).forEach(this::conjunct);
            } else if (stage instanceof Stage.Annotate annotate) {
                annotate.keys().forEach(key -> fields(key.value()));
                aggregates(annotate.aggregates(), kind);
            } else if (stage instanceof Stage.Join join) {
                join(join, kind);
            } else if (stage instanceof Stage.Union union) {
                union.others().forEach(other -> drawOn(new Pass(other), other, false));
            } else if (stage instanceof Stage.Running running) {
                running.keys().forEach(key -> fields(key.value()));
                aggregates(running.aggregates(), kind);
            } else if (stage instanceof Stage.Sequence sequence) {
                sequence(sequence, kind);
            } else if (stage instanceof Stage.Scan scan) {
                scan(scan, kind);
            } else if (stage instanceof Stage.Threshold threshold) {
                outputs.clear();
                bind(threshold.keys(), kind);
            } else {
                stage.expressions().forEach(this::fields);
            }
        }

        private void join(Stage.Join join, String kind) {
            var right = new Pass(join.right());
            drawOn(
                    right,
                    join.right(),
                    join.kind() == Stage.JoinKind.LEFT_ANTI || join.kind() == Stage.JoinKind.RIGHT_ANTI);
            for (Stage.JoinKey key : join.keys()) {
                fields(key.left());
                right.fields(key.right());
            }
            for (Stage.Binding binding : join.carried()) {
                right.fields(binding.value());
                Expression meaning = right.resolved(binding.value());
                columns.put(binding.name(), meaning);
                if (binding.value() instanceof Expression.Column column && right.elements.contains(column.name())) {
                    columns.put(binding.name(), right.columns.get(column.name()));
                    elements.add(binding.name());
                }
                outputs.put(binding.name(), kind);
            }
            fields.addAll(right.fields);
        }

        /** Reads another pipeline: its predicates are this rule's, or its exclusions where rows must not match. */
        private void drawOn(Pass other, Pipeline pipeline, boolean excluded) {
            other.readAll(pipeline.stages());
            for (Predicate found : other.predicates.values()) {
                Predicate predicate = excluded ? found.negation() : found;
                predicates.putIfAbsent(key(predicate), predicate);
                if (excluded) {
                    exclusions.putIfAbsent(key(predicate), predicate);
                }
            }
            if (!excluded) {
                other.exclusions.forEach(exclusions::putIfAbsent);
                drawnOn.addAll(other.events);
                drawnOn.addAll(other.drawnOn);
            }
            fields.addAll(other.fields);
        }

        private void sequence(Stage.Sequence sequence, String kind) {
            sequence.expressions().forEach(this::fields);
            var alternatives = new ArrayList<EventAlternatives.Alternative>();
            for (Stage.Step step : sequence.steps()) {
                conjuncts(
                                step.absent()
                                        ? new Expression.Not(
                                                step.condition(),
                                                step.condition().span())
                                        : step.condition())
                        .forEach(this::conjunct);
                if (!step.absent()) {
                    alternatives.addAll(EventAlternatives.of(step.condition(), this::fieldName));
                }
            }
            events = EventAlternatives.both(
                    events, alternatives.stream().distinct().toList());
            outputs.clear();
            sequence.keyNames().forEach(name -> outputs.put(name, kind));
        }

        private void scan(Stage.Scan scan, String kind) {
            scan.expressions().forEach(this::fields);
            var alternatives = new ArrayList<EventAlternatives.Alternative>();
            for (Stage.ScanStep step : scan.steps()) {
                conjuncts(step.condition()).forEach(this::conjunct);
                alternatives.addAll(EventAlternatives.of(step.condition(), this::fieldName));
            }
            events = EventAlternatives.both(
                    events, alternatives.stream().distinct().toList());
            scan.declared().forEach(column -> outputs.put(column.name(), kind));
            scan.matchId().ifPresent(column -> outputs.put(column, kind));
        }

        private void aggregates(List<Stage.Aggregation> aggregates, String kind) {
            for (Stage.Aggregation aggregate : aggregates) {
                aggregate.arguments().forEach(this::fields);
                aggregate.condition().ifPresent(this::fields);
                columns.remove(aggregate.name());
                outputs.put(aggregate.name(), kind);
            }
        }

        private void bind(List<Stage.Binding> bindings, String kind) {
            var bound = new LinkedHashMap<String, Expression>();
            for (Stage.Binding binding : bindings) {
                fields(binding.value());
                bound.put(binding.name(), resolved(binding.value()));
                outputs.putIfAbsent(binding.name(), kind);
            }
            columns.putAll(bound);
        }

        /** The expression with the columns that it reads directly replaced by what they stand for. */
        private Expression resolved(Expression expression) {
            if (expression instanceof Expression.Column column
                    && columns.containsKey(column.name())
                    && !elements.contains(column.name())) {
                return columns.get(column.name());
            }
            return expression;
        }

        private List<Expression> conjuncts(Expression condition) {
            return condition instanceof Expression.And and
                    ? and.operands().stream()
                            .flatMap(o -> conjuncts(o).stream())
                            .toList()
                    : List.of(condition);
        }

        private void conjunct(Expression condition) {
            var found = new ArrayList<Predicate>();
            collect(condition, false, found);
            for (Predicate predicate : found) {
                predicates.putIfAbsent(key(predicate), predicate);
                if (condition instanceof Expression.Not) {
                    exclusions.putIfAbsent(key(predicate), predicate);
                }
            }
        }

        private String key(Predicate p) {
            return String.join("\u0000", p.field(), p.kind(), p.value(), "" + p.negated(), "" + p.caseSensitive());
        }

        private void collect(Expression expression, boolean negated, List<Predicate> out) {
            if (expression instanceof Expression.Not not) {
                collect(not.operand(), !negated, out);
            } else if (expression instanceof Expression.And and) {
                and.operands().forEach(o -> collect(o, negated, out));
            } else if (expression instanceof Expression.Or or) {
                or.operands().forEach(o -> collect(o, negated, out));
            } else if (expression instanceof Expression.Conditional conditional) {
                boolean whenFalse = isLiteral(conditional.then(), false);
                collect(conditional.condition(), negated ^ whenFalse, out);
                collect(conditional.then(), negated, out);
                collect(conditional.otherwise(), negated, out);
            } else if (expression instanceof Expression.Test test) {
                test(test, negated, out);
            } else if (expression instanceof Expression.Call call) {
                call(call, negated, out);
            } else if (expression instanceof Expression.Quantified quantified) {
                columns.put(quantified.variable(), resolved(quantified.list()));
                elements.add(quantified.variable());
                collect(quantified.condition(), negated, out);
            } else if (expression instanceof Expression.Field || expression instanceof Expression.Column) {
                fieldName(expression)
                        .ifPresent(
                                name -> out.add(new Predicate(name, "eq", "true", negated, true, expression.span())));
            }
        }

        private boolean isLiteral(Expression expression, boolean value) {
            return expression instanceof Expression.Literal literal
                    && literal.value() instanceof Value.Bool bool
                    && bool.value() == value;
        }

        private void test(Expression.Test test, boolean negated, List<Predicate> out) {
            Optional<String> field = fieldName(test.operand());
            if (field.isEmpty()) {
                out.add(new Predicate(
                        firstField(test).orElse(""), "function", Printer.print(test), negated, true, test.span()));
                return;
            }
            boolean cased = test.matching().caseSensitive();
            if (test.kind().takesNoValue()) {
                out.add(new Predicate(field.get(), test.kind().label(), "", negated, true, test.span()));
                return;
            }
            boolean several = test.wanted().size() > 1;
            for (Expression wanted : test.wanted()) {
                TestKind kind = test.kind() == TestKind.IN && !several ? TestKind.EQ : test.kind();
                if (wanted instanceof Expression.Literal literal && literal.value() instanceof Value.ListOf list) {
                    String label = list.elements().size() > 1 ? "in" : "eq";
                    list.elements()
                            .forEach(e -> out.add(
                                    new Predicate(field.get(), label, e.asText(), negated, cased, wanted.span())));
                } else if (wanted instanceof Expression.Literal literal) {
                    boolean isNull = literal.value().isAbsent();
                    String label = isNull && kind == TestKind.EQ ? TestKind.IS_NULL.label() : kind.label();
                    Span span = wanted.span().equals(Span.NONE) ? test.span() : wanted.span();
                    out.add(new Predicate(
                            field.get(), label, literal.value().asText(), negated, isNull || cased, span));
                } else {
                    String value = fieldName(wanted).orElse(Printer.print(wanted));
                    boolean plain = kind == TestKind.EQ && fieldName(wanted).isPresent();
                    out.add(new Predicate(
                            field.get(), plain ? "field_eq" : kind.label(), value, negated, cased, test.span()));
                }
            }
        }

        private void call(Expression.Call call, boolean negated, List<Predicate> out) {
            Optional<FunctionEntry> entry = functions.apply(call.function());
            Optional<FunctionEntry.PredicateShape> shape = entry.flatMap(FunctionEntry::predicate);
            if (shape.isPresent()) {
                Optional<String> field =
                        fieldName(call.arguments().get(shape.get().operand()));
                Optional<Expression> wanted =
                        shape.get().wanted() < call.arguments().size()
                                ? Optional.of(call.arguments().get(shape.get().wanted()))
                                : Optional.empty();
                if (field.isPresent()) {
                    List<String> values = wanted.map(this::values).orElse(List.of(""));
                    String label = shape.get().kind() == TestKind.IN && values.size() == 1
                            ? TestKind.EQ.label()
                            : shape.get().kind().label();
                    values.forEach(value -> out.add(new Predicate(
                            field.get(), label, value, negated, shape.get().caseSensitive(), call.span())));
                    return;
                }
            }
            if (entry.map(FunctionEntry::transparent).orElse(false)
                    && !call.arguments().isEmpty()
                    && !(call.arguments().get(0) instanceof Expression.Field)) {
                collect(call.arguments().get(0), negated, out);
                return;
            }
            out.add(new Predicate(
                    firstField(call).orElse(""), "function", Printer.print(call), negated, true, call.span()));
        }

        private List<String> values(Expression wanted) {
            if (wanted instanceof Expression.Literal literal) {
                return literal.value() instanceof Value.ListOf list
                        ? list.elements().stream().map(Value::asText).toList()
                        : List.of(literal.value().asText());
            }
            return List.of(fieldName(wanted).orElse(Printer.print(wanted)));
        }

        /** The canonical name of the field that an expression reads, if it is one field behind transparent functions. */
        private Optional<String> fieldName(Expression expression) {
            if (expression instanceof Expression.Field field) {
                return Optional.of(namespace + field.path());
            }
            if (expression instanceof Expression.Column column) {
                Expression meaning = columns.get(column.name());
                if (meaning == null || meaning.equals(expression)) {
                    return Optional.of(column.name());
                }
                // A column that was computed from its own earlier value must not be looked for inside itself.
                columns.remove(column.name());
                Optional<String> name = fieldName(meaning);
                columns.put(column.name(), meaning);
                return elements.contains(column.name())
                        ? name.map(n -> n.endsWith("[]") ? n : n + "[]")
                        : name.or(() -> Optional.of(column.name()));
            }
            if (expression instanceof Expression.Call call && !call.arguments().isEmpty()) {
                Optional<FunctionEntry> entry = functions.apply(call.function()).filter(FunctionEntry::transparent);
                Optional<String> name =
                        entry.flatMap(e -> fieldName(call.arguments().get(0)));
                return entry.filter(FunctionEntry::part).isPresent() ? name.flatMap(n -> part(n, call)) : name;
            }
            return Optional.empty();
        }

        /** The part of a field that a call reads, where its path is a constant; list steps are written as here. */
        private Optional<String> part(String whole, Expression.Call call) {
            return call.arguments().get(1) instanceof Expression.Literal path && path.value() instanceof Value.Text text
                    ? Optional.of(whole + "." + text.value().replace("{}", "[]"))
                    : Optional.empty();
        }

        private Optional<String> firstField(Expression expression) {
            if (expression instanceof Expression.Field || expression instanceof Expression.Column) {
                return fieldName(expression);
            }
            return expression.children().stream()
                    .map(this::firstField)
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private void fields(Expression expression) {
            if (expression instanceof Expression.Field field && !namespace.isEmpty()) {
                fields.add(namespace + field.path());
            }
            expression.children().forEach(this::fields);
        }
    }
}
