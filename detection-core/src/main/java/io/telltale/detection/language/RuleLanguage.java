package io.telltale.detection.language;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The port of a rule language. Implementations are stateless. */
public interface RuleLanguage {
    /** The slug: {@code spl}, {@code kusto}, {@code python}, {@code sigma}, {@code esql}, … */
    String slug();

    /** The language's own name, for people. */
    String title();

    /**
     * Parses a rule and lowers it to the intermediate representation.
     *
     * @throws RuleSyntaxException where the text is not of this language; at most one, at the first place that cannot be
     *     read
     */
    Lowering lower(RuleSource source) throws RuleSyntaxException;

    /**
     * The rule set up for its vendor's own tests; empty for a language whose rules carry none.
     *
     * @throws RuleSyntaxException as {@link #lower} does
     */
    default Optional<TestBench> bench(RuleSource source) throws RuleSyntaxException {
        return Optional.empty();
    }

    /**
     * A test of the rule as the engine runs it, for a language whose rules are no programs of their own; empty for a
     * language whose rules carry no such tests.
     *
     * @param test what the vendor's test gives: an event, or what else its tests are made of
     * @throws RuleSyntaxException as {@link #lower} does, or where the test is none
     */
    default Optional<Rehearsal> rehearse(RuleSource source, Value.ObjectOf test) throws RuleSyntaxException {
        return Optional.empty();
    }

    /** The functions that its lowering names, all of them prefixed with this language's slug. */
    List<FunctionEntry> functions();

    /** The aggregate functions that its lowering names. */
    List<AggregateEntry> aggregates();

    /**
     * What of the language runs here, for its page: by kind, and within a kind in the order to show. A language whose
     * parser has tables of more than functions (commands, operators, modifiers) adds those, and leaves out functions that
     * only its lowering names.
     */
    default List<Construct> constructs() {
        return Stream.concat(
                        functions().stream().map(f -> construct("function", f.name())),
                        aggregates().stream().map(a -> construct("aggregate", a.name())))
                .distinct()
                .sorted(Comparator.comparing(Construct::kind).reversed().thenComparing(Construct::name))
                .toList();
    }

    private static Construct construct(String kind, String registered) {
        return new Construct(kind, registered.substring(registered.indexOf(':') + 1));
    }
}
