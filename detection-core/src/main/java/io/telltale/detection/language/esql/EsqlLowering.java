package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.esql.EsqlSyntax.Assignment;
import io.telltale.detection.language.esql.EsqlSyntax.Command;
import io.telltale.detection.schema.ecs.EcsFields;
import io.telltale.detection.schema.ecs.ElasticRule;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Lowers a query's commands to the stages of a pipeline, in their order. */
final class EsqlLowering {
    private final ElasticRule rule;
    private final EcsFields ecs;
    private final EmbeddedSearches searches;
    private final EsqlParameters parameters;
    private final EsqlScope scope;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final EsqlExpressionLowering expressions;
    private String logType = "";

    EsqlLowering(
            SourceText source, ElasticRule rule, EcsFields ecs, EmbeddedSearches searches, EsqlParameters parameters) {
        this.rule = rule;
        this.searches = searches;
        this.parameters = parameters;
        this.ecs = ecs;
        this.scope = new EsqlScope(ecs);
        this.expressions = new EsqlExpressionLowering(source, scope, searches, parameters, unsupported);
    }

    /** @param limited whether a run of the query gives no more rows than a cluster does */
    Lowering lower(List<Command> commands, boolean limited) throws RuleSyntaxException {
        for (Command command : commands) {
            lower(command);
        }
        if (limited) {
            EsqlLimits.of(commands, parameters).ifPresent(stages::add);
        }
        Detection detection = Detection.of(new Pipeline(logType, stages), parameters());
        return new Lowering(Optional.of(detection), unsupported);
    }

    private List<Parameter> parameters() {
        var all = new LinkedHashSet<>(ecs.parameters());
        all.addAll(searches.parameters());
        all.addAll(parameters.all());
        return List.copyOf(all);
    }

    private void lower(Command command) throws RuleSyntaxException {
        Span span = command.span();
        if (command instanceof Command.From from) {
            scope.ask(from.metadata());
            boolean cloudTrail = ElasticRule.searchesCloudTrail(from.sources());
            logType = cloudTrail ? Pipeline.CLOUDTRAIL : String.join(",", from.sources());
            stages.addAll(rule.filters(ecs, unsupported));
        } else if (command instanceof Command.Where where) {
            stages.add(new Stage.Filter(expressions.lower(where.condition()), span));
        } else if (command instanceof Command.Eval eval) {
            for (Assignment assignment : eval.assignments()) {
                Stage.Binding binding = binding(assignment);
                stages.add(new Stage.Extend(List.of(binding), assignment.value().span()));
                if (scope.isTime(binding.value())) {
                    scope.bindTime(assignment.name());
                } else {
                    scope.bind(assignment.name());
                }
            }
        } else if (command instanceof Command.Keep keep) {
            boolean wild = scope.isOpen()
                    && keep.patterns().stream().anyMatch(p -> p.name().indexOf('*') >= 0);
            project(matching(keep.patterns()), span);
            if (wild) {
                scope.addUnknown();
            }
        } else if (command instanceof Command.Drop drop) {
            matching(drop.patterns()).forEach(scope::drop);
            if (!scope.isOpen()) {
                project(scope.columns(), span);
            }
        } else if (command instanceof Command.Rename rename) {
            rename(rename);
        } else if (command instanceof Command.Stats stats) {
            new EsqlStats(scope, expressions, unsupported, stages).lower(stats);
        } else if (command instanceof Command.Grok grok) {
            grok(grok);
        } else if (command instanceof Command.Dissect dissect) {
            dissect(dissect);
        } else if (command instanceof Command.Sort sort) {
            var orderings = new ArrayList<Stage.Ordering>();
            for (EsqlSyntax.SortKey key : sort.keys()) {
                orderings.add(
                        new Stage.Ordering(sortKey(key), key.descending(), key.nullsLast(), Matching.Types.STRICT));
            }
            stages.add(new Stage.Sort(orderings, span));
        } else if (command instanceof Command.Limit limit) {
            stages.add(new Stage.Limit(limit.rows(), span));
        } else if (command instanceof Command.LookupJoin join) {
            new EsqlLookup(scope, expressions, parameters, unsupported, stages).lower(join);
        } else if (command instanceof Command.Enrich enrich) {
            new EsqlLookup(scope, expressions, parameters, unsupported, stages).lower(enrich);
        } else if (command instanceof Command.MvExpand expand) {
            String name = expand.column().name();
            stages.add(new Stage.Unnest(name, expressions.lower(expand.column()), true, Optional.empty(), span));
            scope.bind(name);
        } else {
            unsupported.add(new Unsupported("command " + ((Command.Other) command).name(), span));
            scope.addUnknown();
        }
    }

    private Stage.Binding binding(Assignment assignment) throws RuleSyntaxException {
        return new Stage.Binding(assignment.name(), expressions.lower(assignment.value()));
    }

    /** Of several values the least counts upwards and the greatest downwards. */
    private Expression sortKey(EsqlSyntax.SortKey key) throws RuleSyntaxException {
        Expression value = expressions.lower(key.key());
        return EsqlStats.mayBeSeveral(value)
                ? new Expression.Call(
                        key.descending() ? "esql:mv_max" : "esql:mv_min",
                        List.of(value),
                        key.key().span())
                : value;
    }

    /**
     * The names that the patterns stand for.
     *
     * @throws RuleSyntaxException where one is no pattern and there is no such column
     */
    private List<String> matching(List<EsqlSyntax.Name> patterns) throws RuleSyntaxException {
        for (EsqlSyntax.Name pattern : patterns) {
            if (pattern.name().indexOf('*') < 0) {
                expressions.check(pattern.name(), pattern.span());
            }
        }
        return scope.matching(patterns.stream().map(EsqlSyntax.Name::name).toList());
    }

    private void project(Iterable<String> names, Span span) throws RuleSyntaxException {
        var bindings = new ArrayList<Stage.Binding>();
        for (String name : names) {
            bindings.add(new Stage.Binding(name, expressions.read(name, span)));
        }
        stages.add(new Stage.Project(bindings, span));
        scope.only(names);
    }

    private void rename(Command.Rename rename) throws RuleSyntaxException {
        for (EsqlSyntax.NewName pair : rename.pairs()) {
            EsqlSyntax.Name column = pair.column();
            Expression value = expressions.read(column.name(), column.span());
            stages.add(new Stage.Extend(List.of(new Stage.Binding(pair.name(), value)), rename.span()));
            scope.drop(column.name());
            if (scope.isTime(value)) {
                scope.bindTime(pair.name());
            } else {
                scope.bind(pair.name());
            }
        }
        if (!scope.isOpen()) {
            project(scope.columns(), rename.span());
        }
    }

    private void grok(Command.Grok grok) throws RuleSyntaxException {
        Span span = grok.patterns().get(0).span();
        Value patterns = Values.listOf(
                grok.patterns().stream().map(EsqlSyntax.Constant::value).toList());
        try {
            captures(
                    "esql:grok",
                    List.of(expressions.lower(grok.input()), new Expression.Literal(patterns, span)),
                    Grok.compile(patterns).names(),
                    grok.span());
        } catch (IllegalArgumentException e) {
            unsupported.add(new Unsupported(named(e), span));
            scope.addUnknown();
        }
    }

    private void dissect(Command.Dissect dissect) throws RuleSyntaxException {
        try {
            captures(
                    "esql:dissect",
                    List.of(
                            expressions.lower(dissect.input()),
                            expressions.lower(dissect.pattern()),
                            new Expression.Literal(Values.of(dissect.separator()), dissect.span())),
                    Dissect.compile(dissect.pattern().value().asText()).names(),
                    dissect.span());
        } catch (IllegalArgumentException e) {
            unsupported.add(new Unsupported(named(e), dissect.pattern().span()));
            scope.addUnknown();
        }
    }

    private static String named(IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("grok") || message.startsWith("dissect") ? message : "regular expression in GROK";
    }

    /** A column for each name that a pattern captures; all are computed from the row as it was. */
    private void captures(String function, List<Expression> arguments, List<String> names, Span span) {
        var bindings = new ArrayList<Stage.Binding>();
        for (String name : names) {
            var all = new ArrayList<>(arguments);
            all.add(new Expression.Literal(Values.of(name), span));
            bindings.add(new Stage.Binding(name, new Expression.Call(function, all, span)));
        }
        stages.add(new Stage.Extend(bindings, span));
        names.forEach(scope::bind);
    }
}
