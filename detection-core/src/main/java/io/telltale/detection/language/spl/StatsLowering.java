package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lowers the commands that aggregate rows. */
final class StatsLowering {
    /** The aggregates of the row at one end of all. */
    private static final Set<String> ENDS = Set.of("first", "last");
    /** The aggregates that go by the field {@code _time}. */
    private static final Set<String> BY_TIME = Set.of("earliest", "earliest_time", "latest", "latest_time", "rate");

    private final SplLowering whole;

    StatsLowering(SplLowering whole) {
        this.whole = whole;
    }

    /** An aggregate and, where its names have stars over an open event, the names it stands for. */
    record Term(Stage.Aggregation aggregation, Optional<NamePattern> from, Optional<NamePattern> to) {}

    void lower(Rows rows, Command.Stats stats) {
        switch (stats.kind()) {
            case STATS -> {
                List<Term> terms = terms(rows, stats.terms(), stats.by());
                aggregate(rows, keys(rows, stats.by(), true), terms, stats.options());
            }
            case EVENTSTATS -> {
                List<Term> terms = terms(rows, stats.terms(), stats.by());
                List<Stage.Binding> keys = keys(rows, stats.by(), false);
                rows.add(new Stage.Annotate(keys, aggregations(terms), true, rows.command()));
                bound(rows, terms);
            }
            case STREAMSTATS -> stream(rows, stats);
        }
    }

    private void stream(Rows rows, Command.Stats stats) {
        Map<String, Word> options = stats.options();
        rows.putInOrder();
        Optional<Integer> window = Optional.ofNullable(options.get("window"))
                .map(w -> Numbers.of(Values.of(w.text())).orElse(0.0).intValue())
                .filter(n -> n > 0);
        Optional<Word> length = Optional.ofNullable(options.get("time_window"));
        Optional<Duration> within =
                length.flatMap(w -> TimeSpan.seconds(w.text())).map(Duration::ofSeconds);
        if (length.isPresent() && within.isEmpty()) {
            rows.refuse(
                    "streamstats time_window " + length.get().text(),
                    length.get().span());
        }
        List<Term> terms = terms(rows, stats.terms(), stats.by());
        List<Stage.Binding> keys = keys(rows, stats.by(), false);
        List<Stage.Binding> resets = resets(rows, stats, keys);
        keys.addAll(resets);
        rows.add(new Stage.Running(
                keys,
                aggregations(terms),
                Truth.option(options, "current", true),
                window,
                within,
                Truth.option(options, "global", true) && !stats.by().isEmpty(),
                rows.command()));
        bound(rows, terms);
    }

    /** What tells the rows behind a reset from those before it. */
    private static List<Stage.Binding> resets(Rows rows, Command.Stats stats, List<Stage.Binding> by) {
        var out = new ArrayList<Stage.Binding>();
        if (Truth.option(stats.options(), "reset_on_change", false) && !by.isEmpty()) {
            List<Expression> values = by.stream().map(Stage.Binding::value).toList();
            Expression present =
                    Expression.allOf(values.stream().map(rows::isPresent).toList(), rows.command());
            out.add(new Stage.Binding(rows.hiddenName(), RowLowering.runs(rows, values, present)));
        }
        for (String option : List.of("reset_before", "reset_after")) {
            Word text = stats.options().get(option);
            if (text == null) {
                continue;
            }
            try {
                var condition =
                        new EvalParser(new Scanner(rows.context().search().pieceOf(text.text(), text.span()))).parse();
                var names = EvalLowering.names(condition);
                if (stats.terms().stream().anyMatch(t -> names.contains(t.name()))) {
                    rows.refuse("streamstats " + option + " by its own result", text.span());
                }
                boolean before = option.equals("reset_before");
                out.add(new Stage.Binding(rows.hiddenName(), RowLowering.howOften(rows, rows.eval(condition), before)));
            } catch (RuleSyntaxException e) {
                rows.refuse("streamstats " + option + ": " + e.detail(), text.span());
            }
        }
        return out;
    }

    void lower(Rows rows, Command.Tstats tstats) {
        for (String option : List.of("prestats", "append")) {
            if (Truth.option(tstats.options(), option, false)) {
                rows.refuse("tstats " + option);
            }
        }
        var times = new TimeModifiers(rows);
        var lowering = new SearchLowering(rows, whole, tstats.model().isEmpty(), Optional.of(times));
        List<SearchSyntax> wanted = tstats.where().map(lowering::conjuncts).orElse(List.of());
        if (tstats.model().isPresent()) {
            DataModels.enter(rows, DataModels.node(tstats.model().get(), wanted), false);
        }
        if (tstats.where().isPresent()) {
            List<Expression> conditions = wanted.stream()
                    .filter(c -> tstats.model().isEmpty() || DataModels.node(c).isEmpty())
                    .map(lowering::lower)
                    .toList();
            if (!conditions.isEmpty()) {
                rows.filter(Expression.allOf(conditions, rows.command()));
            }
        }
        whole.looksBack(times);
        tstats.timeSpan().ifPresent(span -> ChartLowering.binTime(rows, span));
        List<Term> terms = terms(rows, tstats.terms(), tstats.by());
        Optional<String> filled =
                Optional.ofNullable(tstats.options().get("fillnull_value")).map(Word::text);
        List<Stage.Binding> keys = keys(rows, tstats.by(), true).stream()
                .map(k -> filled.isEmpty()
                        ? k
                        : new Stage.Binding(k.name(), rows.call("alias", k.value(), rows.literal(filled.get()))))
                .toList();
        aggregate(rows, keys, terms, Map.of());
    }

    static void aggregate(Rows rows, List<Stage.Binding> keys, List<Term> terms, Map<String, Word> options) {
        if (Truth.option(options, "allnum", false)) {
            rows.refuse("stats allnum");
        }
        List<Stage.Aggregation> aggregations = aggregations(terms);
        boolean counts = aggregations.stream().anyMatch(a -> a.function().equals("spl:count"));
        rows.add(new Stage.Aggregate(keys, aggregations, true, counts, rows.command()));
        rows.renewed(keys.stream().map(Stage.Binding::name).toList());
        bound(rows, terms);
        rows.order(keys.stream()
                .map(k -> new Stage.Ordering(new Expression.Column(k.name(), rows.command()), false, true))
                .toList());
    }

    static List<Stage.Aggregation> aggregations(List<Term> terms) {
        return terms.stream().map(Term::aggregation).toList();
    }

    /** The aggregates' names are names from here on. */
    static void bound(Rows rows, List<Term> terms) {
        for (Term term : terms) {
            String name = term.aggregation().name();
            if (term.to().isPresent()) {
                rows.rescope(new RowScopes.Members(
                        rows.scope(), name, term.from().orElseThrow(), term.to().get()));
            } else {
                rows.rescope(rows.scope().with(name));
            }
            String function = term.aggregation().function();
            if (function.equals("spl:values") || function.equals("spl:list")) {
                rows.markSeveral(name);
            }
        }
    }

    /** The keys; where rows are made anew, a row with several values of a key belongs to the group of each. */
    static List<Stage.Binding> keys(Rows rows, List<Word> by, boolean anew) {
        var keys = new ArrayList<Stage.Binding>();
        for (Word word : by) {
            var pattern = new NamePattern(word.text());
            if (pattern.isWild() && !rows.scope().open()) {
                rows.names().stream()
                        .filter(pattern::matches)
                        .forEach(n -> keys.add(new Stage.Binding(n, rows.resolve(n))));
                continue;
            }
            Expression key = rows.resolve(word);
            if (anew && rows.isSeveral(key)) {
                rows.add(new Stage.Unnest(word.text(), key, false, Optional.empty(), rows.command()));
                key = new Expression.Column(word.text(), word.span());
                rows.rescope(rows.scope().with(word.text()));
            }
            keys.add(new Stage.Binding(word.text(), key));
        }
        return keys;
    }

    static List<Term> terms(Rows rows, List<Command.AggregateTerm> written, List<Word> by) {
        var out = new ArrayList<Term>();
        if (written.stream().anyMatch(term -> needsOrder(rows, term))) {
            rows.putInOrder();
        }
        for (Command.AggregateTerm term : written) {
            boolean wild = term.field().map(f -> f.text().contains("*")).orElse(false);
            if (wild) {
                wild(rows, term, by, out);
            } else {
                out.add(new Term(
                        aggregation(rows, term, term.field(), term.name()), Optional.empty(), Optional.empty()));
            }
        }
        return out;
    }

    /** Whether an aggregate goes by the order of rows; of events, first and last are found by their time. */
    private static boolean needsOrder(Rows rows, Command.AggregateTerm term) {
        String function = SplAggregates.called(term.function())
                .map(SplAggregates.Called::name)
                .orElse("");
        return function.equals("list")
                || (ENDS.contains(function) && !rows.scope().open());
    }

    /** {@code values(a.*) as b.*}: an aggregate for each name that is bound, or one of all the fields of an event. */
    private static void wild(Rows rows, Command.AggregateTerm term, List<Word> by, List<Term> out) {
        Word field = term.field().orElseThrow();
        var from = new NamePattern(field.text());
        var to = new NamePattern(term.named() ? term.name() : term.function() + "(" + field.text() + ")");
        if (!rows.scope().open()) {
            for (String name : rows.names()) {
                Optional<String> star = from.star(name);
                if (star.isPresent() && by.stream().noneMatch(w -> w.text().equals(name))) {
                    out.add(new Term(
                            aggregation(
                                    rows, term, Optional.of(new Word(name, true, field.span())), to.with(star.get())),
                            Optional.empty(),
                            Optional.empty()));
                }
            }
            return;
        }
        boolean members = field.text().endsWith(".*")
                && field.text().indexOf('*') == field.text().length() - 1;
        if (!term.function().equals("values") || !members || !to.isWild()) {
            rows.refuse("wildcard in a list of fields", term.span());
            return;
        }
        Expression parent =
                rows.scope().resolve(field.text().substring(0, field.text().length() - 2), field.span());
        if (FieldLowering.isNothing(parent)) {
            rows.refuse("wildcard in a list of fields", term.span());
        }
        if (parent instanceof Expression.Field read) {
            // The object itself, which is no field of its own.
            parent = new Expression.Field(new FieldPath(read.path().segments(), false), read.span());
        }
        out.add(new Term(
                new Stage.Aggregation(
                        term.named() ? term.name() : to.text(), "spl:members", List.of(parent), Optional.empty()),
                Optional.of(from),
                Optional.of(to)));
    }

    private static Stage.Aggregation aggregation(
            Rows rows, Command.AggregateTerm term, Optional<Word> field, String name) {
        Optional<SplAggregates.Called> called = SplAggregates.called(term.function());
        if (called.isEmpty()) {
            rows.refuse("stats function " + term.function(), term.span());
            return new Stage.Aggregation(name, "spl:count", List.of(), Optional.empty());
        }
        String function = called.get().name();
        if (!rows.order().isEmpty() && rows.scope().open()) {
            // Rows come newest first, unless a command has put them in another order.
            function = function.equals("first") ? "latest" : function.equals("last") ? "earliest" : function;
        }
        Optional<Expression> value =
                field.map(rows::resolve).or(() -> term.expression().map(rows::eval));
        if (function.equals("count") && term.expression().isPresent()) {
            return new Stage.Aggregation(name, "spl:count", List.of(), value);
        }
        if (value.isEmpty() && !function.equals("count")) {
            rows.refuse("stats function " + term.function() + " without a field", term.span());
        }
        var arguments = new ArrayList<Expression>();
        value.ifPresent(arguments::add);
        if (BY_TIME.contains(function) && rows.scope().bound().contains("_time")) {
            arguments.add(rows.resolve("_time"));
        }
        called.get().percentile().ifPresent(p -> arguments.add(rows.literal(Numbers.value(p))));
        return new Stage.Aggregation(name, "spl:" + function, arguments, Optional.empty());
    }
}
