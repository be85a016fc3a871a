package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lowers the {@code search} command's conditions: without case, with {@code *} as any text, a comparison of an absent
 * field being false, {@code !=} included. The first search of a pipeline also names the log: there {@code sourcetype},
 * {@code index} and their like select and do not test.
 */
final class SearchLowering {
    static final Matching MATCHING =
            new Matching(false, Matching.Absent.FALSE, Matching.Types.NUMBERS_FIRST, Matching.Lists.ANY);
    private static final Matching TEXT =
            new Matching(false, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);
    private static final Matching UNKNOWN_WHERE_ABSENT =
            new Matching(false, Matching.Absent.UNKNOWN, Matching.Types.NUMBERS_FIRST, Matching.Lists.ANY);

    private static final Set<String> LOG_FIELDS =
            Set.of("sourcetype", "index", "source", "host", "eventtype", "splunk_server");
    private static final Set<String> TIME_MODIFIERS = Set.of("earliest", "latest", "_index_earliest", "_index_latest");
    private static final Pattern NETWORK = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}");

    private final Rows rows;
    private final Optional<SplLowering> whole;
    private final boolean first;
    private Optional<Schedule> window = Optional.empty();

    SearchLowering(Rows rows, SplLowering whole, boolean first) {
        this.rows = rows;
        this.whole = Optional.of(whole);
        this.first = first;
    }

    /** For a condition that stands inside another command, where no subsearch can. */
    SearchLowering(Rows rows) {
        this.rows = rows;
        this.whole = Optional.empty();
        this.first = false;
    }

    /** The window of time that {@code earliest} and {@code latest} asked for, where they did. */
    Optional<Schedule> window() {
        return window;
    }

    static boolean hasSubsearch(SearchSyntax condition) {
        if (condition instanceof SearchSyntax.All all) {
            return all.operands().stream().anyMatch(SearchLowering::hasSubsearch);
        }
        if (condition instanceof SearchSyntax.Any any) {
            return any.operands().stream().anyMatch(SearchLowering::hasSubsearch);
        }
        return condition instanceof SearchSyntax.Not not
                ? hasSubsearch(not.operand())
                : condition instanceof SearchSyntax.Subsearch;
    }

    /** The conditions that a row must all meet; terms that only select the log are not among them. */
    List<SearchSyntax> conjuncts(SearchSyntax condition) {
        var out = new ArrayList<SearchSyntax>();
        List<SearchSyntax> parts = condition instanceof SearchSyntax.All all ? all.operands() : List.of(condition);
        for (SearchSyntax part : parts) {
            if (part instanceof SearchSyntax.All nested) {
                out.addAll(conjuncts(nested));
            } else if (!(first && logField(part).length() > 0) && !isAnything(part)) {
                out.add(part);
            }
        }
        return out;
    }

    /** The field of a term that selects the log, or the empty text. */
    private static String logField(SearchSyntax part) {
        String field = part instanceof SearchSyntax.Comparison c
                ? c.field().text()
                : part instanceof SearchSyntax.Membership m ? m.field().text() : "";
        if (part instanceof SearchSyntax.Any any) {
            return any.operands().stream().allMatch(o -> logField(o).length() > 0)
                    ? logField(any.operands().get(0))
                    : "";
        }
        return LOG_FIELDS.contains(field) ? field : "";
    }

    private static boolean isAnything(SearchSyntax part) {
        return part instanceof SearchSyntax.Term term && term.word().text().equals("*");
    }

    Expression lower(SearchSyntax part) {
        return lower(part, true);
    }

    /**
     * @param positive whether the condition stands under an even number of NOTs, where unknown may stand for false
     */
    private Expression lower(SearchSyntax part, boolean positive) {
        if (part instanceof SearchSyntax.All all) {
            return Expression.allOf(
                    all.operands().stream().map(o -> lower(o, positive)).toList(), all.span());
        }
        if (part instanceof SearchSyntax.Any any) {
            return Expression.anyOf(
                    any.operands().stream().map(o -> lower(o, positive)).toList(), any.span());
        }
        if (part instanceof SearchSyntax.Not not) {
            return new Expression.Not(lower(not.operand(), !positive), not.span());
        }
        if (part instanceof SearchSyntax.Nothing nothing) {
            return new Expression.Literal(Values.FALSE, nothing.span());
        }
        if (part instanceof SearchSyntax.Subsearch subsearch) {
            return whole.map(w -> w.matchesAny(rows, subsearch))
                    .orElseGet(() -> refuse("subsearch in this place", subsearch.span()));
        }
        if (part instanceof SearchSyntax.Term term) {
            return term(term);
        }
        if (first && logField(part).length() > 0) {
            return refuse("search " + logField(part) + " inside another condition", part.span());
        }
        return part instanceof SearchSyntax.Membership in
                ? membership(in)
                : comparison((SearchSyntax.Comparison) part, positive);
    }

    private Expression term(SearchSyntax.Term term) {
        if (isAnything(term)) {
            return new Expression.Literal(Values.TRUE, term.span());
        }
        if (term.caseSensitive()) {
            return refuse("search CASE", term.span());
        }
        return new Expression.Call(
                "spl:term", List.of(rows.scope().resolve("_raw", term.span()), literal(term.word())), term.span());
    }

    private Expression refuse(String construct, Span span) {
        rows.refuse(construct, span);
        return new Expression.Literal(Values.NULL, span);
    }

    private Expression comparison(SearchSyntax.Comparison comparison, boolean positive) {
        String name = comparison.field().text();
        Span span = comparison.span();
        if (first && TIME_MODIFIERS.contains(name)) {
            return timeModifier(name, comparison.value(), span);
        }
        if (name.contains("*")) {
            return anyField(comparison, positive);
        }
        return compared(rows.scope().resolve(name, comparison.field().span()), comparison, positive);
    }

    private Expression compared(Expression field, SearchSyntax.Comparison comparison, boolean positive) {
        Span span = comparison.span();
        Word value = comparison.value();
        return switch (comparison.operator()) {
            case "=" -> equal(field, value, MATCHING, span);
            case "!=" -> unequal(field, value, positive, span);
            case "<" -> test(TestKind.LT, field, value, span);
            case "<=" -> test(TestKind.LE, field, value, span);
            case ">" -> test(TestKind.GT, field, value, span);
            default -> test(TestKind.GE, field, value, span);
        };
    }

    /** A name with a star stands for any field of the form; of an event's own fields nobody has a list. */
    private Expression anyField(SearchSyntax.Comparison comparison, boolean positive) {
        var pattern = new NamePattern(comparison.field().text());
        if (rows.scope().open()) {
            return refuse("search of fields by a wildcard", comparison.span());
        }
        return Expression.anyOf(
                rows.scope().bound().stream()
                        .filter(n -> pattern.star(n).isPresent())
                        .map(n -> compared(
                                rows.scope().resolve(n, comparison.field().span()), comparison, positive))
                        .toList(),
                comparison.span());
    }

    /** {@code earliest=-1h}: the search looks back that far whatever its schedule says. */
    private Expression timeModifier(String name, Word value, Span span) {
        String text = value.text();
        boolean latest = name.endsWith("latest");
        if (text.equals("now") || text.equals("now()") || text.equals("0") || text.equals("1")) {
            return new Expression.Literal(Values.TRUE, span);
        }
        Optional<java.time.Duration> reach = SplTime.reach(text);
        if (reach.isEmpty()) {
            return refuse("search time modifier " + name + "=" + text, span);
        }
        if (!latest) {
            window = Optional.of(new Schedule(java.time.Duration.ofHours(1), reach.get(), java.time.Duration.ZERO));
        }
        Expression bound = new Expression.Call(
                "spl:relative_time", List.of(new Expression.Call("spl:now", List.of(), span), literal(value)), span);
        return new Expression.Test(
                latest ? TestKind.LT : TestKind.GE,
                rows.scope().resolve("_time", span),
                List.of(bound),
                MATCHING,
                span);
    }

    private static Expression test(TestKind kind, Expression field, Word value, Span span) {
        return new Expression.Test(kind, field, List.of(literal(value)), MATCHING, span);
    }

    /** A field of an event may be there and hold null; a value that a command made is there where it is not null. */
    private static Expression exists(Expression field, Matching matching, Span span) {
        return field instanceof Expression.Field
                ? new Expression.Test(TestKind.EXISTS, field, List.of(), matching, span)
                : new Expression.Not(new Expression.Test(TestKind.IS_NULL, field, List.of(), matching, span), span);
    }

    private static Expression unequal(Expression field, Word value, boolean positive, Span span) {
        Expression exists = exists(field, MATCHING, span);
        if (value.text().equals("*")) {
            return new Expression.And(List.of(exists, new Expression.Not(exists, span)), span);
        }
        if (field instanceof Expression.Field f && f.path().segments().contains(new FieldPath.Segment.Each())) {
            Expression element = new Expression.Column("value", span);
            return new Expression.Quantified(
                    Expression.Quantifier.ANY,
                    "value",
                    field,
                    new Expression.Not(equal(element, value, MATCHING, span), span),
                    span);
        }
        return positive
                ? new Expression.Not(equal(field, value, UNKNOWN_WHERE_ABSENT, span), span)
                : new Expression.And(
                        List.of(exists, new Expression.Not(equal(field, value, MATCHING, span), span)), span);
    }

    private Expression membership(SearchSyntax.Membership in) {
        if (in.field().text().contains("*")) {
            return refuse("search of fields by a wildcard", in.span());
        }
        Expression field = rows.scope().resolve(in.field().text(), in.field().span());
        var plain = new ArrayList<Expression>();
        var alternatives = new ArrayList<Expression>();
        for (Word value : in.values()) {
            Expression test = equal(field, value, MATCHING, value.span());
            if (test instanceof Expression.Test t && t.kind() == TestKind.EQ) {
                plain.add(t.wanted().get(0));
            } else {
                alternatives.add(test);
            }
        }
        if (plain.size() == 1) {
            alternatives.add(new Expression.Test(TestKind.EQ, field, plain, MATCHING, in.span()));
        } else if (!plain.isEmpty()) {
            alternatives.add(new Expression.Test(TestKind.IN, field, plain, MATCHING, in.span()));
        }
        return Expression.anyOf(alternatives, in.span());
    }

    private static Expression equal(Expression field, Word value, Matching matching, Span span) {
        String text = value.text();
        if (text.equals("*")) {
            return exists(field, matching, span);
        }
        if (text.equalsIgnoreCase("null") && field instanceof Expression.Field) {
            // A JSON null comes to Splunk as this text.
            Expression exists = new Expression.Test(TestKind.EXISTS, field, List.of(), matching, span);
            Expression absent = new Expression.Test(TestKind.IS_NULL, field, List.of(), matching, span);
            return new Expression.Or(
                    List.of(
                            new Expression.Test(TestKind.EQ, field, List.of(literal(value)), matching, span),
                            new Expression.And(List.of(exists, absent), span)),
                    span);
        }
        if (text.indexOf('*') < 0) {
            TestKind kind = NETWORK.matcher(text).matches() ? TestKind.CIDR : TestKind.EQ;
            return new Expression.Test(kind, field, List.of(literal(value)), matching, span);
        }
        return pattern(
                field, text, value.span(), new Matching(false, matching.absent(), TEXT.types(), TEXT.lists()), span);
    }

    /** A pattern in which {@code *} is any text, as the simplest kind of test that says it. */
    static Expression pattern(Expression field, String text, Span at, Matching matching, Span span) {
        int inner = text.indexOf('*', 1);
        boolean starts = text.startsWith("*");
        TestKind kind;
        String wanted;
        if (starts && text.length() > 2 && inner == text.length() - 1) {
            kind = TestKind.CONTAINS;
            wanted = text.substring(1, text.length() - 1);
        } else if (starts && inner < 0) {
            kind = TestKind.ENDS_WITH;
            wanted = text.substring(1);
        } else if (!starts && inner == text.length() - 1) {
            kind = TestKind.STARTS_WITH;
            wanted = text.substring(0, text.length() - 1);
        } else {
            kind = TestKind.WILDCARD;
            wanted = Wildcard.quote(text).replace("\\*", "*");
        }
        return new Expression.Test(kind, field, List.of(new Expression.Literal(Values.of(wanted), at)), matching, span);
    }

    private static Expression literal(Word value) {
        Value constant = Values.of(value.text());
        return new Expression.Literal(constant, value.span());
    }
}
