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
import java.util.Set;

/** Lowers expressions: equality regards case, null and fields of several values make a comparison unknown. */
final class EsqlExpressionLowering {
    /** Functions that are lowered to nodes of the representation. */
    static final List<String> FUNCTIONS =
            List.of("case", "cidr_match", "match", "match_phrase", "multi_match", "tbucket", "term", "trange");

    /** What a row has of its document besides fields, where the source asks for it. */
    private static final Set<String> METADATA = Set.of(
            "_id", "_ignored", "_index", "_index_mode", "_score", "_size", "_source", "_tier", "_tsid", "_version");

    private static final String ANY_TERM = "ecs:any_term";
    /** How a function searches a field of the type text. */
    private static final Map<String, String> SEARCHES =
            Map.of("match", ANY_TERM, "term", ANY_TERM, "match_phrase", "ecs:phrase");

    private static final String TIMESTAMP = "@timestamp";
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
            var wanted = new ArrayList<Expression>();
            for (EsqlSyntax one : in.wanted()) {
                wanted.add(besideTime(operand, lower(one)));
            }
            return EcsTests.of(TestKind.IN, operand, wanted, matching(TestKind.IN, wanted), span);
        }
        if (syntax instanceof EsqlSyntax.Like like) {
            return like(like);
        }
        return invocation((EsqlSyntax.Invocation) syntax);
    }

    /** Whether there is such a function, by any of its names, that is no aggregate. */
    boolean knows(String function) {
        return FUNCTIONS.contains(function)
                || ALIASES.containsKey(function)
                || searches.knows(function)
                || EsqlFunctions.knows(function);
    }

    RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }

    /** An expression's text without white space. */
    String written(EsqlSyntax syntax) {
        return source.slice(syntax.span()).replaceAll("\\s", "");
    }

    /**
     * Checks that there is such a column or field.
     *
     * @throws RuleSyntaxException where an earlier command has left no such column, or the source was not asked for it
     */
    void check(String name, Span span) throws RuleSyntaxException {
        if (scope.isGone(name)) {
            String columns = String.join(", ", scope.columns());
            throw error(span, "found " + name + ", expected a column that is left: " + columns);
        }
        if (scope.isField(name) && METADATA.contains(name) && !scope.hasMetadata(name)) {
            throw error(span, "found " + name + ", expected METADATA " + name + " in FROM");
        }
    }

    /** A column or a field, which must be there. */
    Expression read(String name, Span span) throws RuleSyntaxException {
        check(name, span);
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
            return search(binary.left(), left, right, ANY_TERM, span);
        }
        right = besideTime(left, right);
        TestKind kind = ORDERINGS.getOrDefault(operator, TestKind.EQ);
        Expression test = EcsTests.of(kind, left, List.of(right), matching(kind, List.of(right)), span);
        return operator.equals("!=") ? new Expression.Not(test, span) : test;
    }

    /**
     * A text beside a time is one too.
     *
     * @throws RuleSyntaxException where it is none; date math is none here
     */
    private Expression besideTime(Expression time, Expression other) throws RuleSyntaxException {
        if (!scope.isTime(time)
                || !(other instanceof Expression.Literal literal)
                || !(literal.value() instanceof Value.Text text)) {
            return other;
        }
        Value value = EcsDateMath.isRelative(text.value()) || text.value().contains("||")
                ? Values.NULL
                : EcsDateMath.time(text.value(), Instant.EPOCH);
        if (value.isAbsent()) {
            throw error(literal.span(), "found \"" + text.value() + "\", expected a date such as 2024-05-06T07:08:09Z");
        }
        return new Expression.Literal(value, literal.span());
    }

    /** A search of a field: of a keyword for the whole value, of a text for its words. */
    private static Expression search(EsqlSyntax syntax, Expression field, Expression wanted, String words, Span span) {
        boolean analysed = syntax instanceof EsqlSyntax.Name name && EcsFields.isAnalysed(name.name());
        return analysed
                ? new Expression.Call(words, List.of(field, wanted), span)
                : EcsTests.of(TestKind.EQ, field, List.of(wanted), SEARCH, span);
    }

    /** A text is compared with what an index holds of a keyword, which is text too. */
    private static Matching matching(TestKind kind, List<Expression> wanted) {
        boolean texts = wanted.stream()
                .allMatch(w -> w instanceof Expression.Literal literal && literal.value() instanceof Value.Text);
        return texts && !kind.isOrdering() ? KEYWORDS : MATCHING;
    }

    /** A pattern that any text has the form of asks for no more than a value, so that it is never unknown. */
    private Expression like(EsqlSyntax.Like like) throws RuleSyntaxException {
        Expression operand = lower(like.operand());
        String anything = like.regular() ? "(\\.\\*)+" : "\\*+";
        if (like.patterns().stream().anyMatch(p -> p.value().asText().matches(anything))) {
            return new Expression.Not(
                    new Expression.Test(TestKind.IS_NULL, operand, List.of(), MATCHING, like.span()), like.span());
        }
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
        if (SEARCHES.containsKey(function) && (arguments.size() == 2 || arguments.size() == 3)) {
            String search = SEARCHES.get(function);
            if (arguments.size() == 3 && wantsAll(function, arguments.get(2), span)) {
                search = "ecs:all_terms";
            }
            return search(call.arguments().get(0), arguments.get(0), arguments.get(1), search, span);
        }
        if (function.equals("tbucket") && (arguments.size() == 1 || arguments.size() == 3)) {
            arguments.add(0, read(TIMESTAMP, span));
            return new Expression.Call("esql:bucket", arguments, span);
        }
        if (function.equals("trange") && (arguments.size() == 1 || arguments.size() == 2)) {
            return range(arguments, span);
        }
        if (function.equals("multi_match") && arguments.size() >= 2) {
            var tests = new ArrayList<Expression>();
            for (int i = 1; i < arguments.size(); i++) {
                tests.add(search(call.arguments().get(i), arguments.get(i), arguments.get(0), ANY_TERM, span));
            }
            return Expression.anyOf(tests, span);
        }
        if (function.equals("cidr_match") && arguments.size() >= 2) {
            var tests = new ArrayList<Expression>();
            for (Expression network : arguments.subList(1, arguments.size())) {
                for (Expression one : each(network)) {
                    tests.add(new Expression.Test(TestKind.CIDR, arguments.get(0), List.of(one), MATCHING, span));
                }
            }
            return Expression.anyOf(tests, span);
        }
        if (EsqlAggregates.takes(function, arguments.size()) && !EsqlFunctions.takes(function, arguments.size())) {
            throw error(span, "found the aggregate " + function + ", expected it in STATS");
        }
        if (!EsqlFunctions.takes(function, arguments.size())) {
            unsupported.add(new Unsupported("function " + function, span));
            return new Expression.Literal(Values.NULL, span);
        }
        return new Expression.Call("esql:" + function, arguments, span);
    }

    /** Whether the options of a search ask for all words; those that do more than to rank what is found are named. */
    private boolean wantsAll(String function, Expression options, Span span) {
        Map<String, Value> named =
                options instanceof Expression.Literal literal && literal.value() instanceof Value.ObjectOf object
                        ? object.members()
                        : Map.of();
        named.keySet().stream()
                .filter(option -> !List.of("boost", "lenient", "operator").contains(option))
                .forEach(option -> unsupported.add(new Unsupported("option " + option + " of " + function, span)));
        return named.getOrDefault("operator", Values.NULL).asText().equalsIgnoreCase("and");
    }

    /** Whether the time of the row is behind the first and not behind the second; one span counts back from the run. */
    private Expression range(List<Expression> arguments, Span span) throws RuleSyntaxException {
        Expression time = read(TIMESTAMP, span);
        Expression now = new Expression.Call("esql:now", List.of(), span);
        boolean ending = arguments.size() == 1;
        Expression from = ending
                ? new Expression.Call("esql:subtract", List.of(now, arguments.get(0)), span)
                : new Expression.Call("esql:to_datetime", List.of(arguments.get(0)), span);
        Expression to = ending ? now : new Expression.Call("esql:to_datetime", List.of(arguments.get(1)), span);
        return new Expression.And(
                List.of(
                        new Expression.Test(TestKind.GT, time, List.of(from), MATCHING, span),
                        new Expression.Test(TestKind.LE, time, List.of(to), MATCHING, span)),
                span);
    }

    /** The values of a constant list; else the expression itself. */
    private static List<Expression> each(Expression value) {
        return value instanceof Expression.Literal literal && literal.value() instanceof Value.ListOf list
                ? list.elements().stream()
                        .map(one -> (Expression) new Expression.Literal(one, literal.span()))
                        .toList()
                : List.of(value);
    }
}
