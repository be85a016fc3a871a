package io.telltale.detection.engine;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Folding;
import io.telltale.detection.text.Network;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Evaluates tests, under the matching that each node carries. */
final class Comparison {
    private Comparison() {}

    static Evaluator compile(Expression.Test test, Evaluator operand, List<Evaluator> wanted) {
        Matching matching = test.matching();
        TestKind kind = test.kind();
        if (kind.takesNoValue()) {
            return (row, context) -> {
                Value found = operand.evaluate(row, context);
                if (found instanceof Value.Failure) {
                    return found;
                }
                return Values.of(kind == TestKind.EXISTS ? !(found instanceof Value.Missing) : found.isAbsent());
            };
        }
        if (test.wanted().stream().allMatch(Expression.Literal.class::isInstance)) {
            var fixed = new ArrayList<OneValue>();
            for (Expression one : test.wanted()) {
                fixed.add(prepare(kind, ((Expression.Literal) one).value(), matching));
            }
            OneValue[] all = fixed.toArray(OneValue[]::new);
            return (row, context) -> outcome(operand.evaluate(row, context), all, kind, matching);
        }
        Evaluator[] computed = wanted.toArray(Evaluator[]::new);
        return (row, context) -> computed(operand, computed, kind, matching, row, context);
    }

    private static Value computed(
            Evaluator operand,
            Evaluator[] wanted,
            TestKind kind,
            Matching matching,
            Row row,
            EvaluationContext context) {
        Value found = operand.evaluate(row, context);
        var prepared = new ArrayList<OneValue>();
        for (Evaluator one : wanted) {
            Value value = one.evaluate(row, context);
            if (value instanceof Value.Failure) {
                return value;
            }
            try {
                if (value instanceof Value.ListOf list
                        && (kind == TestKind.IN || matching.lists() == Matching.Lists.ANY)) {
                    for (Value element : list.elements()) {
                        prepared.add(prepare(kind, element, matching));
                    }
                } else {
                    prepared.add(prepare(kind, value, matching));
                }
            } catch (IllegalArgumentException e) {
                return Values.failure(String.valueOf(e.getMessage()));
            }
        }
        return outcome(found, prepared.toArray(OneValue[]::new), kind, matching);
    }

    /** A wanted value, ready to be compared with values that are neither absent nor lists to look into. */
    private interface OneValue {
        Value compare(Value found);
    }

    private static Value outcome(Value found, OneValue[] wanted, TestKind kind, Matching matching) {
        Value value = found;
        if (value instanceof Value.Failure) {
            return value;
        }
        if (value.isAbsent()) {
            switch (matching.absent()) {
                case FALSE -> {
                    return Values.FALSE;
                }
                case UNKNOWN -> {
                    return Values.NULL;
                }
                case EMPTY_TEXT -> value = Values.EMPTY_TEXT;
                case VALUE -> {
                    if (kind.isOrdering()) {
                        return Values.failure("ordering against null");
                    }
                    value = Values.NULL;
                }
            }
        }
        if (value instanceof Value.ListOf list && matching.lists() != Matching.Lists.WHOLE) {
            if (matching.lists() == Matching.Lists.UNKNOWN) {
                return Values.NULL;
            }
            Value result = Values.FALSE;
            for (Value element : list.elements()) {
                Value one = outcome(element, wanted, kind, matching);
                if (ExpressionCompiler.isTrue(one)) {
                    return Values.TRUE;
                }
                result = weaker(result, one);
            }
            return result;
        }
        Value result = Values.FALSE;
        for (OneValue one : wanted) {
            Value outcome = one.compare(value);
            if (ExpressionCompiler.isTrue(outcome)) {
                return Values.TRUE;
            }
            result = weaker(result, outcome);
        }
        return result;
    }

    /** Of two outcomes that are not true, the one that an Or keeps. */
    private static Value weaker(Value a, Value b) {
        if (a instanceof Value.Failure || b instanceof Value.Failure) {
            return a instanceof Value.Failure ? a : b;
        }
        return a instanceof Value.Null || b instanceof Value.Null ? Values.NULL : Values.FALSE;
    }

    private static OneValue prepare(TestKind kind, Value given, Matching matching) {
        Value wanted = given;
        if (wanted.isAbsent()) {
            switch (matching.absent()) {
                case FALSE -> {
                    return found -> Values.FALSE;
                }
                case UNKNOWN -> {
                    return found -> Values.NULL;
                }
                case EMPTY_TEXT -> wanted = Values.EMPTY_TEXT;
                case VALUE -> {
                    if (kind == TestKind.EQ || kind == TestKind.IN) {
                        return found -> Values.of(found.isAbsent());
                    }
                    return kind.isOrdering() ? found -> Values.failure("ordering against null") : found -> Values.FALSE;
                }
            }
        }
        Value value = wanted;
        boolean cased = matching.caseSensitive();
        switch (kind) {
            case EQ, IN -> {
                return found -> Values.of(equal(found, value, matching));
            }
            case GT, GE, LT, LE -> {
                return found -> ordered(kind, found, value, matching);
            }
            case CONTAINS -> {
                String piece = value.asText();
                return text(matching, found -> cased ? found.contains(piece) : Folding.contains(found, piece));
            }
            case STARTS_WITH -> {
                String piece = value.asText();
                return text(matching, found -> found.regionMatches(!cased, 0, piece, 0, piece.length()));
            }
            case ENDS_WITH -> {
                String piece = value.asText();
                return text(
                        matching,
                        found ->
                                found.regionMatches(!cased, found.length() - piece.length(), piece, 0, piece.length()));
            }
            case WILDCARD -> {
                Wildcard pattern = Wildcard.compile(value.asText(), cased);
                return text(matching, pattern::matches);
            }
            case REGEX -> {
                Patterns.Matcher pattern = Patterns.compile(value.asText(), cased);
                return text(matching, pattern::find);
            }
            case CIDR -> {
                Network network = Network.parse(value.asText())
                        .orElseThrow(() -> new IllegalArgumentException("not a network: " + value.asText()));
                return text(matching, network::contains);
            }
            default -> throw new IllegalArgumentException("no comparison " + kind);
        }
    }

    private interface TextTest {
        boolean holds(String found);
    }

    private static OneValue text(Matching matching, TextTest test) {
        return found -> {
            if (found instanceof Value.Text text) {
                return Values.of(test.holds(text.value()));
            }
            if (matching.types() == Matching.Types.STRICT || found.isAbsent()) {
                return Values.FALSE;
            }
            return Values.of(test.holds(found.asText()));
        };
    }

    private static String fold(String text, boolean cased) {
        return cased ? text : text.toLowerCase(Locale.ROOT);
    }

    static boolean equal(Value a, Value b, Matching matching) {
        if (matching.types() == Matching.Types.NUMBERS_FIRST) {
            OptionalDouble x = number(a, true);
            OptionalDouble y = number(b, true);
            if (x.isPresent() && y.isPresent()) {
                return x.getAsDouble() == y.getAsDouble();
            }
        }
        if (matching.types() != Matching.Types.STRICT) {
            return !a.isAbsent() && same(a.asText(), b.asText(), matching.caseSensitive());
        }
        if (a instanceof Value.Text x && b instanceof Value.Text y) {
            return same(x.value(), y.value(), matching.caseSensitive());
        }
        if (a instanceof Value.Int x && b instanceof Value.Int y) {
            return x.value() == y.value();
        }
        OptionalDouble x = number(a, false);
        OptionalDouble y = number(b, false);
        if (x.isPresent() && y.isPresent()) {
            return x.getAsDouble() == y.getAsDouble();
        }
        if (a instanceof Value.ListOf left && b instanceof Value.ListOf right) {
            if (left.elements().size() != right.elements().size()) {
                return false;
            }
            for (int i = 0; i < left.elements().size(); i++) {
                if (!equal(left.elements().get(i), right.elements().get(i), matching)) {
                    return false;
                }
            }
            return true;
        }
        return a.equals(b) || (a.isAbsent() && b.isAbsent());
    }

    private static boolean same(String a, String b, boolean cased) {
        return cased ? a.equals(b) : a.equalsIgnoreCase(b);
    }

    private static Value ordered(TestKind kind, Value a, Value b, Matching matching) {
        Optional<Integer> order = order(a, b, matching);
        if (order.isEmpty()) {
            return Values.FALSE;
        }
        int sign = order.get();
        return Values.of(
                switch (kind) {
                    case GT -> sign > 0;
                    case GE -> sign >= 0;
                    case LT -> sign < 0;
                    default -> sign <= 0;
                });
    }

    /** The sign of the order of two values that are not absent; empty where they have none. */
    static Optional<Integer> order(Value a, Value b, Matching matching) {
        boolean lenient = matching.types() != Matching.Types.STRICT;
        if (a instanceof Value.Int x && b instanceof Value.Int y) {
            return Optional.of(Long.compare(x.value(), y.value()));
        }
        OptionalDouble x = number(a, lenient);
        OptionalDouble y = number(b, lenient);
        if (x.isPresent() && y.isPresent()) {
            double left = x.getAsDouble();
            double right = y.getAsDouble();
            return Double.isNaN(left) || Double.isNaN(right)
                    ? Optional.empty()
                    : Optional.of(left < right ? -1 : left > right ? 1 : 0);
        }
        if (a instanceof Value.Time left && b instanceof Value.Time right) {
            return Optional.of(left.value().compareTo(right.value()));
        }
        if (a instanceof Value.Span left && b instanceof Value.Span right) {
            return Optional.of(left.value().compareTo(right.value()));
        }
        boolean texts = a instanceof Value.Text && b instanceof Value.Text;
        if (matching.types() == Matching.Types.NUMBERS_FIRST || (texts && !lenient)) {
            String left = fold(a.asText(), matching.caseSensitive());
            String right = fold(b.asText(), matching.caseSensitive());
            return Optional.of(left.compareTo(right));
        }
        return Optional.empty();
    }

    private static OptionalDouble number(Value value, boolean fromText) {
        if (value instanceof Value.Int number) {
            return OptionalDouble.of((double) number.value());
        }
        if (value instanceof Value.Decimal number) {
            return OptionalDouble.of(number.value());
        }
        if (fromText && value instanceof Value.Text text && looksNumeric(text.value())) {
            try {
                return OptionalDouble.of(Double.parseDouble(text.value()));
            } catch (NumberFormatException e) {
                return OptionalDouble.empty();
            }
        }
        return OptionalDouble.empty();
    }

    private static boolean looksNumeric(String text) {
        if (text.isEmpty() || text.length() > 40) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }
}
