package io.telltale.detection.engine;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Folding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds, for an event's name, the rules that could give a row on it. Sound because it only over-approximates: a rule is
 * left out for a name only where its filters before any other event is needed demand another name; names are compared
 * folded, whatever case the rule asks for; and an event whose name is no text meets every rule.
 */
final class EventNameIndex {
    private static final FieldPath EVENT_NAME = FieldPath.parse("eventName");

    private final Map<String, int[]> byName = new HashMap<>();
    private final int[] anyName;
    private final int[] all;

    EventNameIndex(List<CompiledRule> rules) {
        var open = new ArrayList<Integer>();
        var named = new HashMap<String, List<Integer>>();
        for (int i = 0; i < rules.size(); i++) {
            Optional<Set<String>> names = rules.get(i).eventNames();
            if (names.isEmpty()) {
                open.add(i);
            } else {
                for (String name : names.get()) {
                    named.computeIfAbsent(name, n -> new ArrayList<>()).add(i);
                }
            }
        }
        this.anyName = open.stream().mapToInt(i -> i).toArray();
        this.all = java.util.stream.IntStream.range(0, rules.size()).toArray();
        named.forEach((name, list) -> {
            list.addAll(open);
            byName.put(name, list.stream().mapToInt(i -> i).sorted().toArray());
        });
    }

    /** Indexes of the rules that may give a row, ascending. */
    int[] candidates(Value.ObjectOf event) {
        Value name = event.get("eventName");
        if (!(name instanceof Value.Text text)) {
            return all;
        }
        return byName.getOrDefault(fold(text.value()), anyName);
    }

    static String fold(String name) {
        var out = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            out.append(Folding.fold(name.charAt(i)));
        }
        return out.toString();
    }

    /** The folded names one of which an event must have for any row to pass the leading filters; empty where any may. */
    static Optional<Set<String>> necessary(List<Stage> stages, FunctionRegistry functions) {
        Optional<Set<String>> names = Optional.empty();
        for (Stage stage : stages) {
            if (stage instanceof Stage.Filter filter) {
                names = both(names, necessary(filter.condition(), functions));
            } else if (!(stage instanceof Stage.Extend || stage instanceof Stage.Unnest)) {
                return names;
            }
        }
        return names;
    }

    private static Optional<Set<String>> necessary(Expression condition, FunctionRegistry functions) {
        if (condition instanceof Expression.Literal literal) {
            return literal.value().equals(Values.TRUE) ? Optional.empty() : Optional.of(Set.of());
        }
        if (condition instanceof Expression.And and) {
            return and.operands().stream()
                    .map(operand -> necessary(operand, functions))
                    .reduce(Optional.empty(), EventNameIndex::both);
        }
        if (condition instanceof Expression.Or or) {
            return or.operands().stream()
                    .map(operand -> necessary(operand, functions))
                    .reduce(Optional.of(Set.of()), EventNameIndex::either);
        }
        if (condition instanceof Expression.Not not) {
            return opposite(not.operand(), functions);
        }
        if (condition instanceof Expression.Conditional conditional) {
            return either(
                    both(necessary(conditional.condition(), functions), necessary(conditional.then(), functions)),
                    necessary(conditional.otherwise(), functions));
        }
        if (condition instanceof Expression.Test test
                && (test.kind() == TestKind.EQ || test.kind() == TestKind.IN)
                && unchecked(test.operand(), functions) instanceof Expression.Field field
                && field.path().segments().equals(EVENT_NAME.segments())) {
            var names = new HashSet<String>();
            for (Expression wanted : test.wanted()) {
                if (!(wanted instanceof Expression.Literal literal)
                        || !(literal.value() instanceof Value.Text text)
                        || text.value().isEmpty()) {
                    return Optional.empty();
                }
                names.add(fold(text.value()));
            }
            return Optional.of(names);
        }
        return Optional.empty();
    }

    /** What a check lets pass: for an event whose name is no text every rule is a candidate anyway. */
    private static Expression unchecked(Expression operand, FunctionRegistry functions) {
        boolean isCheck = operand instanceof Expression.Call call
                && functions
                        .function(call.function())
                        .filter(entry -> entry.body() instanceof FunctionEntry.Check)
                        .isPresent();
        return isCheck ? ((Expression.Call) operand).arguments().get(0) : operand;
    }

    /** What is necessary for a condition to be false. */
    private static Optional<Set<String>> opposite(Expression condition, FunctionRegistry functions) {
        if (condition instanceof Expression.Not not) {
            return necessary(not.operand(), functions);
        }
        if (condition instanceof Expression.Or or) {
            return or.operands().stream()
                    .map(operand -> opposite(operand, functions))
                    .reduce(Optional.empty(), EventNameIndex::both);
        }
        if (condition instanceof Expression.And and) {
            return and.operands().stream()
                    .map(operand -> opposite(operand, functions))
                    .reduce(Optional.of(Set.of()), EventNameIndex::either);
        }
        return Optional.empty();
    }

    private static Optional<Set<String>> both(Optional<Set<String>> a, Optional<Set<String>> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        var common = new HashSet<>(a.get());
        common.retainAll(b.get());
        return Optional.of(common);
    }

    static Optional<Set<String>> either(Optional<Set<String>> a, Optional<Set<String>> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        var union = new HashSet<>(a.get());
        union.addAll(b.get());
        return Optional.of(union);
    }
}
