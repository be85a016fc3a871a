package io.telltale.detection.schema.panther;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lowers Panther's match expressions: of a field and a condition, of two fields, of a list's elements, and combinations.
 * Errors are thrown with the way to their place.
 *
 * @see <a href="https://docs.panther.com/detections/rules/writing-simple-detections/match-expression">match expressions</a>
 */
public final class MatchExpressions {
    private static final List<String> COMBINATORS = List.of("All", "Any", "OnlyOne", "None");
    private static final List<String> SPECIFIERS = List.of("Key", "DeepKey", "KeyPath");
    private static final List<String> QUANTIFIERS = List.of("AnyElement", "AllElements", "OnlyOneElement", "NoElement");
    private static final List<String> ABSOLUTE = List.of("AlwaysTrue", "AlwaysFalse");
    private static final int MAX_DEPTH = 50;
    /** Combinations that exactly one of holds are written out, which grows with the square of their number. */
    private static final int MOST_OF_ONLY_ONE = 20;

    private static final Matching STRICT =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.WHOLE);

    /** Where something of the rule's data stands in its text. */
    @FunctionalInterface
    public interface Places {
        /**
         * The place of a part of the data.
         *
         * @param path keys and decimal indexes, from the outermost
         */
        Span at(List<String> path);
    }

    private final Places places;
    private final List<Unsupported> unsupported;
    private final boolean absentPasses;

    /**
     * @param unsupported where what cannot be lowered is noted
     * @param absentPasses whether an expression on a field that the event does not have holds, as in inline filters
     */
    public MatchExpressions(Places places, List<Unsupported> unsupported, boolean absentPasses) {
        this.places = places;
        this.unsupported = unsupported;
        this.absentPasses = absentPasses;
    }

    /** What of match expressions is lowered here. */
    public static List<Construct> constructs() {
        var all = new ArrayList<Construct>();
        SPECIFIERS.forEach(name -> all.add(new Construct("key specifier", name)));
        COMBINATORS.forEach(name -> all.add(new Construct("combinator", name)));
        MatchConditions.names().forEach(name -> all.add(new Construct("condition", name)));
        QUANTIFIERS.forEach(name -> all.add(new Construct("condition on a list's elements", name)));
        ABSOLUTE.forEach(name -> all.add(new Construct("absolute condition", name)));
        all.add(new Construct("condition on two fields", "Values of two key specifiers"));
        return all;
    }

    /** All expressions of a list hold. */
    public Expression all(Value list, List<String> path) throws MatchExpressionException {
        return Expression.allOf(each(list, path, Optional.empty(), 0), places.at(path));
    }

    /** The field of a key specifier. */
    public Expression field(Value.ObjectOf specifier, List<String> path) throws MatchExpressionException {
        only(specifier, path, SPECIFIERS);
        return operand(specifier, path, Optional.empty())
                .orElseThrow(() -> new MatchExpressionException(path, "expected one of " + SPECIFIERS));
    }

    private List<Expression> each(Value list, List<String> path, Optional<String> element, int depth)
            throws MatchExpressionException {
        if (depth > MAX_DEPTH) {
            throw new MatchExpressionException(path, "match expressions nested deeper than " + MAX_DEPTH);
        }
        if (!(list instanceof Value.ListOf expressions)) {
            throw new MatchExpressionException(path, "expected a list of match expressions");
        }
        var all = new ArrayList<Expression>();
        for (int i = 0; i < expressions.elements().size(); i++) {
            List<String> inner = then(path, "" + i);
            if (!(expressions.elements().get(i) instanceof Value.ObjectOf one)) {
                throw new MatchExpressionException(inner, "expected a match expression");
            }
            all.add(one(one, inner, element, depth));
        }
        return all;
    }

    private Expression one(Value.ObjectOf one, List<String> path, Optional<String> element, int depth)
            throws MatchExpressionException {
        for (String combinator : COMBINATORS) {
            if (one.members().containsKey(combinator)) {
                only(one, path, List.of(combinator));
                List<String> inner = then(path, combinator);
                return combined(combinator, each(one.get(combinator), inner, element, depth + 1), places.at(inner));
            }
        }
        if (one.members().containsKey("Enrichment")) {
            return unknown("match expression on Enrichment", then(path, "Enrichment"));
        }
        List<String> at = then(path, "Condition");
        if (!(one.get("Condition") instanceof Value.Text condition)) {
            throw new MatchExpressionException(path, "expected Condition or one of " + COMBINATORS);
        }
        String name = condition.value();
        if (QUANTIFIERS.contains(name)) {
            return quantified(name, one, path, element, depth);
        }
        if (ABSOLUTE.contains(name)) {
            only(one, path, List.of("Condition"));
            return new Expression.Literal(Values.of(name.equals("AlwaysTrue")), places.at(at));
        }
        Optional<MatchConditions.Entry> entry = MatchConditions.find(name);
        return entry.isEmpty() ? unknown("condition " + name, at) : condition(entry.get(), one, path, element);
    }

    private Expression combined(String combinator, List<Expression> expressions, Span span)
            throws MatchExpressionException {
        return switch (combinator) {
            case "All" -> Expression.allOf(expressions, span);
            case "Any" -> Expression.anyOf(expressions, span);
            case "None" -> new Expression.Not(Expression.anyOf(expressions, span), span);
            default -> onlyOne(expressions, span);
        };
    }

    private Expression onlyOne(List<Expression> expressions, Span span) {
        if (expressions.size() > MOST_OF_ONLY_ONE) {
            unsupported.add(new Unsupported("OnlyOne of more than " + MOST_OF_ONLY_ONE + " expressions", span));
            return new Expression.Literal(Values.NULL, span);
        }
        var ways = new ArrayList<Expression>();
        for (int i = 0; i < expressions.size(); i++) {
            var way = new ArrayList<Expression>();
            for (int j = 0; j < expressions.size(); j++) {
                way.add(i == j ? expressions.get(j) : new Expression.Not(expressions.get(j), span));
            }
            ways.add(Expression.allOf(way, span));
        }
        return Expression.anyOf(ways, span);
    }

    private Expression quantified(
            String condition, Value.ObjectOf one, List<String> path, Optional<String> element, int depth)
            throws MatchExpressionException {
        only(one, path, List.of("Key", "DeepKey", "KeyPath", "Condition", "Expressions"));
        Span span = places.at(then(path, "Condition"));
        Expression list = operand(one, path, element)
                .orElseThrow(() -> new MatchExpressionException(path, "expected one of " + SPECIFIERS));
        String variable = "element" + (depth == 0 ? "" : depth + 1);
        List<String> inner = then(path, "Expressions");
        Expression meets = Expression.allOf(
                each(one.get("Expressions"), inner, Optional.of(variable), depth + 1), places.at(inner));
        Expression any = new Expression.Quantified(Expression.Quantifier.ANY, variable, list, meets, span);
        Expression holds = switch (condition) {
            case "AnyElement" -> any;
            case "AllElements" -> new Expression.Quantified(Expression.Quantifier.ALL, variable, list, meets, span);
            case "NoElement" -> new Expression.Not(any, span);
            default -> {
                Expression met = new Expression.Comprehension(
                        variable, list, Optional.of(meets), literal(Values.of(1), span), span);
                Expression count = new Expression.Call(PantherFunctions.COUNT, List.of(met), span);
                yield new Expression.Test(TestKind.EQ, count, List.of(literal(Values.of(1), span)), STRICT, span);
            }
        };
        return passing(list, holds, span);
    }

    private Expression condition(
            MatchConditions.Entry entry, Value.ObjectOf one, List<String> path, Optional<String> element)
            throws MatchExpressionException {
        only(one, path, List.of("Key", "DeepKey", "KeyPath", "Condition", "Value", "Values"));
        Span span = places.at(then(path, "Condition"));
        Optional<Expression> operand = operand(one, path, element);
        if (operand.isEmpty() && one.get("Values") instanceof Value.ListOf fields && areFields(fields)) {
            return onTwoFields(entry, fields, then(path, "Values"), element, span);
        }
        if (operand.isEmpty() && element.isEmpty()) {
            throw new MatchExpressionException(path, "expected one of " + SPECIFIERS);
        }
        Expression key = operand.orElseGet(() -> new Expression.Column(element.orElseThrow(), span));
        var wanted = new ArrayList<Expression>();
        switch (entry.takes()) {
            case NOTHING -> only(one, path, List.of("Key", "DeepKey", "KeyPath", "Condition"));
            case VALUE -> {
                only(one, path, List.of("Key", "DeepKey", "KeyPath", "Condition", "Value"));
                List<String> at = then(path, "Value");
                wanted.add(literal(
                        scalar(one.get("Value"), one.members().containsKey("Value") ? at : path), places.at(at)));
            }
            case VALUES -> {
                only(one, path, List.of("Key", "DeepKey", "KeyPath", "Condition", "Values"));
                if (!(one.get("Values") instanceof Value.ListOf values)) {
                    throw new MatchExpressionException(path, "expected Values, a list");
                }
                for (int i = 0; i < values.elements().size(); i++) {
                    List<String> at = then(then(path, "Values"), "" + i);
                    wanted.add(literal(scalar(values.elements().get(i), at), places.at(at)));
                }
            }
        }
        return passing(key, entry.lowered().on(key, wanted, span), span);
    }

    private static boolean areFields(Value.ListOf values) {
        return !values.elements().isEmpty() && values.elements().stream().allMatch(Value.ObjectOf.class::isInstance);
    }

    private Expression onTwoFields(
            MatchConditions.Entry entry, Value.ListOf fields, List<String> path, Optional<String> element, Span span)
            throws MatchExpressionException {
        if (fields.elements().size() != 2 || entry.takes() == MatchConditions.Takes.NOTHING) {
            throw new MatchExpressionException(path, "expected two key specifiers and a condition that compares");
        }
        var operands = new ArrayList<Expression>();
        for (int i = 0; i < 2; i++) {
            List<String> at = then(path, "" + i);
            Value.ObjectOf specifier = (Value.ObjectOf) fields.elements().get(i);
            only(specifier, at, SPECIFIERS);
            operands.add(operand(specifier, at, element)
                    .orElseThrow(() -> new MatchExpressionException(at, "expected one of " + SPECIFIERS)));
        }
        Expression holds = entry.lowered().on(operands.get(0), operands.subList(1, 2), span);
        return passing(operands.get(0), passing(operands.get(1), holds, span), span);
    }

    private static Value scalar(Value value, List<String> path) throws MatchExpressionException {
        if (value.isAbsent() || value instanceof Value.ListOf || value instanceof Value.ObjectOf) {
            throw new MatchExpressionException(path, "expected a text, a number, true or false as Value");
        }
        return value;
    }

    private Expression passing(Expression key, Expression holds, Span span) {
        if (!absentPasses) {
            return holds;
        }
        Expression there = new Expression.Test(TestKind.EXISTS, key, List.of(), STRICT, span);
        return new Expression.Or(List.of(new Expression.Not(there, span), holds), span);
    }

    /** The field that an expression names, of the event or of the element; empty where it names none. */
    private Optional<Expression> operand(Value.ObjectOf one, List<String> path, Optional<String> element)
            throws MatchExpressionException {
        List<String> named =
                SPECIFIERS.stream().filter(one.members()::containsKey).toList();
        if (named.isEmpty()) {
            return Optional.empty();
        }
        if (named.size() > 1) {
            throw new MatchExpressionException(then(path, named.get(1)), "expected only one of " + SPECIFIERS);
        }
        List<String> at = then(path, named.get(0));
        Value given = one.get(named.get(0));
        Optional<FieldPath> field = switch (named.get(0)) {
            case "Key" -> KeyPath.deep(List.of(given)).filter(p -> given instanceof Value.Text);
            case "DeepKey" -> given instanceof Value.ListOf list ? KeyPath.deep(list.elements()) : Optional.empty();
            default -> given instanceof Value.Text text ? KeyPath.parse(text.value()) : Optional.empty();
        };
        if (field.isEmpty()) {
            throw new MatchExpressionException(at, "found " + given.asText() + ", expected the way to a field");
        }
        Span span = places.at(at);
        if (element.isEmpty()) {
            return Optional.of(new Expression.Field(field.get(), span));
        }
        String within = field.get().toString();
        if (!KeyPath.parse(within).equals(field)) {
            return Optional.of(unknown("name with a dot within a list's element", at));
        }
        var column = new Expression.Column(element.get(), span);
        return Optional.of(
                new Expression.Call(PantherFunctions.GET, List.of(column, literal(Values.of(within), span)), span));
    }

    private Expression unknown(String construct, List<String> path) {
        unsupported.add(new Unsupported(construct, places.at(path)));
        return literal(Values.NULL, places.at(path));
    }

    private static Expression literal(Value value, Span span) {
        return new Expression.Literal(value, span);
    }

    private static List<String> then(List<String> path, String step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static void only(Value.ObjectOf object, List<String> path, List<String> keys)
            throws MatchExpressionException {
        Set<String> others = new TreeSet<>(object.members().keySet());
        keys.forEach(others::remove);
        if (!others.isEmpty()) {
            String other = others.iterator().next();
            throw new MatchExpressionException(
                    then(path, other), "found " + other + ", expected " + String.join(", ", keys));
        }
    }
}
