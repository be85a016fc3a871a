package io.telltale.detection.language.lucene;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.lucene.LuceneSyntax.Clause;
import io.telltale.detection.language.lucene.LuceneSyntax.Occur;
import io.telltale.detection.language.lucene.LuceneSyntax.Term;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.schema.ecs.EcsFunctions;
import io.telltale.detection.schema.ecs.EcsTests;
import io.telltale.detection.text.LuceneRegex;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers a query string to a condition. It searches an index: what lacks a field is not found, so that {@code NOT} finds it;
 * keywords are found as a whole and by case; any of several values will do.
 */
final class LuceneLowering {
    private static final Matching SEARCH =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);
    private static final Matching TIMES =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.STRICT, Matching.Lists.ANY);

    private final SourceText source;
    private final EcsFields fields;
    private final List<Unsupported> unsupported;

    LuceneLowering(SourceText source, EcsFields fields, List<Unsupported> unsupported) {
        this.source = source;
        this.fields = fields;
        this.unsupported = unsupported;
    }

    Expression lower(LuceneSyntax syntax) throws RuleSyntaxException {
        return lower(syntax, Optional.empty());
    }

    private Expression lower(LuceneSyntax syntax, Optional<String> field) throws RuleSyntaxException {
        Span span = syntax.span();
        if (syntax instanceof LuceneSyntax.Group group) {
            return group(group, field);
        }
        if (syntax instanceof LuceneSyntax.Fielded fielded) {
            return fielded(fielded);
        }
        if (field.isEmpty()) {
            return anywhere(syntax);
        }
        return inField(syntax, field.get(), read(field.get(), span));
    }

    /** Where anything is required, what is optional only weighs; else one optional clause must be met. */
    private Expression group(LuceneSyntax.Group group, Optional<String> field) throws RuleSyntaxException {
        var required = new ArrayList<Expression>();
        var optional = new ArrayList<Expression>();
        boolean must = false;
        for (Clause clause : group.clauses()) {
            Expression condition = lower(clause.query(), field);
            if (clause.occur() == Occur.SHOULD) {
                optional.add(condition);
            } else if (clause.occur() == Occur.MUST) {
                required.add(condition);
                must = true;
            } else {
                required.add(new Expression.Not(condition, clause.query().span()));
            }
        }
        if (!must && !optional.isEmpty()) {
            required.add(0, Expression.anyOf(optional, group.span()));
        }
        return Expression.allOf(required, group.span());
    }

    private Expression fielded(LuceneSyntax.Fielded fielded) throws RuleSyntaxException {
        String name = fielded.field();
        if (name.equals("_exists_")) {
            if (!(fielded.query() instanceof Term term)) {
                throw new RuleSyntaxException(source, fielded.query().span(), "expected a field behind _exists_");
            }
            return fields.present(term.text(), read(term.text(), term.span()), fielded.span());
        }
        if (name.equals("*") && fielded.query() instanceof Term term && term.isExistence()) {
            return new Expression.Literal(Values.TRUE, fielded.span());
        }
        if (name.indexOf('*') < 0) {
            return lower(fielded.query(), Optional.of(name));
        }
        Wildcard pattern = Wildcard.compile(name, true);
        var alternatives = new ArrayList<Expression>();
        boolean words = fielded.query() instanceof Term;
        for (String own : words ? EcsFields.searched() : EcsFields.names()) {
            if (pattern.matches(own)) {
                alternatives.add(lower(fielded.query(), Optional.of(own)));
            }
        }
        return Expression.anyOf(alternatives, fielded.span());
    }

    private Expression read(String name, Span span) {
        if (EcsFields.isUnavailable(name)) {
            unsupported.add(new Unsupported("field " + name, span));
        }
        return fields.read(name, span);
    }

    private Expression anywhere(LuceneSyntax syntax) {
        Span span = syntax.span();
        if (syntax instanceof Term term) {
            return term.isExistence()
                    ? new Expression.Literal(Values.TRUE, span)
                    : EcsFunctions.anywhere("lucene:anywhere", fields, term.pattern(), span);
        }
        unsupported.add(new Unsupported(
                syntax instanceof LuceneSyntax.Near
                        ? "proximity without a field"
                        : syntax instanceof LuceneSyntax.Fuzzy
                                ? "fuzzy term without a field"
                                : "a range or a pattern without a field",
                span));
        return new Expression.Literal(Values.NULL, span);
    }

    private Expression inField(LuceneSyntax syntax, String name, Expression field) throws RuleSyntaxException {
        Span span = syntax.span();
        if (EcsFields.isAnalysed(name)) {
            return inWords(syntax, field);
        }
        if (syntax instanceof Term term) {
            return term(term, name, field);
        }
        if (syntax instanceof LuceneSyntax.Near near) {
            // A keyword is one word, however many blanks are in it.
            return term(near.phrase(), name, field);
        }
        if (syntax instanceof LuceneSyntax.Fuzzy fuzzy) {
            return new Expression.Call(
                    "lucene:fuzzy",
                    List.of(
                            field,
                            new Expression.Literal(Values.of(fuzzy.term().text()), span),
                            new Expression.Literal(Values.of(LuceneFuzzy.edits(fuzzy)), span)),
                    span);
        }
        if (syntax instanceof LuceneSyntax.Regular regular) {
            return regular(regular, field);
        }
        var range = (LuceneSyntax.Range) syntax;
        var bounds = new ArrayList<Expression>();
        if (!range.from().equals("*")) {
            bounds.add(bound(range.fromInside() ? TestKind.GE : TestKind.GT, range.from(), name, field, span));
        }
        if (!range.to().equals("*")) {
            bounds.add(bound(range.toInside() ? TestKind.LE : TestKind.LT, range.to(), name, field, span));
        }
        return bounds.isEmpty()
                ? new Expression.Call("ecs:present", List.of(field), span)
                : Expression.allOf(bounds, span);
    }

    /** A search of a text's words. */
    private Expression inWords(LuceneSyntax syntax, Expression field) {
        Span span = syntax.span();
        if (!(syntax instanceof Term term)) {
            unsupported.add(new Unsupported("range, pattern or distance over the words of a text", span));
            return new Expression.Literal(Values.NULL, span);
        }
        if (term.isExistence()) {
            return new Expression.Call("ecs:present", List.of(field), span);
        }
        boolean pattern = term.hasWildcard();
        return new Expression.Call(
                pattern ? "ecs:term_like" : term.phrase() ? "ecs:phrase" : "ecs:any_term",
                List.of(field, new Expression.Literal(Values.of(pattern ? term.pattern() : term.text()), span)),
                span);
    }

    private static Expression bound(TestKind kind, String text, String name, Expression field, Span span) {
        return EcsFields.isTime(name)
                ? EcsTests.time(kind, field, text, TIMES, span)
                : EcsTests.ordered(kind, name, field, text, span);
    }

    private Expression term(Term term, String name, Expression field) {
        Span span = term.span();
        if (term.isExistence()) {
            return fields.present(name, field, span);
        }
        if (term.hasWildcard()) {
            return EcsTests.of(
                    TestKind.WILDCARD,
                    field,
                    List.of(new Expression.Literal(Values.of(term.pattern()), span)),
                    SEARCH,
                    span);
        }
        Expression wanted = new Expression.Literal(Values.of(term.text()), span);
        if (EcsFields.isAddress(name)) {
            return EcsTests.isNetwork(term.text())
                    ? EcsTests.of(TestKind.CIDR, field, List.of(wanted), SEARCH, span)
                    : new Expression.Literal(Values.FALSE, span);
        }
        if (EcsFields.isTime(name)) {
            return EcsTests.time(TestKind.EQ, field, term.text(), TIMES, span);
        }
        return EcsTests.of(TestKind.EQ, field, List.of(wanted), SEARCH, span);
    }

    private Expression regular(LuceneSyntax.Regular regular, Expression field) throws RuleSyntaxException {
        LuceneRegex.unsupported(regular.pattern())
                .ifPresent(
                        operator -> unsupported.add(new Unsupported("regular expression " + operator, regular.span())));
        try {
            String translated = LuceneRegex.toRe2(regular.pattern());
            Patterns.re2(translated, 0);
            return EcsTests.of(
                    TestKind.REGEX,
                    field,
                    List.of(new Expression.Literal(Values.of(translated), regular.span())),
                    SEARCH,
                    regular.span());
        } catch (IllegalArgumentException e) {
            throw new RuleSyntaxException(source, regular.span(), String.valueOf(e.getMessage()));
        }
    }
}
