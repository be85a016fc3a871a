package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Schedule;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Lowers a search's commands, one after the other, to the stages of a pipeline. */
final class SplLowering {
    private final SearchContext context;
    private final FieldLowering fields = new FieldLowering(this);
    private final StatsLowering statistics = new StatsLowering(this);
    private final JoinLowering joins = new JoinLowering(this);
    private final LookupLowering lookups = new LookupLowering(this);
    private final SubsearchLowering subsearches = new SubsearchLowering(this);
    private Optional<Schedule> window = Optional.empty();

    SplLowering(SearchContext context) {
        this.context = context;
    }

    Lowering lower(List<Command> commands) {
        Rows rows = pipeline(commands, false);
        Optional<Expression> title = Titles.of(rows, context.message());
        rows.unhide();
        Detection detection = Detection.of(rows.pipeline(), context.parameters());
        if (title.isPresent()) {
            detection = detection.withTitle(title, Optional.empty());
        }
        if (window.isPresent()) {
            detection = detection.with(window.get(), detection.trigger());
        }
        return new Lowering(Optional.of(detection), context.unsupported());
    }

    /**
     * The rows that commands give, from the log or the table that the first of them names.
     *
     * @param ordered whether the order of the rows matters to what takes them
     */
    Rows pipeline(List<Command> commands, boolean ordered) {
        Rows rows =
                context.fromLog(commands.isEmpty() ? Span.NONE : commands.get(0).span());
        run(rows, commands, true, ordered);
        return rows;
    }

    /** Lowers commands onto rows. */
    void run(Rows rows, List<Command> commands, boolean fromTheStart, boolean ordered) {
        for (int i = 0; i < commands.size(); i++) {
            Command next = commands.get(i);
            rows.at(next.span());
            rows.orderMatters(
                    ordered || commands.subList(i + 1, commands.size()).stream().anyMatch(SplLowering::dependsOnOrder));
            lower(rows, next, fromTheStart && i == 0);
        }
    }

    private static boolean dependsOnOrder(Command command) {
        if (command instanceof Command.Stats stats) {
            return stats.kind() == Command.Stats.Kind.STREAMSTATS
                    || stats.terms().stream()
                            .anyMatch(t -> Set.of("first", "last", "list").contains(t.function()));
        }
        return command instanceof Command.Dedup
                || command instanceof Command.Head
                || command instanceof Command.Tail
                || command instanceof Command.Reverse
                || command instanceof Command.Running
                || command instanceof Command.Autoregress
                || command instanceof Command.Transaction
                || command instanceof Command.Appendcols
                || command instanceof Command.Filldown
                || command instanceof Command.Return
                || command instanceof Command.Append;
    }

    private void lower(Rows rows, Command next, boolean first) {
        if (next instanceof Command.Search search) {
            search(rows, search, first);
        } else if (next instanceof Command.Where where) {
            rows.filter(rows.eval(where.condition()));
        } else if (next instanceof Command.Stats stats) {
            statistics.lower(rows, stats);
        } else if (next instanceof Command.Tstats tstats) {
            statistics.lower(rows, tstats);
        } else if (next instanceof Command.FromModel model) {
            DataModels.enter(rows, model.model(), model.flat());
            looksBack(new TimeModifiers(rows));
        } else if (next instanceof Command.Top top) {
            ChartLowering.lower(rows, top);
        } else if (next instanceof Command.Chart chart) {
            ChartLowering.lower(rows, chart);
        } else if (next instanceof Command.Dedup dedup) {
            RowLowering.dedup(rows, dedup);
        } else if (next instanceof Command.Sort sort) {
            RowLowering.sort(rows, sort.keys());
            if (sort.limit() > 0) {
                rows.add(new Stage.Limit(sort.limit(), rows.command()));
            }
        } else if (next instanceof Command.Head head) {
            RowLowering.head(rows, head);
        } else if (next instanceof Command.Tail tail) {
            RowLowering.reverse(rows);
            rows.add(new Stage.Limit(tail.rows(), rows.command()));
        } else if (next instanceof Command.Reverse) {
            RowLowering.reverse(rows);
        } else if (next instanceof Command.Join join) {
            joins.join(rows, join);
        } else if (next instanceof Command.Xyseries series) {
            SplitLowering.xyseries(rows, series);
        } else if (next instanceof Command.Untable untable) {
            ChartLowering.lower(rows, untable);
        } else if (next instanceof Command.Appendcols append) {
            joins.appendcols(rows, append);
        } else if (next instanceof Command.Append append) {
            joins.append(rows, append);
        } else if (next instanceof Command.Lookup lookup) {
            LookupLowering.lookup(rows, lookup);
        } else if (next instanceof Command.Inputlookup inputlookup) {
            lookups.inputlookup(rows, inputlookup, first);
        } else if (next instanceof Command.Makeresults make) {
            rows.startFrom(
                    new Pipeline.Source.Table(IntStream.range(0, make.count())
                            .mapToObj(i -> Map.<String, Value>of())
                            .toList()),
                    new Scope.Fresh());
            rows.bind("_time", rows.call("now"));
        } else if (next instanceof Command.Return returned) {
            SubsearchLowering.returned(rows, returned);
        } else if (next instanceof Command.Addinfo) {
            new TimeModifiers(rows).addinfo();
        } else if (next instanceof Command.Transaction transaction) {
            TransactionLowering.lower(rows, transaction);
        } else if (next instanceof Command.Other other) {
            other(rows, other);
        } else if (!(next instanceof Command.Passed)) {
            fields.lower(rows, next);
        }
    }

    private void search(Rows rows, Command.Search search, boolean first) {
        if (first) {
            selectLog(rows, search.condition());
        }
        var times = new TimeModifiers(rows);
        var lowering = new SearchLowering(rows, this, first, Optional.of(times).filter(t -> first));
        List<SearchSyntax> conjuncts = lowering.conjuncts(search.condition());
        List<Expression> plain = conjuncts.stream()
                .filter(c -> !SearchLowering.hasSubsearch(c))
                .map(lowering::lower)
                .toList();
        if (!plain.isEmpty()) {
            rows.filter(Expression.allOf(plain, search.span()));
        }
        if (first) {
            looksBack(times);
        }
        List<Expression> joined = new ArrayList<>();
        for (SearchSyntax conjunct : conjuncts) {
            if (conjunct instanceof SearchSyntax.Subsearch subsearch) {
                subsearches.subsearch(rows, subsearch, false);
            } else if (conjunct instanceof SearchSyntax.Not not
                    && not.operand() instanceof SearchSyntax.Subsearch subsearch) {
                subsearches.subsearch(rows, subsearch, true);
            } else if (SearchLowering.hasSubsearch(conjunct)) {
                joined.add(lowering.lower(conjunct));
            }
        }
        if (!joined.isEmpty()) {
            rows.filter(Expression.allOf(joined, search.span()));
        }
    }

    /** Lets the rule's window reach as far as a search of it looks. */
    void looksBack(TimeModifiers times) {
        times.holdToSchedule();
        window = times.window()
                .filter(w -> window.isEmpty() || w.from().compareTo(window.get().from()) > 0)
                .or(() -> window);
    }

    /** A condition's part: whether any row of the subsearch matches. */
    Expression matchesAny(Rows rows, SearchSyntax.Subsearch subsearch) {
        return subsearches.matchesAny(rows, subsearch);
    }

    private void selectLog(Rows rows, SearchSyntax condition) {
        List<String> types = LogTerms.sourceTypes(condition);
        if (types.isEmpty()) {
            return;
        }
        Optional<String> ours = SearchContext.SOURCE_TYPES.stream()
                .filter(type -> types.stream().anyMatch(wanted -> LogTerms.isLike(type, wanted)))
                .findFirst();
        rows.startFrom(
                new Pipeline.Source.Log(ours.isPresent() ? Pipeline.CLOUDTRAIL : "splunk." + types.get(0)),
                context.event(ours.orElse(SearchContext.CLOUDTRAIL), rows.command()));
    }

    private static void other(Rows rows, Command.Other other) {
        rows.refuse(other.construct(), other.span());
        rows.startFrom(new Pipeline.Source.Log(Pipeline.CLOUDTRAIL), new Scope.Fresh());
    }

    static Expression missing(Rows rows) {
        return rows.literal(Values.MISSING);
    }
}
