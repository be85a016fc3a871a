package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.schema.ecs.EcsDateMath;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.schema.ecs.EcsTests;
import io.telltale.detection.text.LuceneRegex;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lowers expressions: equality regards case, null and fields of several values make a comparison unknown. */
final class EsqlExpressionLowering {
    /** Functions that are lowered to nodes of the representation. */
    static final List<String> FUNCTIONS = List.of("case", "cidr_match", "match", "match_phrase", "multi_match", "term");

    private static final Matching MATCHING =
            new Matching(true, Matching.Absent.UNKNOWN, Matching.Types.STRICT, Matching.Lists.UNKNOWN);
    private static final Matching KEYWORDS =
            new Matching(true, Matching.Absent.UNKNOWN, Matching.Types.TEXT, Matching.Lists.UNKNOWN);
    private static final Matching SEARCH =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);
    private static final Map<String, TestKind> ORDERINGS =
            Map.of("<", TestKind.LT, "<=", TestKind.LE, ">", TestKind.GT, ">=", TestKind.GE);
    private static final Map<String, String> MIRRORED = Map.of("<", ">", "<=", ">=", ">", "<", ">=", "<=");
    private static final Map<String, String> ARITHMETIC =
            Map.of("+", "add", "-", "subtract", "*", "multiply", "/", "divide", "%", "modulo");
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("to_date", "to_datetime"),
            Map.entry("to_dt", "to_datetime"),
            Map.entry("to_date_nanos", "to_datetime"),
            Map.entry("to_str", "to_string"),
            Map.entry("to_int", "to_integer"),
            Map.entry("to_dbl", "to_double"),
            Map.entry("to_bool", "to_boolean"),
            Map.entry("to_ul", "to_unsigned_long"),
            Map.entry("to_ulong", "to_unsigned_long"),
            Map.entry("to_ver", "to_version"),
            Map.entry("bin", "bucket"),
            Map.entry("to_date_period", "to_dateperiod"),
            Map.entry("to_time_duration", "to_timeduration"),
            Map.entry("substr", "substring"));

    private final SourceText source;
    private final EsqlScope scope;
    private final EmbeddedSearches searches;
    private final EsqlParameters parameters;
    private final List<Unsupported> unsupported;

    EsqlExpressionLowering(
            SourceText source,
            EsqlScope scope,
            EmbeddedSearches searches,
            EsqlParameters parameters,
            List<Unsupported> unsupported) {
        this.searches = searches;
        this.parameters = parameters;
        this.source = source;
        this.scope = scope;
        this.unsupported = unsupported;
    }

    Expression lower(EsqlSyntax syntax) throws RuleSyntaxException {
        Span span = syntax.span();
        if (syntax instanceof EsqlSyntax.Name name) {
            return read(name.name(), span);
        }
        if (syntax instanceof EsqlSyntax.Parameter parameter) {
            return parameters.read(parameter);
        }
        if (syntax instanceof EsqlSyntax.Constant constant) {
            return new Expression.Literal(constant.value(), span);
        }
        if (syntax instanceof EsqlSyntax.Not not) {
            return new Expression.Not(lower(not.operand()), span);
        }
        if (syntax instanceof EsqlSyntax.Negative negative) {
            return new Expression.Call(
                    "esql:subtract",
                    List.of(new Expression.Literal(Values.of(0), span), lower(negative.operand())),
                    span);
        }
        if (syntax instanceof EsqlSyntax.Connective connective) {
            List<Expression> operands = lower(connective.operands());
            return connective.any() ? new Expression.Or(operands, span) : new Expression.And(operands, span);
        }
        if (syntax instanceof EsqlSyntax.Binary binary) {
            return binary(binary);
        }
        if (syntax instanceof EsqlSyntax.IsNull isNull) {
            return new Expression.Test(TestKind.IS_NULL, lower(isNull.operand()), List.of(), MATCHING, span);
        }
        if (syntax instanceof EsqlSyntax.InList in) {
            Expression operand = lower(in.operand());
            List<Expression> wanted = lower(in.wanted()).stream()
                    .map(one -> besideTime(operand, one))
                    .toList();
            return EcsTests.of(TestKind.IN, operand, wanted, matching(TestKind.IN, wanted), span);
        }
        if (syntax instanceof EsqlSyntax.Like like) {
            return like(like);
        }
        return invocation((EsqlSyntax.Invocation) syntax);
    }

    RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }

    /** An expression's text without white space. */
    String written(EsqlSyntax syntax) {
        return source.slice(syntax.span()).replaceAll("\\s", "");
    }

    /**
     * A column or a field.
     *
     * @throws RuleSyntaxException where an earlier command has left no such column
     */
    Expression read(String name, Span span) throws RuleSyntaxException {
        if (scope.isGone(name)) {
            String columns = String.join(", ", scope.columns());
            throw new RuleSyntaxException(
                    source, span, "found " + name + ", expected a column that is left: " + columns);
        }
        if (scope.isField(name) && EcsFields.isUnavailable(name)) {
            unsupported.add(new Unsupported("field " + name, span));
        } else if (scope.isField(name) && EcsFields.isFlattened(name)) {
            unsupported.add(new Unsupported("field of the type flattened", span));
        }
        return scope.read(name, span);
    }

    private List<Expression> lower(List<EsqlSyntax> all) throws RuleSyntaxException {
        var lowered = new ArrayList<Expression>();
        for (EsqlSyntax one : all) {
            lowered.add(lower(one));
        }
        return lowered;
    }

    private Expression binary(EsqlSyntax.Binary binary) throws RuleSyntaxException {
        Expression left = lower(binary.left());
        Expression right = lower(binary.right());
        Span span = binary.span();
        String operator = binary.operator();
        if (ARITHMETIC.containsKey(operator)) {
            return new Expression.Call("esql:" + ARITHMETIC.get(operator), List.of(left, right), span);
        }
        if (left instanceof Expression.Literal && !(right instanceof Expression.Literal)) {
            Expression swapped = left;
            left = right;
            right = swapped;
            operator = MIRRORED.getOrDefault(operator, operator);
        }
        if (operator.equals(":")) {
            return search(binary.left(), left, right, false, span);
        }
        right = besideTime(left, right);
        TestKind kind = ORDERINGS.getOrDefault(operator, TestKind.EQ);
        Expression test = EcsTests.of(kind, left, List.of(right), matching(kind, List.of(right)), span);
        return operator.equals("!=") ? new Expression.Not(test, span) : test;
    }

    /** A text beside a time is one too. */
    private Expression besideTime(Expression time, Expression other) {
        return scope.isTime(time)
                        && other instanceof Expression.Literal literal
                        && literal.value() instanceof Value.Text text
                ? new Expression.Literal(EcsDateMath.time(text.value(), Instant.EPOCH), literal.span())
                : other;
    }

    /** A search of a field: of a keyword for the whole value, of a text for its words. */
    private static Expression search(
            EsqlSyntax syntax, Expression field, Expression wanted, boolean phrase, Span span) {
        boolean analysed = syntax instanceof EsqlSyntax.Name name && EcsFields.isAnalysed(name.name());
        return analysed
                ? new Expression.Call(phrase ? "ecs:phrase" : "ecs:any_term", List.of(field, wanted), span)
                : EcsTests.of(TestKind.EQ, field, List.of(wanted), SEARCH, span);
    }

    /** A text is compared with what an index holds of a keyword, which is text too. */
    private static Matching matching(TestKind kind, List<Expression> wanted) {
        boolean texts = wanted.stream()
                .allMatch(w -> w instanceof Expression.Literal literal && literal.value() instanceof Value.Text);
        return texts && !kind.isOrdering() ? KEYWORDS : MATCHING;
    }

    private Expression like(EsqlSyntax.Like like) throws RuleSyntaxException {
        Expression operand = lower(like.operand());
        var tests = new ArrayList<Expression>();
        for (EsqlSyntax.Constant pattern : like.patterns()) {
            String text = pattern.value().asText();
            if (like.regular()) {
                LuceneRegex.unsupported(text)
                        .ifPresent(operator ->
                                unsupported.add(new Unsupported("regular expression " + operator, pattern.span())));
                text = re2(text, pattern.span());
            }
            tests.add(new Expression.Test(
                    like.regular() ? TestKind.REGEX : TestKind.WILDCARD,
                    operand,
                    List.of(new Expression.Literal(Values.of(text), pattern.span())),
                    KEYWORDS,
                    like.span()));
        }
        return Expression.anyOf(tests, like.span());
    }

    private String re2(String pattern, Span span) throws RuleSyntaxException {
        try {
            String translated = LuceneRegex.toRe2(pattern);
            Patterns.re2(translated, 0);
            return translated;
        } catch (IllegalArgumentException e) {
            throw new RuleSyntaxException(source, span, String.valueOf(e.getMessage()));
        }
    }

    private Expression invocation(EsqlSyntax.Invocation call) throws RuleSyntaxException {
        String function = ALIASES.getOrDefault(call.function(), call.function());
        List<Expression> arguments = lower(call.arguments());
        Span span = call.span();
        if (function.equals("case") && arguments.size() >= 2) {
            boolean hasElse = arguments.size() % 2 == 1;
            Expression result =
                    hasElse ? arguments.get(arguments.size() - 1) : new Expression.Literal(Values.NULL, span);
            for (int i = (arguments.size() / 2 - 1) * 2; i >= 0; i -= 2) {
                result = new Expression.Conditional(arguments.get(i), arguments.get(i + 1), result, span);
            }
            return result;
        }
        if (searches.knows(function)
                && arguments.size() == 1
                && arguments.get(0) instanceof Expression.Literal query
                && query.value() instanceof Value.Text text) {
            return searches.lower(function, text.value(), span, unsupported);
        }
        if (List.of("match", "match_phrase", "term").contains(function) && arguments.size() == 2) {
            return search(
                    call.arguments().get(0), arguments.get(0), arguments.get(1), function.equals("match_phrase"), span);
        }
        if (function.equals("multi_match") && arguments.size() >= 2) {
            var tests = new ArrayList<Expression>();
            for (int i = 1; i < arguments.size(); i++) {
                tests.add(search(call.arguments().get(i), arguments.get(i), arguments.get(0), false, span));
            }
            return Expression.anyOf(tests, span);
        }
        if (function.equals("cidr_match") && arguments.size() >= 2) {
            var tests = new ArrayList<Expression>();
            for (Expression network : arguments.subList(1, arguments.size())) {
                tests.add(new Expression.Test(TestKind.CIDR, arguments.get(0), List.of(network), MATCHING, span));
            }
            return Expression.anyOf(tests, span);
        }
        if (!EsqlFunctions.takes(function, arguments.size())) {
            unsupported.add(new Unsupported("function " + function, span));
            return new Expression.Literal(Values.NULL, span);
        }
        return new Expression.Call("esql:" + function, arguments, span);
    }
}
