package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lowers a field and its values to comparisons. */
final class ItemLowering {
    private static final Matching TEXTS =
            new Matching(false, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);
    private static final Matching NUMBERS =
            new Matching(false, Matching.Absent.FALSE, Matching.Types.NUMBERS_FIRST, Matching.Lists.ANY);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\\\%|%([A-Za-z0-9_.-]+)%");
    private static final Pattern NETWORK = Pattern.compile("[0-9A-Fa-f:.]+(?:/[0-9]{1,3})?");
    private static final Pattern BEYOND_LINEAR = Pattern.compile("\\(\\?(?:[=!>]|<[=!])|\\\\[1-9]|[*+?}]\\+");
    private static final int MAX_VARIANTS = 10_000;

    private final RuleSource source;
    private final List<Unsupported> unsupported;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    ItemLowering(RuleSource source, List<Unsupported> unsupported) {
        this.source = source;
        this.unsupported = unsupported;
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    Expression lower(Search.Item item) throws RuleSyntaxException {
        var modifiers = new Modifiers(source.body(), item, unsupported);
        var tests = new ArrayList<Expression>();
        for (Search.Wanted wanted : item.values()) {
            tests.add(item.field().isEmpty() ? keyword(item, modifiers, wanted) : comparison(item, modifiers, wanted));
        }
        Expression matched = modifiers.all()
                ? Expression.allOf(tests, item.span())
                : Expression.anyOf(membership(tests, item.span()), item.span());
        return modifiers.negated() ? new Expression.Not(matched, item.span()) : matched;
    }

    private Expression comparison(Search.Item item, Modifiers modifiers, Search.Wanted wanted)
            throws RuleSyntaxException {
        Span span = item.fieldSpan().to(wanted.span());
        Expression operand = field(item.field(), item.fieldSpan());
        for (String part : modifiers.timeParts()) {
            operand = new Expression.Call(TimeParts.function(part), List.of(operand), item.fieldSpan());
        }
        Matching matching = TEXTS.withCase(modifiers.cased());
        return switch (modifiers.way()) {
            case "exists" -> exists(operand, wanted, span);
            case "re" ->
                test(
                        TestKind.REGEX,
                        operand,
                        literal(regex(modifiers, wanted), wanted),
                        matching.withCase(!modifiers.regexFlags().contains("i")),
                        span);
            case "cidr" -> test(TestKind.CIDR, operand, literal(network(wanted), wanted), matching, span);
            case "fieldref" ->
                test(kind(modifiers), operand, field(wanted.value().asText(), wanted.span()), matching, span);
            case "text" -> match(item, modifiers, wanted, operand, span);
            default -> test(modifiers.ordering(), operand, literal(number(wanted), wanted.span()), TEXTS, span);
        };
    }

    private Expression match(Search.Item item, Modifiers modifiers, Search.Wanted wanted, Expression operand, Span span)
            throws RuleSyntaxException {
        Matching matching = TEXTS.withCase(modifiers.cased());
        Value value = wanted.value();
        boolean asText = modifiers.openStart()
                || modifiers.openEnd()
                || !modifiers.transforms().isEmpty();
        if (value.isAbsent()) {
            return new Expression.Test(TestKind.IS_NULL, operand, List.of(), matching, span);
        }
        if (!asText && (value instanceof Value.Int || value instanceof Value.Decimal)) {
            return test(TestKind.EQ, operand, literal(value, wanted.span()), NUMBERS, span);
        }
        if (!asText && value instanceof Value.Bool) {
            return test(TestKind.EQ, operand, literal(value, wanted.span()), matching, span);
        }
        var tests = new ArrayList<Expression>();
        for (SigmaText text : texts(item, modifiers, wanted)) {
            SigmaText.Shape shape = text.shape();
            tests.add(test(shape.kind(), operand, literal(shape.wanted(), wanted), matching, span));
        }
        return Expression.anyOf(membership(tests, span), span);
    }

    private Expression exists(Expression operand, Search.Wanted wanted, Span span) throws RuleSyntaxException {
        String written = wanted.value().asText();
        // As YAML 1.1, which Sigma's own tools read, has booleans.
        boolean there = written.equals("true") || written.equals("yes");
        if (!there && !written.equals("false") && !written.equals("no")) {
            throw error(wanted.span(), "found " + written + " after exists, expected true or false");
        }
        Expression test = new Expression.Test(TestKind.EXISTS, operand, List.of(), TEXTS, span);
        return there ? test : new Expression.Not(test, span);
    }

    private Expression keyword(Search.Item item, Modifiers modifiers, Search.Wanted wanted) throws RuleSyntaxException {
        Span span = wanted.span().end() > wanted.span().start() ? wanted.span() : item.span();
        String written = wanted.value().asText();
        if (written.isEmpty()) {
            throw error(span, "found an empty keyword");
        }
        Predicate<String> found = text -> false;
        if (modifiers.way().equals("re")) {
            Patterns.Matcher matcher = matcher(regex(modifiers, wanted), modifiers);
            found = matcher::find;
        } else if (modifiers.way().equals("text")) {
            List<Wildcard> patterns = texts(item, modifiers, wanted).stream()
                    .map(text -> Wildcard.compile(text.openStart().openEnd().wildcard(), modifiers.cased()))
                    .toList();
            found = text -> patterns.stream().anyMatch(pattern -> pattern.matches(text));
        } else {
            unsupported.add(new Unsupported("keyword with modifier " + modifiers.way(), span));
        }
        return new Expression.Script(new KeywordSearch(written, found), span);
    }

    private List<SigmaText> texts(Search.Item item, Modifiers modifiers, Search.Wanted wanted)
            throws RuleSyntaxException {
        Stream<SigmaText> texts = modifiers.transforms().contains("expand")
                ? expansions(wanted).stream().map(SigmaText::parse)
                : Stream.of(SigmaText.parse(wanted.value().asText()));
        List<SigmaText> result = texts.toList();
        for (String transform : modifiers.transforms()) {
            boolean encodes = !transform.equals("windash") && !transform.equals("expand");
            if (encodes && result.stream().anyMatch(SigmaText::hasWildcards)) {
                throw error(wanted.span(), "found a wildcard, expected none under " + transform);
            }
            result = result.stream()
                    .flatMap(text -> transformed(text, transform, item).stream())
                    .limit(MAX_VARIANTS)
                    .toList();
        }
        return result.stream()
                .map(text -> modifiers.openStart() ? text.openStart() : text)
                .map(text -> modifiers.openEnd() ? text.openEnd() : text)
                .toList();
    }

    private List<SigmaText> transformed(SigmaText text, String transform, Search.Item item) {
        return switch (transform) {
            case "wide", "utf16le" -> List.of(text.utf16(true, false));
            case "utf16be" -> List.of(text.utf16(false, false));
            case "utf16" -> List.of(text.utf16(true, true));
            case "base64" -> List.of(text.base64());
            case "base64offset" -> text.base64AtEachOffset();
            case "windash" -> {
                List<SigmaText> variants = text.dashes();
                if (variants.isEmpty()) {
                    unsupported.add(new Unsupported("modifier windash with many dashes", item.span()));
                }
                yield variants;
            }
            default -> List.of(text);
        };
    }

    /**
     * The texts that a value with placeholders stands for, each placeholder itself where it has no value yet. A backslash
     * before a percent sign makes that a letter.
     */
    private List<String> expansions(Search.Wanted wanted) throws RuleSyntaxException {
        String written = wanted.value().asText();
        List<String> texts = List.of("");
        int end = 0;
        var names = PLACEHOLDER.matcher(written);
        while (names.find()) {
            List<String> replacements = names.group(1) == null ? List.of("%") : values(names.group(), names.group(1));
            String before = written.substring(end, names.start());
            texts = texts.stream()
                    .flatMap(text -> replacements.stream().map(replacement -> text + before + replacement))
                    .limit(MAX_VARIANTS + 1L)
                    .toList();
            if (texts.size() > MAX_VARIANTS) {
                throw error(wanted.span(), "expands to more than " + MAX_VARIANTS + " values");
            }
            end = names.end();
        }
        String rest = written.substring(end);
        return texts.stream().map(text -> text + rest).toList();
    }

    private List<String> values(String placeholder, String name) {
        Optional<String> value = Optional.ofNullable(source.parameters().get(name));
        parameters.put(name, new Parameter(name, "list", value, Optional.empty()));
        return value.map(list ->
                        Stream.of(list.split(",", -1)).map(String::strip).toList())
                .orElse(List.of(placeholder));
    }

    private String regex(Modifiers modifiers, Search.Wanted wanted) throws RuleSyntaxException {
        String flags = modifiers.regexFlags().replace("i", "");
        String pattern = (flags.isEmpty() ? "" : "(?" + flags + ")")
                + edged(wanted.value().asText(), modifiers.openStart(), modifiers.openEnd());
        try {
            matcher(pattern, modifiers);
            return pattern;
        } catch (IllegalArgumentException e) {
            if (!BEYOND_LINEAR.matcher(pattern).find()) {
                throw error(wanted.span(), e.getMessage());
            }
            unsupported.add(new Unsupported("regular expression with look-around or back-reference", wanted.span()));
            return "";
        }
    }

    /** A pattern that is found anywhere, or only at the start or the end. */
    private static String edged(String pattern, boolean openStart, boolean openEnd) {
        if (openStart == openEnd) {
            return pattern;
        }
        return openEnd ? "\\A(?:" + pattern + ")" : "(?:" + pattern + ")\\z";
    }

    private static Patterns.Matcher matcher(String pattern, Modifiers modifiers) {
        return Patterns.compile(pattern, !modifiers.regexFlags().contains("i"));
    }

    private String network(Search.Wanted wanted) throws RuleSyntaxException {
        String network = wanted.value().asText();
        if (!NETWORK.matcher(network).matches()) {
            throw error(wanted.span(), "found " + network + ", expected a network such as 10.0.0.0/8");
        }
        return network.indexOf('/') >= 0 ? network : network + (network.indexOf(':') >= 0 ? "/128" : "/32");
    }

    private Value number(Search.Wanted wanted) throws RuleSyntaxException {
        Value value = wanted.value();
        if (value instanceof Value.Int || value instanceof Value.Decimal) {
            return value;
        }
        try {
            return Values.of(Double.parseDouble(value.asText()));
        } catch (NumberFormatException e) {
            throw error(wanted.span(), "found " + value.asText() + ", expected a number");
        }
    }

    private static TestKind kind(Modifiers modifiers) {
        if (modifiers.openStart()) {
            return modifiers.openEnd() ? TestKind.CONTAINS : TestKind.ENDS_WITH;
        }
        return modifiers.openEnd() ? TestKind.STARTS_WITH : TestKind.EQ;
    }

    /** Several equalities of one matching as one membership, in the place of the first. */
    private static List<Expression> membership(List<Expression> tests, Span span) {
        List<Expression.Test> equal = tests.stream()
                .filter(Expression.Test.class::isInstance)
                .map(Expression.Test.class::cast)
                .filter(test -> test.kind() == TestKind.EQ && test.matching().types() == Matching.Types.TEXT)
                .filter(test -> test.wanted().get(0) instanceof Expression.Literal)
                .toList();
        if (equal.size() < 2) {
            return tests;
        }
        Expression.Test first = equal.get(0);
        List<Expression> wanted =
                equal.stream().map(test -> test.wanted().get(0)).toList();
        var joined = new ArrayList<Expression>();
        for (Expression test : tests) {
            if (test == first) {
                joined.add(new Expression.Test(TestKind.IN, first.operand(), wanted, first.matching(), span));
            } else if (!equal.contains(test)) {
                joined.add(test);
            }
        }
        return joined;
    }

    private static Expression test(TestKind kind, Expression operand, Expression wanted, Matching matching, Span span) {
        return new Expression.Test(kind, operand, List.of(wanted), matching, span);
    }

    private static Expression literal(String text, Search.Wanted wanted) {
        return literal(Values.of(text), wanted.span());
    }

    private static Expression literal(Value value, Span span) {
        return new Expression.Literal(value, span);
    }

    /** A field by its dotted name. */
    static Expression field(String name, Span span) {
        var segments = new ArrayList<FieldPath.Segment>();
        for (String part : name.split("\\.", -1)) {
            segments.add(new FieldPath.Segment.Key(part));
        }
        return new Expression.Field(new FieldPath(segments, true), span);
    }

    private RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source.body(), span, detail);
    }
}
