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
 * Lowers the tests that conditions are made of: comparisons, lists, patterns and functions, each as a search, which is true
 * or false, or as a script, which is unknown where a value is missing.
 */
final class EqlTests {
    private static final Map<String, TestKind> ORDERINGS =
            Map.of("<", TestKind.LT, "<=", TestKind.LE, ">", TestKind.GT, ">=", TestKind.GE);
    private static final Map<String, String> MIRRORED = Map.of("<", ">", "<=", ">=", ">", "<", ">=", "<=");
    /** Functions that a search answers where they compare a field with a constant by case. */
    static final Set<String> SEARCHES = Set.of("startsWith", "endsWith", "stringContains");

    /** Functions that a search answers in each of their forms. */
    static final Set<String> NETWORKS_AND_PATTERNS = Set.of("cidrMatch", "wildcard", "match");

    /** Lowers what stands on a side of a test. */
    interface Operands {
        Expression value(EqlSyntax syntax) throws RuleSyntaxException;
    }

    private final SourceText source;
    private final EcsFields fields;
    private final List<Unsupported> unsupported;
    private final Operands operands;

    EqlTests(SourceText source, EcsFields fields, List<Unsupported> unsupported, Operands operands) {
        this.source = source;
        this.fields = fields;
        this.unsupported = unsupported;
        this.operands = operands;
    }

    static boolean isField(EqlSyntax syntax) {
        return syntax instanceof EqlSyntax.Name;
    }

    static Matching matching(boolean cased, boolean search, boolean texts) {
        return new Matching(
                cased,
                search ? Matching.Absent.FALSE : Matching.Absent.UNKNOWN,
                texts ? Matching.Types.TEXT : Matching.Types.STRICT,
                Matching.Lists.ANY);
    }

    Expression field(EqlSyntax.Name name) {
        if (EcsFields.isUnavailable(name.name())) {
            unsupported.add(new Unsupported("field " + name.name(), name.span()));
        } else if (EcsFields.isAnalysed(name.name())) {
            unsupported.add(new Unsupported("text field " + name.name(), name.span()));
        }
        return fields.read(name.name(), name.span());
    }

    Expression comparison(EqlSyntax.Comparison comparison, boolean search) throws RuleSyntaxException {
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
        if (readsField(left) && readsField(right)) {
            unsupported.add(new Unsupported("comparison of two fields", span));
        }
        TestKind kind = ORDERINGS.getOrDefault(operator, TestKind.EQ);
        Expression operand = isField(left) ? field((EqlSyntax.Name) left) : operands.value(left);
        if (isTime(left) && right instanceof Constant constant && constant.value() instanceof Value.Text text) {
            Expression test = EcsTests.time(kind, operand, text.value(), matching(true, search, false), span);
            return operator.equals("!=") ? new Expression.Not(test, span) : test;
        }
        if (left instanceof EqlSyntax.Name name
                && EcsFields.isAddress(name.name())
                && ORDERINGS.containsKey(operator)
                && right instanceof Constant bound) {
            return EcsTests.ordered(kind, name.name(), operand, bound.value().asText(), span);
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

    /** Whether a field takes part in a value; Elasticsearch compares nothing with one that does. */
    private static boolean readsField(EqlSyntax syntax) {
        if (syntax instanceof EqlSyntax.Arithmetic arithmetic) {
            return readsField(arithmetic.left()) || readsField(arithmetic.right());
        }
        return syntax instanceof EqlSyntax.Name
                || (syntax instanceof EqlSyntax.Invocation call
                        && call.arguments().stream().anyMatch(EqlTests::readsField));
    }

    private static boolean isTime(EqlSyntax syntax) {
        return syntax instanceof EqlSyntax.Name name && EcsFields.isTime(name.name());
    }

    private Expression wanted(EqlSyntax left, EqlSyntax right) throws RuleSyntaxException {
        if (isTime(left) && right instanceof Constant constant && constant.value() instanceof Value.Text text) {
            return new Expression.Literal(EcsDateMath.time(text.value(), Instant.EPOCH), right.span());
        }
        return right instanceof EqlSyntax.Name name ? field(name) : operands.value(right);
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
                TestKind.IS_NULL, operands.value(operand), List.of(), matching(true, true, true), span);
        return equal ? test : new Expression.Not(test, span);
    }

    Expression in(EqlSyntax.InList in, boolean search) throws RuleSyntaxException {
        Expression operand =
                isField(in.operand()) ? field((EqlSyntax.Name) in.operand()) : operands.value(in.operand());
        var wanted = new ArrayList<Expression>();
        for (EqlSyntax one : in.wanted()) {
            if (readsField(one)) {
                unsupported.add(new Unsupported("comparison of two fields", one.span()));
            }
            if (!(one instanceof Constant constant && constant.value().isAbsent())) {
                wanted.add(wanted(in.operand(), one));
            }
        }
        TestKind kind = wanted.size() == 1 ? TestKind.EQ : TestKind.IN;
        return EcsTests.of(kind, operand, wanted, matching(in.cased(), search, !isTime(in.operand())), in.span());
    }

    Expression pattern(EqlSyntax.Pattern pattern, boolean search) throws RuleSyntaxException {
        Expression operand = isField(pattern.operand())
                ? field((EqlSyntax.Name) pattern.operand())
                : operands.value(pattern.operand());
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

    Expression invocation(EqlSyntax.Invocation call, boolean search) throws RuleSyntaxException {
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
            arguments.add(operands.value(argument));
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
        if (text.isEmpty() && call.function().equals("stringContains")) {
            return new Expression.Literal(Values.FALSE, span);
        }
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
        Expression operand = isField(first) ? field((EqlSyntax.Name) first) : operands.value(first);
        var constants = new ArrayList<Constant>();
        for (EqlSyntax argument : call.arguments().subList(1, call.arguments().size())) {
            if (!(argument instanceof Constant constant)
                    || !(constant.value() instanceof Value.Text
                            || constant.value().isAbsent())) {
                throw new RuleSyntaxException(source, argument.span(), "expected a text");
            }
            if (constant.value().isAbsent()) {
                return new Expression.Literal(search ? Values.FALSE : Values.NULL, span);
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
