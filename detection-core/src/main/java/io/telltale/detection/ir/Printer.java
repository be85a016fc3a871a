package io.telltale.detection.ir;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The one printable form of the intermediate representation, used on pages, in explanations and in tests. A test is
 * written {@code field kind value}, with {@code /i} behind the kind where letters do not differ by case; event fields
 * carry the provider's namespace.
 */
public final class Printer {
    /** The namespace of AWS. */
    public static final String NAMESPACE = "aws::";

    private static final int LONGEST = 1000;

    private Printer() {}

    public static String print(Expression expression) {
        if (expression instanceof Expression.Literal literal) {
            return shortened(ValueText.json(literal.value()));
        }
        if (expression instanceof Expression.Field field) {
            return NAMESPACE + field.path();
        }
        if (expression instanceof Expression.Event) {
            return "event";
        }
        if (expression instanceof Expression.Column column) {
            return column.name();
        }
        if (expression instanceof Expression.Not not) {
            return "not " + nested(not.operand());
        }
        if (expression instanceof Expression.And and) {
            return join(and.operands(), " and ");
        }
        if (expression instanceof Expression.Or or) {
            return join(or.operands(), " or ");
        }
        if (expression instanceof Expression.Test test) {
            return print(test);
        }
        if (expression instanceof Expression.Call call) {
            return call.function()
                    + call.arguments().stream().map(Printer::print).collect(Collectors.joining(", ", "(", ")"));
        }
        if (expression instanceof Expression.Conditional conditional) {
            if (is(conditional.otherwise(), Values.FALSE)) {
                return nested(conditional.condition()) + " and then " + nested(conditional.then());
            }
            if (is(conditional.then(), Values.TRUE)) {
                return nested(conditional.condition()) + " or else " + nested(conditional.otherwise());
            }
            return "if " + nested(conditional.condition()) + " then " + nested(conditional.then()) + " else "
                    + nested(conditional.otherwise());
        }
        if (expression instanceof Expression.Quantified quantified) {
            return (quantified.quantifier() == Expression.Quantifier.ANY ? "any " : "all ") + quantified.variable()
                    + " in " + nested(quantified.list()) + ": " + nested(quantified.condition());
        }
        if (expression instanceof Expression.Comprehension made) {
            String where = made.condition().map(c -> " if " + nested(c)).orElse("");
            return "[" + nested(made.result()) + " for " + made.variable() + " in " + nested(made.list()) + where + "]";
        }
        Expression.Script script = (Expression.Script) expression;
        return script.body().language() + " " + script.body().entryPoint();
    }

    public static String print(Stage stage) {
        if (stage instanceof Stage.Filter filter) {
            return "filter " + print(filter.condition());
        }
        if (stage instanceof Stage.Extend extend) {
            return "extend " + bindings(extend.bindings());
        }
        if (stage instanceof Stage.Project project) {
            return "project " + bindings(project.bindings());
        }
        if (stage instanceof Stage.Restate) {
            return "restate";
        }
        if (stage instanceof Stage.Unnest unnest) {
            return "unnest " + unnest.column() + " from " + print(unnest.list())
                    + (unnest.keepEmpty() ? " keeping empty" : "");
        }
        if (stage instanceof Stage.Spread spread) {
            return "spread " + spread.column();
        }
        if (stage instanceof Stage.Aggregate aggregate) {
            return "aggregate " + aggregates(aggregate.aggregates()) + by(aggregate.keys());
        }
        if (stage instanceof Stage.Annotate annotate) {
            return "annotate " + aggregates(annotate.aggregates()) + by(annotate.keys());
        }
        if (stage instanceof Stage.Distinct distinct) {
            return "distinct " + distinct.keys().stream().map(Printer::print).collect(Collectors.joining(", "));
        }
        if (stage instanceof Stage.Sort sort) {
            return "sort "
                    + sort.orderings().stream()
                            .map(o -> print(o.key()) + (o.descending() ? " descending" : ""))
                            .collect(Collectors.joining(", "));
        }
        if (stage instanceof Stage.Limit limit) {
            return "limit " + limit.rows();
        }
        if (stage instanceof Stage.Join join) {
            return "join " + word(join.kind()) + " (" + print(join.right()) + ")"
                    + join.keys().stream()
                            .map(k -> nested(k.left()) + " = " + nested(k.right()))
                            .collect(Collectors.joining(", ", join.keys().isEmpty() ? "" : " on ", ""))
                    + (join.carried().isEmpty() ? "" : " carrying " + bindings(join.carried()))
                    + join.most().map(most -> " at most " + most).orElse("");
        }
        if (stage instanceof Stage.Union union) {
            return "union "
                    + union.others().stream().map(p -> "(" + print(p) + ")").collect(Collectors.joining(", "));
        }
        if (stage instanceof Stage.Running running) {
            return "running " + aggregates(running.aggregates()) + by(running.keys())
                    + running.rows()
                            .map(n -> " over " + n + " rows" + (running.ofAllGroups() ? " of all groups" : ""))
                            .orElse("")
                    + running.within().map(d -> " within " + d).orElse("")
                    + (running.includeCurrent() ? "" : " before the row");
        }
        if (stage instanceof Stage.Sequence sequence) {
            return "sequence " + sequence.steps().stream().map(Printer::print).collect(Collectors.joining(" then "))
                    + sequence.maxSpan().map(d -> " within " + d).orElse("")
                    + sequence.until().map(step -> " until " + print(step)).orElse("");
        }
        if (stage instanceof Stage.Scan scan) {
            return "scan " + scan.steps().stream().map(Printer::print).collect(Collectors.joining(" then "))
                    + (scan.declared().isEmpty() ? "" : " else " + bindings(scan.declared())) + by(scan.keys());
        }
        if (stage instanceof Stage.FirstSeen firstSeen) {
            return "firstseen " + firstSeen.keys().stream().map(Printer::print).collect(Collectors.joining(", "))
                    + " in the last " + firstSeen.recent();
        }
        if (stage instanceof Stage.Windows windows) {
            return "windows " + (windows.sliding() ? "sliding, of " : "of ") + windows.length() + " "
                    + aggregates(windows.aggregates()) + by(windows.keys()) + " where " + print(windows.condition());
        }
        Stage.Threshold threshold = (Stage.Threshold) stage;
        return "threshold " + threshold.count() + " within " + threshold.window() + by(threshold.keys());
    }

    /** The source and the stages, joined by bars. */
    public static String print(Pipeline pipeline) {
        String source = pipeline.source() instanceof Pipeline.Source.Table table
                ? table.log()
                        .map(Pipeline.OtherLog::name)
                        .orElseGet(() -> "table of " + table.rows().size() + " rows")
                : pipeline.logType();
        return source + pipeline.stages().stream().map(s -> " | " + print(s)).collect(Collectors.joining());
    }

    private static String print(Stage.Step step) {
        return (step.absent() ? "no " : "") + "(" + print(step.condition()) + ")"
                + (step.keys().isEmpty()
                        ? ""
                        : step.keys().stream().map(Printer::print).collect(Collectors.joining(", ", " by ", "")))
                + (step.runs() == 1 ? "" : " " + step.runs() + " times");
    }

    private static String print(Stage.ScanStep step) {
        return "(" + print(step.condition()) + ")"
                + (step.assigned().isEmpty() ? "" : " giving " + bindings(step.assigned()))
                + (step.kept().isEmpty()
                        ? ""
                        : step.kept().stream()
                                .map(kept -> kept.column() + " = " + print(kept.value()))
                                .collect(Collectors.joining(", ", " keeping ", "")))
                + (step.output() == Stage.ScanOutput.ALL ? "" : " output " + word(step.output()));
    }

    private static String word(Enum<?> kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /** The stage's kind: {@code filter}, {@code extend}, … */
    public static String kind(Stage stage) {
        return stage.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static String print(Expression.Test test) {
        String kind = test.kind().label()
                + (test.matching().caseSensitive() || test.kind().takesNoValue() ? "" : "/i");
        String operand = nested(test.operand());
        if (test.kind() == TestKind.IN) {
            return operand + " " + kind
                    + test.wanted().stream().map(Printer::print).collect(Collectors.joining(", ", " (", ")"));
        }
        return operand + " " + kind
                + (test.wanted().isEmpty() ? "" : " " + nested(test.wanted().get(0)));
    }

    /** A constant as large as a table is not for reading. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
    }

    private static String nested(Expression expression) {
        boolean compound = expression instanceof Expression.And
                || expression instanceof Expression.Or
                || expression instanceof Expression.Conditional
                || expression instanceof Expression.Quantified
                || expression instanceof Expression.Test;
        return compound ? "(" + print(expression) + ")" : print(expression);
    }

    private static boolean is(Expression expression, Value value) {
        return expression instanceof Expression.Literal literal
                && literal.value().equals(value);
    }

    private static String join(List<Expression> operands, String word) {
        return operands.stream()
                .map(o -> o instanceof Expression.Test ? print(o) : nested(o))
                .collect(Collectors.joining(word));
    }

    private static String bindings(List<Stage.Binding> bindings) {
        return bindings.stream()
                .map(b -> b.value() instanceof Expression.Column column
                                && column.name().equals(b.name())
                        ? b.name()
                        : b.name() + " = " + print(b.value()))
                .collect(Collectors.joining(", "));
    }

    private static String aggregates(List<Stage.Aggregation> aggregates) {
        return aggregates.stream()
                .map(a -> a.name() + " = " + a.function()
                        + a.arguments().stream().map(Printer::print).collect(Collectors.joining(", ", "(", ")"))
                        + a.condition().map(c -> " where " + print(c)).orElse(""))
                .collect(Collectors.joining(", "));
    }

    private static String by(List<Stage.Binding> keys) {
        return keys.isEmpty() ? "" : " by " + bindings(keys);
    }
}
