package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.spl.Scope.NamePattern;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.text.Span;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lowers a search's commands, one after the other, to stages, keeping track of what each field's name means. */
final class SplLowering {
    private static final Pattern DATA_MODEL = Pattern.compile("(?i)\\bfrom\\s+datamodel\\s*=?\\s*\"?([A-Za-z_.]+)");

    private final FieldSchema splunk;
    private final FieldSchema ocsf;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Unsupported> unsupported = new ArrayList<>();
    private String logType = Pipeline.CLOUDTRAIL;
    private Scope scope;
    /** The order that rows come in, where a command depends on it: newest first until a command orders them. */
    private List<Stage.Ordering> order;

    private Span command = Span.NONE;

    SplLowering(FieldSchema splunk, FieldSchema ocsf) {
        this.splunk = splunk;
        this.ocsf = ocsf;
        this.scope = event(false);
        this.order = List.of(new Stage.Ordering(scope.resolve("_time", Span.NONE), true, true));
    }

    Lowering lower(List<Command> commands, ExpandedSearch search) {
        boolean first = true;
        for (Command next : commands) {
            command = next.span();
            lower(next, first);
            first = false;
        }
        Detection detection = Detection.of(new Pipeline(logType, stages), search.parameters());
        var distinct = new ArrayList<Unsupported>();
        unsupported.stream()
                .filter(u -> distinct.stream().noneMatch(d -> d.construct().equals(u.construct())))
                .forEach(distinct::add);
        return new Lowering(Optional.of(detection), distinct);
    }

    private Scope event(boolean isOcsf) {
        return new Scope.Event(isOcsf ? ocsf : splunk, isOcsf, construct -> refuse(construct));
    }

    private void refuse(String construct) {
        unsupported.add(new Unsupported(construct, command));
    }

    private void lower(Command next, boolean first) {
        if (next instanceof Command.Search search) {
            if (first) {
                selectLog(search.condition());
            }
            List<Expression> conjuncts =
                    new SearchLowering(scope, first, unsupported::add).conjuncts(search.condition());
            if (!conjuncts.isEmpty()) {
                stages.add(new Stage.Filter(Expression.allOf(conjuncts, search.span()), search.span()));
            }
        } else if (next instanceof Command.Where where) {
            stages.add(new Stage.Filter(eval(where.condition()), where.span()));
        } else if (next instanceof Command.Eval eval) {
            for (Command.Assignment assignment : eval.assignments()) {
                bind(assignment.field().text(), eval(assignment.value()));
            }
        } else if (next instanceof Command.Stats stats) {
            stats(stats);
        } else if (next instanceof Command.Rename rename) {
            rename.renamings().forEach(this::rename);
        } else if (next instanceof Command.Spath spath) {
            spath(spath);
        } else if (next instanceof Command.Mvexpand mvexpand) {
            String field = mvexpand.field().text();
            stages.add(new Stage.Unnest(field, resolve(mvexpand.field()), true, mvexpand.limit(), command));
            scope = scope.with(field);
        } else if (next instanceof Command.Fillnull fillnull) {
            fillnull(fillnull);
        } else if (next instanceof Command.Fields fields) {
            fields(fields);
        } else if (next instanceof Command.Convert convert) {
            convert(convert);
        } else if (next instanceof Command.Dedup dedup) {
            List<Expression> keys = dedup.fields().stream().map(this::resolve).toList();
            List<Expression> present = keys.stream().map(this::isPresent).toList();
            stages.add(new Stage.Filter(Expression.allOf(present, command), command));
            putInOrder();
            stages.add(new Stage.Distinct(keys, command));
        } else if (next instanceof Command.Sort sort) {
            stages.add(new Stage.Sort(
                    sort.keys().stream()
                            .map(k -> new Stage.Ordering(resolve(k.field()), k.descending(), true))
                            .toList(),
                    command));
            order = List.of();
            if (sort.limit() > 0) {
                stages.add(new Stage.Limit(sort.limit(), command));
            }
        } else if (next instanceof Command.Head head) {
            putInOrder();
            stages.add(new Stage.Limit(head.rows(), command));
        } else if (next instanceof Command.Bin bin) {
            Expression span = new Expression.Literal(Values.of(bin.seconds()), command);
            bind(
                    bin.as().orElse(bin.field()).text(),
                    new Expression.Call("spl:bin", List.of(resolve(bin.field()), span), command));
        } else if (next instanceof Command.Other other) {
            other(other, first);
        }
    }

    private Expression eval(EvalSyntax syntax) {
        return new EvalLowering(scope, unsupported::add).lower(syntax);
    }

    private Expression resolve(Word name) {
        if (name.text().contains("*")) {
            refuse("wildcard in a list of fields");
        }
        return scope.resolve(name.text(), name.span());
    }

    private Expression isPresent(Expression value) {
        return new Expression.Not(
                new Expression.Test(TestKind.IS_NULL, value, List.of(), SearchLowering.MATCHING, command), command);
    }

    private void bind(String name, Expression value) {
        stages.add(new Stage.Extend(List.of(new Stage.Binding(name, value)), command));
        scope = scope.with(name);
    }

    private void putInOrder() {
        if (!order.isEmpty()) {
            stages.add(new Stage.Sort(order, command));
            order = List.of();
        }
    }

    private void selectLog(SearchSyntax condition) {
        List<SearchSyntax> parts = condition instanceof SearchSyntax.All all ? all.operands() : List.of(condition);
        for (SearchSyntax part : parts) {
            if (part instanceof SearchSyntax.All nested) {
                selectLog(nested);
            }
            String type = part instanceof SearchSyntax.Comparison c
                            && c.field().text().equals("sourcetype")
                            && c.operator().equals("=")
                    ? c.value().text()
                    : part instanceof SearchSyntax.Membership m
                                    && m.field().text().equals("sourcetype")
                                    && m.values().size() == 1
                            ? m.values().get(0).text()
                            : "";
            if (!type.isEmpty()) {
                boolean cloudTrail =
                        Wildcard.compile(type.replace("?", "\\?"), false).matches("aws:cloudtrail");
                boolean lake = !cloudTrail
                        && (type.equalsIgnoreCase("aws:cloudtrail:lake") || type.equalsIgnoreCase("aws:asl"));
                logType = cloudTrail || lake ? Pipeline.CLOUDTRAIL : "splunk." + type;
                scope = event(lake);
                order = List.of(new Stage.Ordering(scope.resolve("_time", Span.NONE), true, true));
            }
        }
    }

    private void other(Command.Other other, boolean first) {
        refuse(other.construct());
        if (first) {
            Matcher model = DATA_MODEL.matcher(other.text());
            logType = model.find() ? "splunk.datamodel." + model.group(1) : "splunk.other";
        }
        scope = new Scope.Fresh();
        order = List.of();
    }

    private void stats(Command.Stats stats) {
        var aggregations = new ArrayList<Stage.Aggregation>();
        for (Command.AggregateTerm term : stats.terms()) {
            aggregations.add(aggregation(term));
        }
        var keys = new ArrayList<Stage.Binding>();
        for (Word by : stats.by()) {
            Expression key = resolve(by);
            if (key instanceof Expression.Field field
                    && field.path().segments().contains(new FieldPath.Segment.Each())
                    && !stats.keepsRows()) {
                // A row with several values of a by-field belongs to the group of each.
                stages.add(new Stage.Unnest(by.text(), key, false, Optional.empty(), command));
                key = new Expression.Column(by.text(), by.span());
            }
            keys.add(new Stage.Binding(by.text(), key));
        }
        if (stats.keepsRows()) {
            stages.add(new Stage.Annotate(keys, aggregations, true, command));
            aggregations.forEach(a -> scope = scope.with(a.name()));
            return;
        }
        boolean counts = aggregations.stream().anyMatch(a -> a.function().equals("spl:count"));
        stages.add(new Stage.Aggregate(keys, aggregations, true, counts, command));
        scope = new Scope.Fresh();
        keys.forEach(k -> scope = scope.with(k.name()));
        aggregations.forEach(a -> scope = scope.with(a.name()));
        order = keys.stream()
                .map(k -> new Stage.Ordering(new Expression.Column(k.name(), command), false, true))
                .toList();
    }

    private Stage.Aggregation aggregation(Command.AggregateTerm term) {
        String function = SplAggregates.ALIASES.getOrDefault(term.function(), term.function());
        if (!SplAggregates.NAMES.contains(function)
                || (term.expression().isPresent()
                        && function.equals("count")
                        && term.field().isPresent())) {
            unsupported.add(new Unsupported("stats function " + term.function(), term.span()));
            return new Stage.Aggregation(term.name(), "spl:count", List.of(), Optional.empty());
        }
        if (order.isEmpty() || !scope.open()) {
            // Rows that a command has put in order have no newest first any more.
        } else if (function.equals("first")) {
            function = "latest";
        } else if (function.equals("last")) {
            function = "earliest";
        }
        Optional<Expression> value =
                term.field().map(this::resolve).or(() -> term.expression().map(this::eval));
        if (function.equals("count") && term.expression().isPresent()) {
            return new Stage.Aggregation(term.name(), "spl:count", List.of(), value);
        }
        if (value.isEmpty() && !function.equals("count")) {
            unsupported.add(new Unsupported("stats function " + term.function() + " without a field", term.span()));
        }
        return new Stage.Aggregation(
                term.name(), "spl:" + function, value.map(List::of).orElse(List.of()), Optional.empty());
    }

    private void rename(Command.Renaming renaming) {
        var from = new NamePattern(renaming.from().text());
        var to = new NamePattern(renaming.to().text());
        if (!from.isWild() && !to.isWild()) {
            bind(to.text(), resolve(renaming.from()));
            if (!from.equals(to)) {
                remove(from, to.text());
            }
            return;
        }
        if (from.text().chars().filter(c -> c == '*').count() != 1
                || to.text().chars().filter(c -> c == '*').count() != 1) {
            refuse("rename with other than one wildcard on each side");
            return;
        }
        var moved = new LinkedHashMap<String, Expression>();
        for (String name : scope.bound()) {
            from.star(name).ifPresent(star -> moved.put(to.with(star), scope.resolve(name, command)));
        }
        scope = scope.open() ? new Scope.Renamed(scope, from, to) : new Scope.Removed(scope, from);
        moved.forEach(this::bind);
    }

    private void remove(NamePattern name, String kept) {
        scope = new Scope.Removed(scope, name);
        if (name.star(kept).isPresent()) {
            scope = scope.with(kept);
        }
    }

    private void spath(Command.Spath spath) {
        if (spath.path().isPresent()) {
            String path = spath.path().get().text();
            String output = spath.output().map(Word::text).orElse(path);
            if (spath.input().isEmpty() || spath.input().get().text().equals("_raw")) {
                if (scope instanceof Scope.Event event && event.ocsf()) {
                    refuse("spath of an OCSF event");
                }
                bind(
                        output,
                        new Expression.Field(
                                Scope.path(path), spath.path().get().span()));
            } else {
                bind(
                        output,
                        new Expression.Call(
                                "spl:spath",
                                List.of(
                                        resolve(spath.input().get()),
                                        new Expression.Literal(
                                                Values.of(path),
                                                spath.path().get().span())),
                                command));
            }
        } else if (spath.input().isPresent() && !spath.input().get().text().equals("_raw")) {
            scope = new Scope.Extracted(scope, resolve(spath.input().get()));
        }
    }

    private void fillnull(Command.Fillnull fillnull) {
        if (!fillnull.fields().isEmpty() || !scope.open()) {
            List<String> names = fillnull.fields().isEmpty()
                    ? scope.bound()
                    : fillnull.fields().stream().map(Word::text).toList();
            for (String name : names) {
                bind(
                        name,
                        new Expression.Call(
                                "spl:alias",
                                List.of(
                                        scope.resolve(name, command),
                                        new Expression.Literal(Values.of(fillnull.value()), command)),
                                command));
            }
            return;
        }
        scope = new Scope.Filled(scope, fillnull.value());
    }

    private void fields(Command.Fields fields) {
        if (fields.remove()) {
            for (Word field : fields.fields()) {
                scope = new Scope.Removed(scope, new NamePattern(field.text()));
            }
            return;
        }
        var bindings = new LinkedHashMap<String, Expression>();
        if (!fields.table() && (scope.open() || scope.bound().contains("_time"))) {
            bindings.put("_time", scope.resolve("_time", command));
        }
        for (Word field : fields.fields()) {
            var pattern = new NamePattern(field.text());
            if (!pattern.isWild()) {
                bindings.put(field.text(), resolve(field));
            } else if (scope.open()) {
                refuse("wildcard in a list of fields");
            } else {
                scope.bound().stream()
                        .filter(n -> pattern.star(n).isPresent())
                        .forEach(n -> bindings.put(n, scope.resolve(n, command)));
            }
        }
        stages.add(new Stage.Project(
                bindings.entrySet().stream()
                        .map(b -> new Stage.Binding(b.getKey(), b.getValue()))
                        .toList(),
                command));
        scope = new Scope.Fresh();
        bindings.keySet().forEach(n -> scope = scope.with(n));
        if (!order.isEmpty() && !bindings.containsKey("_time")) {
            order = List.of();
        } else if (!order.isEmpty()) {
            order = List.of(new Stage.Ordering(new Expression.Column("_time", command), true, true));
        }
    }

    private void convert(Command.Convert convert) {
        for (Command.Conversion conversion : convert.conversions()) {
            if (!conversion.function().equals("ctime")) {
                refuse("convert " + conversion.function());
                continue;
            }
            bind(
                    conversion.as().text(),
                    new Expression.Call(
                            "spl:ctime",
                            List.of(
                                    resolve(conversion.field()),
                                    new Expression.Literal(Values.of(convert.timeFormat()), command)),
                            command));
        }
    }
}
