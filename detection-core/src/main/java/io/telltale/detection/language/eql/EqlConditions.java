package io.telltale.detection.language.eql;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.eql.EqlSyntax.Constant;
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
import java.util.Set;

/**
 * Lowers conditions as Elasticsearch runs them. A comparison of a field with constants is a search: it is true or false,
 * and its negation finds the events that lack the field. The negation of an ordering is the opposite ordering, which does
 * not. Everything that must be computed (a function of a function, a field beside a field, a function without regard to
 * case) is a script, whose null is neither true nor, negated, true.
 */
final class EqlConditions {
    private static final Map<String, TestKind> ORDERINGS =
            Map.of("<", TestKind.LT, "<=", TestKind.LE, ">", TestKind.GT, ">=", TestKind.GE);
    private static final Map<String, String> MIRRORED = Map.of("<", ">", "<=", ">=", ">", "<", ">=", "<=");
    private static final Map<String, String> NEGATED =
            Map.of("==", "!=", "!=", "==", "<", ">=", "<=", ">", ">", "<=", ">=", "<");
    private static final Set<String> SEARCHES = Set.of("startsWith", "endsWith", "stringContains");
    private static final Set<String> NETWORKS_AND_PATTERNS = Set.of("cidrMatch", "wildcard", "match");

    private final SourceText source;
    private final EcsFields fields;
    private final List<Unsupported> unsupported;

    EqlConditions(SourceText source, EcsFields fields, List<Unsupported> unsupported) {
        this.source = source;
        this.fields = fields;
        this.unsupported = unsupported;
    }

    private static Matching matching(boolean cased, boolean search, boolean texts) {
        return new Matching(
                cased,
                search ? Matching.Absent.FALSE : Matching.Absent.UNKNOWN,
                texts ? Matching.Types.TEXT : Matching.Types.STRICT,
                Matching.Lists.ANY);
    }

    /** What an event must meet: true or false, never unknown. */
    Expression condition(EqlSyntax syntax) throws RuleSyntaxException {
        Span span = syntax.span();
        if (syntax instanceof EqlSyntax.Connective connective) {
            var operands = new ArrayList<Expression>();
            for (EqlSyntax operand : connective.operands()) {
                operands.add(condition(operand));
            }
            return connective.any() ? new Expression.Or(operands, span) : new Expression.And(operands, span);
        }
        if (syntax instanceof EqlSyntax.Not not) {
            return negated(not.operand(), span);
        }
        if (syntax instanceof EqlSyntax.Comparison comparison
                && comparison.right() instanceof Constant constant
                && constant.value() instanceof Value.Bool wanted
                && isBoolean(comparison.left())
                && (comparison.operator().equals("==") || comparison.operator().equals("!="))) {
            boolean positive = wanted.value() == comparison.operator().equals("==");
            return positive ? condition(comparison.left()) : negated(comparison.left(), span);
        }
        return isSearch(syntax) ? value(syntax, true) : decided(value(syntax, false), span);
    }

    private static boolean isBoolean(EqlSyntax syntax) {
        return !(syntax instanceof EqlSyntax.Name
                || syntax instanceof Constant
                || syntax instanceof EqlSyntax.Arithmetic
                || (syntax instanceof EqlSyntax.Invocation call
                        && !SEARCHES.contains(call.function())
                        && !NETWORKS_AND_PATTERNS.contains(call.function())));
    }

    private Expression negated(EqlSyntax syntax, Span span) throws RuleSyntaxException {
        if (syntax instanceof EqlSyntax.Not not) {
            return condition(not.operand());
        }
        if (syntax instanceof EqlSyntax.Comparison comparison) {
            return condition(new EqlSyntax.Comparison(
                    NEGATED.get(comparison.operator()), comparison.left(), comparison.right(), span));
        }
        boolean compound = syntax instanceof EqlSyntax.Connective;
        return compound || isSearch(syntax)
                ? new Expression.Not(condition(syntax), span)
                : decided(new Expression.Not(value(syntax, false), span), span);
    }

    /** Unknown made false. */
    private static Expression decided(Expression expression, Span span) {
        return expression instanceof Expression.Literal
                ? expression
                : new Expression.Conditional(
                        expression,
                        new Expression.Literal(Values.TRUE, span),
                        new Expression.Literal(Values.FALSE, span),
                        span);
    }

    /** Whether Elasticsearch answers the condition from its index. */
    private static boolean isSearch(EqlSyntax syntax) {
        if (syntax instanceof EqlSyntax.Comparison comparison) {
            return (isField(comparison.left()) && comparison.right() instanceof Constant)
                    || (isField(comparison.right()) && comparison.left() instanceof Constant);
        }
        if (syntax instanceof EqlSyntax.InList in) {
            return isField(in.operand()) && in.wanted().stream().allMatch(Constant.class::isInstance);
        }
        if (syntax instanceof EqlSyntax.Pattern pattern) {
            return isField(pattern.operand());
        }
        if (syntax instanceof EqlSyntax.Invocation call && !call.arguments().isEmpty()) {
            boolean known = NETWORKS_AND_PATTERNS.contains(call.function())
                    || (SEARCHES.contains(call.function()) && call.cased());
            return known
                    && isField(call.arguments().get(0))
                    && call.arguments().stream().skip(1).allMatch(Constant.class::isInstance);
        }
        return isField(syntax) || syntax instanceof Constant;
    }

    private static boolean isField(EqlSyntax syntax) {
        return syntax instanceof EqlSyntax.Name;
    }

    /** An expression; {@code search} makes comparisons with absent values false instead of unknown. */
    private Expression value(EqlSyntax syntax, boolean search) throws RuleSyntaxException {
        Span span = syntax.span();
        if (syntax instanceof Constant constant) {
            return new Expression.Literal(constant.value(), span);
        }
        if (syntax instanceof EqlSyntax.Name name) {
            Expression field = field(name);
            return search
                    ? EcsTests.of(
                            TestKind.EQ,
                            field,
                            List.of(new Expression.Literal(Values.TRUE, span)),
                            matching(true, true, true),
                            span)
                    : field;
        }
        if (syntax instanceof EqlSyntax.Not not) {
            return new Expression.Not(value(not.operand(), search), span);
        }
        if (syntax instanceof EqlSyntax.Connective connective) {
            var operands = new ArrayList<Expression>();
            for (EqlSyntax operand : connective.operands()) {
                operands.add(value(operand, search));
            }
            return connective.any() ? new Expression.Or(operands, span) : new Expression.And(operands, span);
        }
        if (syntax instanceof EqlSyntax.Comparison comparison) {
            return comparison(comparison, search);
        }
        if (syntax instanceof EqlSyntax.InList in) {
            return in(in, search);
        }
        if (syntax instanceof EqlSyntax.Pattern pattern) {
            return pattern(pattern, search);
        }
        if (syntax instanceof EqlSyntax.Arithmetic arithmetic) {
            String function = switch (arithmetic.operator()) {
                case "+" -> "add";
                case "-" -> "subtract";
                case "*" -> "multiply";
                case "/" -> "divide";
                default -> "modulo";
            };
            return new Expression.Call(
                    "eql:" + function,
                    List.of(value(arithmetic.left(), false), value(arithmetic.right(), false)),
                    span);
        }
        return invocation((EqlSyntax.Invocation) syntax, search);
    }

    Expression field(EqlSyntax.Name name) {
        if (EcsFields.isUnavailable(name.name())) {
            unsupported.add(new Unsupported("field " + name.name(), name.span()));
        }
        return fields.read(name.name(), name.span());
    }

    private Expression comparison(EqlSyntax.Comparison comparison, boolean search) throws RuleSyntaxException {
        EqlSyntax left = comparison.left();
        EqlSyntax right = comparison.right();
        String operator = comparison.operator();
        Span span = comparison.span();
        if (left instanceof Constant && !(right instanceof Constant)) {
            left = comparison.right();
            right = comparison.left();
            operator = MIRRORED.getOrDefault(operator, operator);
        }
        if (right instanceof Constant constant && constant.value().isAbsent()) {
            return absence(left, operator, span);
        }
        TestKind kind = ORDERINGS.getOrDefault(operator, TestKind.EQ);
        Expression operand = isField(left) ? field((EqlSyntax.Name) left) : value(left, false);
        if (isTime(left) && right instanceof Constant constant && constant.value() instanceof Value.Text text) {
            Expression test = EcsTests.time(kind, operand, text.value(), matching(true, search, false), span);
            return operator.equals("!=") ? new Expression.Not(test, span) : test;
        }
        Expression wanted = wanted(left, right);
        if (left instanceof EqlSyntax.Name name
                && EcsFields.isAddress(name.name())
                && wanted instanceof Expression.Literal literal
                && kind == TestKind.EQ
                && EcsTests.isNetwork(literal.value().asText())) {
            kind = TestKind.CIDR;
        }
        boolean texts = kind == TestKind.EQ && !isTime(left);
        Expression test = EcsTests.of(kind, operand, List.of(wanted), matching(true, search, texts), span);
        return operator.equals("!=") ? new Expression.Not(test, span) : test;
    }

    private static boolean isTime(EqlSyntax syntax) {
        return syntax instanceof EqlSyntax.Name name && EcsFields.isTime(name.name());
    }

    private Expression wanted(EqlSyntax left, EqlSyntax right) throws RuleSyntaxException {
        if (isTime(left) && right instanceof Constant constant && constant.value() instanceof Value.Text text) {
            return new Expression.Literal(EcsDateMath.time(text.value(), Instant.EPOCH), right.span());
        }
        return right instanceof EqlSyntax.Name name ? field(name) : value(right, false);
    }

    /** Null is compared with by {@code ==} and {@code !=} only; orderings against it find nothing. */
    private Expression absence(EqlSyntax operand, String operator, Span span) throws RuleSyntaxException {
        if (ORDERINGS.containsKey(operator)) {
            return new Expression.Literal(Values.NULL, span);
        }
        boolean equal = operator.equals("==");
        if (operand instanceof EqlSyntax.Name name) {
            Expression present = new Expression.Call("ecs:present", List.of(field(name)), span);
            return equal ? new Expression.Not(present, span) : present;
        }
        Expression test = new Expression.Test(
                TestKind.IS_NULL, value(operand, false), List.of(), matching(true, true, true), span);
        return equal ? test : new Expression.Not(test, span);
    }

    private Expression in(EqlSyntax.InList in, boolean search) throws RuleSyntaxException {
        Expression operand = isField(in.operand()) ? field((EqlSyntax.Name) in.operand()) : value(in.operand(), false);
        var wanted = new ArrayList<Expression>();
        for (EqlSyntax one : in.wanted()) {
            if (!(one instanceof Constant constant && constant.value().isAbsent())) {
                wanted.add(wanted(in.operand(), one));
            }
        }
        TestKind kind = wanted.size() == 1 ? TestKind.EQ : TestKind.IN;
        return EcsTests.of(kind, operand, wanted, matching(in.cased(), search, !isTime(in.operand())), in.span());
    }

    private Expression pattern(EqlSyntax.Pattern pattern, boolean search) throws RuleSyntaxException {
        Expression operand = isField(pattern.operand())
                ? field((EqlSyntax.Name) pattern.operand())
                : value(pattern.operand(), false);
        return patterns(operand, pattern.patterns(), pattern.regular(), pattern.cased(), search, pattern.span());
    }

    private Expression patterns(
            Expression operand, List<Constant> patterns, boolean regular, boolean cased, boolean search, Span span)
            throws RuleSyntaxException {
        var plain = new ArrayList<Expression>();
        var tests = new ArrayList<Expression>();
        for (Constant pattern : patterns) {
            String text = pattern.value().asText();
            boolean isText = pattern.value() instanceof Value.Text;
            if (isText && regular) {
                tests.add(regular(operand, pattern, cased, search, span));
            } else if (isText && (text.indexOf('*') >= 0 || text.indexOf('?') >= 0)) {
                tests.add(EcsTests.of(
                        TestKind.WILDCARD,
                        operand,
                        List.of(new Expression.Literal(Values.of(text.replace("\\", "\\\\")), pattern.span())),
                        matching(cased, search, true),
                        span));
            } else {
                plain.add(new Expression.Literal(pattern.value(), pattern.span()));
            }
        }
        if (!plain.isEmpty()) {
            TestKind kind = plain.size() == 1 ? TestKind.EQ : TestKind.IN;
            tests.add(0, EcsTests.of(kind, operand, plain, matching(cased, search, true), span));
        }
        return Expression.anyOf(tests, span);
    }

    private Expression regular(Expression operand, Constant pattern, boolean cased, boolean search, Span span)
            throws RuleSyntaxException {
        String text = pattern.value().asText();
        LuceneRegex.unsupported(text)
                .ifPresent(
                        operator -> unsupported.add(new Unsupported("regular expression " + operator, pattern.span())));
        try {
            String translated = LuceneRegex.toRe2(text);
            Patterns.re2(translated, 0);
            return EcsTests.of(
                    TestKind.REGEX,
                    operand,
                    List.of(new Expression.Literal(Values.of(translated), pattern.span())),
                    matching(cased, search, true),
                    span);
        } catch (IllegalArgumentException e) {
            throw new RuleSyntaxException(source, pattern.span(), String.valueOf(e.getMessage()));
        }
    }

    private Expression invocation(EqlSyntax.Invocation call, boolean search) throws RuleSyntaxException {
        Span span = call.span();
        String function = call.function();
        if (NETWORKS_AND_PATTERNS.contains(function) && call.arguments().size() >= 2) {
            return networksAndPatterns(call, search);
        }
        if (search && SEARCHES.contains(function) && call.arguments().size() == 2) {
            return search(call);
        }
        String full = function + (call.cased() ? "" : "~");
        if (!EqlFunctions.takes(full, call.arguments().size())) {
            unsupported.add(new Unsupported("function " + full, span));
            return new Expression.Literal(Values.NULL, span);
        }
        var arguments = new ArrayList<Expression>();
        for (EqlSyntax argument : call.arguments()) {
            arguments.add(value(argument, false));
        }
        return new Expression.Call("eql:" + full, arguments, span);
    }

    /**
     * A search for a beginning, an end or a piece. Elasticsearch makes a wildcard query of the latter two and does not quote
     * the text in it, so that stars and question marks in it are wildcards and a backslash quotes.
     */
    private Expression search(EqlSyntax.Invocation call) throws RuleSyntaxException {
        Span span = call.span();
        Expression operand = field((EqlSyntax.Name) call.arguments().get(0));
        String text = ((Constant) call.arguments().get(1)).value().asText();
        Span at = call.arguments().get(1).span();
        boolean pattern = text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('\\') >= 0;
        TestKind kind = switch (call.function()) {
            case "startsWith" -> TestKind.STARTS_WITH;
            case "endsWith" -> pattern ? TestKind.WILDCARD : TestKind.ENDS_WITH;
            default -> pattern ? TestKind.WILDCARD : TestKind.CONTAINS;
        };
        String wanted =
                kind == TestKind.WILDCARD ? "*" + text + (call.function().equals("endsWith") ? "" : "*") : text;
        return EcsTests.of(
                kind,
                operand,
                List.of(new Expression.Literal(Values.of(wanted), at)),
                matching(true, true, true),
                span);
    }

    private Expression networksAndPatterns(EqlSyntax.Invocation call, boolean search) throws RuleSyntaxException {
        Span span = call.span();
        EqlSyntax first = call.arguments().get(0);
        Expression operand = isField(first) ? field((EqlSyntax.Name) first) : value(first, false);
        var constants = new ArrayList<Constant>();
        for (EqlSyntax argument : call.arguments().subList(1, call.arguments().size())) {
            if (!(argument instanceof Constant constant) || !(constant.value() instanceof Value.Text)) {
                throw new RuleSyntaxException(source, argument.span(), "expected a text");
            }
            constants.add(constant);
        }
        if (!call.function().equals("cidrMatch")) {
            return patterns(operand, constants, call.function().equals("match"), call.cased(), search, span);
        }
        var tests = new ArrayList<Expression>();
        for (Constant network : constants) {
            if (!EcsTests.isNetwork(network.value().asText())) {
                throw new RuleSyntaxException(source, network.span(), "expected an address or a network in CIDR");
            }
            tests.add(new Expression.Test(
                    TestKind.CIDR,
                    operand,
                    List.of(new Expression.Literal(network.value(), network.span())),
                    matching(true, search, true),
                    span));
        }
        return Expression.anyOf(tests, span);
    }
}
