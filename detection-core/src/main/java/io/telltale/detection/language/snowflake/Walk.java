package io.telltale.detection.language.snowflake;

import io.telltale.detection.language.snowflake.Syntax.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Looks through expressions; into queries inside of them it does not go. */
final class Walk {
    private Walk() {}

    /** The expressions that an expression is made of. */
    static List<Scalar> children(Scalar scalar) {
        var all = new ArrayList<Scalar>();
        if (scalar instanceof Syntax.Path path) {
            all.add(path.base());
            all.add(path.step());
        } else if (scalar instanceof Syntax.Call call) {
            all.addAll(call.values());
            call.within().forEach(key -> all.add(key.key()));
            call.over().ifPresent(window -> {
                all.addAll(window.partition());
                window.order().forEach(key -> all.add(key.key()));
            });
        } else if (scalar instanceof Syntax.Cast cast) {
            all.add(cast.operand());
        } else if (scalar instanceof Syntax.Binary binary) {
            all.add(binary.left());
            all.add(binary.right());
        } else if (scalar instanceof Syntax.Negative negative) {
            all.add(negative.operand());
        } else if (scalar instanceof Syntax.Not not) {
            all.add(not.operand());
        } else if (scalar instanceof Syntax.Connective connective) {
            all.addAll(connective.operands());
        } else if (scalar instanceof Syntax.Case cases) {
            cases.operand().ifPresent(all::add);
            cases.branches().forEach(when -> all.addAll(List.of(when.condition(), when.then())));
            cases.otherwise().ifPresent(all::add);
        } else if (scalar instanceof Syntax.In in) {
            all.add(in.operand());
            all.addAll(in.values());
        } else if (scalar instanceof Syntax.InQuery in) {
            all.add(in.operand());
        } else if (scalar instanceof Syntax.Between between) {
            all.addAll(List.of(between.operand(), between.from(), between.to()));
        } else if (scalar instanceof Syntax.Like like) {
            all.add(like.operand());
            all.addAll(like.patterns());
            like.escape().ifPresent(all::add);
        } else if (scalar instanceof Syntax.IsNull isNull) {
            all.add(isNull.operand());
        } else if (scalar instanceof Syntax.IsTruth is) {
            all.add(is.operand());
        } else if (scalar instanceof Syntax.IsDistinct distinct) {
            all.addAll(List.of(distinct.left(), distinct.right()));
        } else if (scalar instanceof Syntax.ArrayOf array) {
            all.addAll(array.elements());
        } else if (scalar instanceof Syntax.ObjectOf object) {
            object.members().forEach(member -> all.add(member.value()));
        } else if (scalar instanceof Syntax.Tuple tuple) {
            all.addAll(tuple.values());
        } else if (scalar instanceof Syntax.Lambda lambda) {
            all.add(lambda.body());
        }
        return all;
    }

    /** Whether an expression, or one that it is made of, is such a one. */
    static boolean any(Scalar scalar, Predicate<Scalar> wanted) {
        return wanted.test(scalar) || children(scalar).stream().anyMatch(child -> any(child, wanted));
    }

    static boolean hasQuery(Scalar scalar) {
        return any(
                scalar,
                s -> s instanceof Syntax.InQuery || s instanceof Syntax.Exists || s instanceof Syntax.ScalarQuery);
    }

    static boolean isAggregate(Scalar scalar) {
        return scalar instanceof Syntax.Call call
                && call.over().isEmpty()
                && Aggregates.find(call.function()).isPresent();
    }

    static boolean isWindow(Scalar scalar) {
        return scalar instanceof Syntax.Call call && call.over().isPresent();
    }

    /** The columns that an expression reads, units of time among them. */
    static List<Syntax.Name> names(Scalar scalar) {
        var names = new ArrayList<Syntax.Name>();
        gather(scalar, names);
        return names;
    }

    private static void gather(Scalar scalar, List<Syntax.Name> names) {
        if (scalar instanceof Syntax.Name name) {
            names.add(name);
        }
        if (scalar instanceof Syntax.Call call && call.function().startsWith("p_occurs_")) {
            PantherMacros.names(call).forEach(names::add);
            return;
        }
        List<Scalar> children = children(scalar);
        boolean unit = scalar instanceof Syntax.Call call
                && SpecialForms.takesUnit(call.function())
                && !children.isEmpty()
                && SpecialForms.unit(children.get(0)).isPresent();
        children.subList(unit ? 1 : 0, children.size()).forEach(child -> gather(child, names));
    }

    /** The conditions that must all hold. */
    static List<Scalar> conjuncts(Scalar condition) {
        if (condition instanceof Syntax.Connective connective && !connective.any()) {
            return connective.operands().stream()
                    .flatMap(operand -> conjuncts(operand).stream())
                    .toList();
        }
        return List.of(condition);
    }
}
