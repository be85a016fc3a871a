package io.telltale.detection.analysis;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The alternatives of event source and event name that a condition's positive predicates name: its disjunctive form,
 * with everything else left out.
 */
final class EventAlternatives {
    /** An alternative that names nothing. */
    static final Alternative OPEN = new Alternative(Optional.empty(), Optional.empty(), false);

    /** More alternatives than this are read as naming nothing. */
    private static final int MOST = 2_000;

    private EventAlternatives() {}

    /** One alternative; {@code listed} where its name stands in a list of several. */
    record Alternative(Optional<String> source, Optional<String> name, boolean listed) {}

    static List<Alternative> of(Expression condition, Function<Expression, Optional<String>> fieldName) {
        if (condition instanceof Expression.And and) {
            List<Alternative> all = List.of(OPEN);
            for (Expression operand : and.operands()) {
                all = both(all, of(operand, fieldName));
            }
            return all;
        }
        if (condition instanceof Expression.Or or) {
            var all = new LinkedHashSet<Alternative>();
            or.operands().forEach(operand -> all.addAll(of(operand, fieldName)));
            return capped(List.copyOf(all));
        }
        if (condition instanceof Expression.Not not) {
            return opposite(not.operand(), fieldName);
        }
        if (condition instanceof Expression.Conditional conditional) {
            var all = new LinkedHashSet<Alternative>();
            if (!isFalse(conditional.then())) {
                all.addAll(both(of(conditional.condition(), fieldName), of(conditional.then(), fieldName)));
            }
            if (!isFalse(conditional.otherwise())) {
                List<Alternative> negation = conditional.condition() instanceof Expression.Not not
                        ? of(not.operand(), fieldName)
                        : List.of(OPEN);
                all.addAll(both(negation, of(conditional.otherwise(), fieldName)));
            }
            return all.isEmpty() ? List.of(OPEN) : capped(List.copyOf(all));
        }
        if (condition instanceof Expression.Test test && (test.kind() == TestKind.EQ || test.kind() == TestKind.IN)) {
            return test(test, fieldName.apply(test.operand()).orElse(""));
        }
        return List.of(OPEN);
    }

    /** The alternatives on which a condition is false. */
    private static List<Alternative> opposite(Expression condition, Function<Expression, Optional<String>> fieldName) {
        if (condition instanceof Expression.Not not) {
            return of(not.operand(), fieldName);
        }
        if (condition instanceof Expression.Or or) {
            List<Alternative> all = List.of(OPEN);
            for (Expression operand : or.operands()) {
                all = both(all, opposite(operand, fieldName));
            }
            return all;
        }
        if (condition instanceof Expression.And and) {
            var all = new LinkedHashSet<Alternative>();
            and.operands().forEach(operand -> all.addAll(opposite(operand, fieldName)));
            return capped(List.copyOf(all));
        }
        return List.of(OPEN);
    }

    private static boolean isFalse(Expression expression) {
        return expression instanceof Expression.Literal literal
                && literal.value().equals(Values.FALSE);
    }

    private static List<Alternative> test(Expression.Test test, String field) {
        boolean isSource = field.equals("aws::eventSource");
        if (!isSource && !field.equals("aws::eventName")) {
            return List.of(OPEN);
        }
        var values = new ArrayList<String>();
        for (Expression wanted : test.wanted()) {
            if (!(wanted instanceof Expression.Literal literal) || !(literal.value() instanceof Value.Text text)) {
                return List.of(OPEN);
            }
            values.add(text.value());
        }
        var all = new ArrayList<Alternative>();
        for (String value : values) {
            all.add(
                    isSource
                            ? new Alternative(Optional.of(value), Optional.empty(), false)
                            : new Alternative(Optional.empty(), Optional.of(value), values.size() > 1));
        }
        return all;
    }

    /** Every alternative of the one with every alternative of the other; those that contradict each other fall out. */
    static List<Alternative> both(List<Alternative> a, List<Alternative> b) {
        if (a.size() * b.size() > MOST) {
            return List.of(OPEN);
        }
        var all = new LinkedHashSet<Alternative>();
        for (Alternative x : a) {
            for (Alternative y : b) {
                if (agree(x.source(), y.source()) && agree(x.name(), y.name())) {
                    all.add(new Alternative(
                            x.source().or(y::source),
                            x.name().or(y::name),
                            (x.listed() || x.name().isEmpty())
                                    && (y.listed() || y.name().isEmpty())
                                    && (x.listed() || y.listed())));
                }
            }
        }
        return all.isEmpty() ? List.of(OPEN) : List.copyOf(all);
    }

    private static boolean agree(Optional<String> x, Optional<String> y) {
        return x.isEmpty() || y.isEmpty() || x.get().equalsIgnoreCase(y.get());
    }

    private static List<Alternative> capped(List<Alternative> all) {
        return all.size() > MOST ? List.of(OPEN) : all;
    }

    static List<RuleAnalysis.EventReference> references(List<Alternative> all) {
        return all.stream()
                .filter(a -> a.source().isPresent() || a.name().isPresent())
                .map(a -> new RuleAnalysis.EventReference(a.source(), a.name(), a.listed()))
                .toList();
    }
}
