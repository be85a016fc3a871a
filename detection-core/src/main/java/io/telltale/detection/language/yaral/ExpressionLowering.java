package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers expressions: values, and conditions through {@link Comparisons}. */
final class ExpressionLowering {
    private static final Map<String, String> OPERATORS = Map.of(
            "+",
            ScalarFunctions.ADD,
            "-",
            ScalarFunctions.SUBTRACT,
            "*",
            ScalarFunctions.MULTIPLY,
            "/",
            ScalarFunctions.DIVIDE,
            "%",
            ScalarFunctions.REMAINDER);

    private final SourceText source;
    private final Variables variables;
    private final List<Unsupported> unsupported;
    private final Comparisons comparisons;

    /** What stands for variables and fields at one point of the pipeline. */
    interface Variables {
        /** A value read from an event's record. */
        Expression placed(String event, Expression value, Span span);

        /** A variable by itself. */
        Expression variable(Syntax.Variable variable) throws RuleSyntaxException;

        Expression count(Syntax.Count count) throws RuleSyntaxException;

        /** The condition that a variable by itself stands for; empty where it is its own value. */
        default Optional<Expression> holds(Syntax.Variable variable) throws RuleSyntaxException {
            return Optional.empty();
        }

        /** A call that is no function of single values; empty where it is unknown here too. */
        default Optional<Expression> aggregate(Syntax.Call call) throws RuleSyntaxException {
            return Optional.empty();
        }
    }

    ExpressionLowering(SourceText source, Variables variables, ReferenceLists lists, List<Unsupported> unsupported) {
        this.source = source;
        this.variables = variables;
        this.unsupported = unsupported;
        this.comparisons = new Comparisons(this, lists);
    }

    Expression condition(Syntax syntax) throws RuleSyntaxException {
        return comparisons.condition(syntax);
    }

    /** The condition that a variable by itself stands for, where it stands for one. */
    Optional<Expression> holds(Syntax.Variable variable) throws RuleSyntaxException {
        return variables.holds(variable);
    }

    Expression value(Syntax syntax) throws RuleSyntaxException {
        Span span = syntax.span();
        if (syntax instanceof Syntax.Text text) {
            return new Expression.Literal(Values.of(text.value()), span);
        }
        if (syntax instanceof Syntax.Numeral number) {
            return new Expression.Literal(
                    number.whole() ? Values.of((long) number.value()) : Values.of(number.value()), span);
        }
        if (syntax instanceof Syntax.Truth truth) {
            return new Expression.Literal(Values.of(truth.value()), span);
        }
        if (syntax instanceof Syntax.Field field) {
            return written(field);
        }
        if (syntax instanceof Syntax.Variable variable) {
            return variables.variable(variable);
        }
        if (syntax instanceof Syntax.Count count) {
            return variables.count(count);
        }
        if (syntax instanceof Syntax.Arithmetic arithmetic) {
            return new Expression.Call(
                    OPERATORS.getOrDefault(arithmetic.operator(), ScalarFunctions.ADD),
                    List.of(value(arithmetic.left()), value(arithmetic.right())),
                    span);
        }
        if (syntax instanceof Syntax.Call call) {
            return call(call);
        }
        if (syntax instanceof Syntax.ListName) {
            return unsupported("row of a data table", span);
        }
        if (syntax instanceof Syntax.Named named) {
            throw error(span, "found " + named.name() + ":, which only a function of metrics takes");
        }
        if (syntax instanceof Syntax.Regex) {
            throw error(span, "found a pattern where a value was expected");
        }
        return condition(syntax);
    }

    private Expression call(Syntax.Call call) throws RuleSyntaxException {
        if (call.function().equals("if")) {
            return conditional(call);
        }
        if (ExpressionParser.WINDOW_EDGES.contains(call.function())) {
            return unsupported(call.function(), call.span());
        }
        var aggregate = variables.aggregate(call);
        if (aggregate.isPresent()) {
            return aggregate.get();
        }
        if (comparisons.compares(call.function())) {
            return condition(call);
        }
        var entry = Library.find(call.function());
        if (entry.isEmpty()) {
            return unsupported("function " + call.function(), call.span());
        }
        arguments(call, entry.get().least(), entry.get().most());
        int pattern = entry.get().pattern();
        if (pattern >= 0) {
            Syntax written = call.arguments().get(pattern);
            if (!(written instanceof Syntax.Text) && !(written instanceof Syntax.Regex)) {
                return unsupported("regular expression that is no constant", call.span());
            }
        }
        var arguments = new ArrayList<Expression>();
        for (int i = 0; i < call.arguments().size(); i++) {
            Syntax argument = call.arguments().get(i);
            Syntax read = i == pattern && argument instanceof Syntax.Regex regex
                    ? new Syntax.Text(regex.pattern(), regex.span())
                    : argument;
            if (i == pattern && read instanceof Syntax.Text text) {
                comparisons.tests().checked(text.value(), true, text.span());
                int groups = call.function().startsWith("re.capture") ? Library.groups(text.value()) : 0;
                if (groups > 1) {
                    throw error(text.span(), "found " + groups + " groups, of which " + call.function() + " takes one");
                }
            }
            arguments.add(value(read));
        }
        return new Expression.Call(Library.fullName(call.function()), arguments, call.span());
    }

    /** {@code if(condition, value, otherwise)}; without the last, otherwise is 0 or the empty text. */
    private Expression conditional(Syntax.Call call) throws RuleSyntaxException {
        arguments(call, 2, 3);
        Syntax then = call.arguments().get(1);
        Expression otherwise = call.arguments().size() > 2
                ? value(call.arguments().get(2))
                : new Expression.Literal(isNumber(then) ? Values.of(0) : Values.EMPTY_TEXT, call.span());
        return new Expression.Conditional(condition(call.arguments().get(0)), value(then), otherwise, call.span());
    }

    void arguments(Syntax.Call call, int least, int most) throws RuleSyntaxException {
        int number = call.arguments().size();
        if (number < least || number > most) {
            String wanted = least == most ? "" + least : least + " to " + most;
            throw error(call.span(), "found " + number + " arguments of " + call.function() + ", expected " + wanted);
        }
    }

    /** Whether an expression is a number by its form. */
    boolean isNumber(Syntax syntax) {
        if (syntax instanceof Syntax.Numeral || syntax instanceof Syntax.Arithmetic || syntax instanceof Syntax.Count) {
            return true;
        }
        if (syntax instanceof Syntax.Field field) {
            return udm(field) instanceof UdmField.Whole;
        }
        if (syntax instanceof Syntax.Call call) {
            if (call.function().equals("if")) {
                return call.arguments().size() > 1 && isNumber(call.arguments().get(1));
            }
            return Library.find(call.function())
                    .map(entry -> entry.result() == Library.Result.NUMBER)
                    .orElse(false);
        }
        return false;
    }

    UdmField udm(Syntax.Field field) {
        return new UdmFields(field.span()).find(UdmFields.name(field.steps()));
    }

    Expression placed(Syntax.Field field, Expression value) {
        return variables.placed(field.event(), value, field.span());
    }

    /** A field as a value, whatever it is made of. */
    private Expression written(Syntax.Field field) {
        if (UdmFields.isPartOfLabel(field.steps())) {
            return unsupported("label by its key and value", field.span());
        }
        UdmField udm = udm(field);
        Expression value;
        if (udm instanceof UdmField.Constant constant) {
            return text(constant.text(), field.span());
        } else if (udm instanceof UdmField.Unmapped unmapped) {
            return new Expression.Column(unmapped.name(), field.span());
        } else if (udm instanceof UdmField.Whole whole) {
            value = whole.value();
        } else if (udm instanceof UdmField.Prefixed prefixed) {
            Expression absent =
                    new Expression.Test(TestKind.IS_NULL, prefixed.value(), List.of(), ValueTests.TEXT, field.span());
            Expression joined = new Expression.Call(
                    Library.fullName("strings.concat"),
                    List.of(text(prefixed.prefix(), field.span()), prefixed.value()),
                    field.span());
            value = new Expression.Conditional(absent, text("", field.span()), joined, field.span());
        } else if (udm instanceof UdmField.Cases cases) {
            value = text("", field.span());
            for (int i = cases.cases().size() - 1; i >= 0; i--) {
                UdmField.Case each = cases.cases().get(i);
                value = new Expression.Conditional(
                        each.condition(), text(each.text(), field.span()), value, field.span());
            }
        } else {
            value = ((UdmField.Read) udm).value();
        }
        return placed(field, indexed(field, value));
    }

    /** The element that a field's path ends with the number of; a field that is no list is its own first element. */
    private static Expression indexed(Syntax.Field field, Expression value) {
        Syntax.Step last = field.steps().get(field.steps().size() - 1);
        if (!(last instanceof Syntax.Step.Index index)) {
            return value;
        }
        if (index.index() > 0 && !(value instanceof Expression.Field)) {
            return text("", field.span());
        }
        if (value instanceof Expression.Field read) {
            return new Expression.Call(
                    Library.fullName("arrays.index_to_str"),
                    List.of(read, new Expression.Literal(Values.of(index.index()), field.span())),
                    field.span());
        }
        return value;
    }

    static Expression text(String text, Span span) {
        return new Expression.Literal(Values.of(text), span);
    }

    /** A field of the record itself. */
    static Expression record(String path, Span span) {
        return new Expression.Field(FieldPath.parse(path), span);
    }

    Expression unsupported(String construct, Span span) {
        unsupported.add(new Unsupported(construct, span));
        return new Expression.Literal(Values.FALSE, span);
    }

    RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }

    static Matching matching(boolean nocase) {
        return ValueTests.TEXT.withCase(!nocase);
    }
}
