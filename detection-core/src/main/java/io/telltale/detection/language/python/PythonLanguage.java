package io.telltale.detection.language.python;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.RunMemory;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.TestBench;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.schema.panther.InlineFilters;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Python as Panther's rules are written in it: a module with {@code rule(event)}. */
public final class PythonLanguage implements RuleLanguage {
    private static final String RULE = "rule";
    private static final String TITLE = "title";
    private static final String SEVERITY = "severity";
    private static final String DEDUP = "dedup";

    /** The functions of a rule's module that say something of a match. */
    private static final List<String> AUXILIARY =
            List.of("alert_context", "description", "destinations", "reference", "runbook");

    private static final long DEFAULT_MINUTES = 60;
    private static final long MOST_MINUTES = 60L * 24 * 366;

    private final ParsedModules parsed = new ParsedModules();
    private final Optional<RuleLanguage> queries;

    public PythonLanguage() {
        this.queries = Optional.empty();
    }

    /** @param queries the language of the queries on whose rows scheduled rules run */
    public PythonLanguage(RuleLanguage queries) {
        this.queries = Optional.of(queries);
    }

    @Override
    public String slug() {
        return "python";
    }

    @Override
    public String title() {
        return "Python";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        Program program = Program.parse(source.body(), source.companions(), logTypes(source.document()), parsed);
        Optional<Node.FunctionDef> rule = function(program, RULE);
        if (rule.isEmpty() || rule.get().parameters().positional().size() != 1) {
            return Lowering.notRunnable(new Unsupported("module without rule(event)", Span.NONE));
        }
        var unsupported = new ArrayList<>(Reach.unsupported(program, RULE, Set.of()));
        Span span = rule.get().span();
        Optional<Detection> queried = Optional.empty();
        if (queries.isPresent() && ScheduledQuery.isOn(source.document())) {
            queried = ScheduledQuery.lower(source, queries.get(), unsupported);
            if (queried.isEmpty()) {
                return new Lowering(Optional.empty(), unsupported);
            }
        }
        var stages = new ArrayList<Stage>();
        queried.ifPresent(query -> stages.addAll(ScheduledQuery.restated(query, span)));
        stages.addAll(InlineFilters.lower(source.document(), unsupported));
        stages.add(new Stage.Filter(condition(program, rule.get()), span));
        List<Stage.Binding> auxiliary = auxiliary(program);
        if (!auxiliary.isEmpty()) {
            stages.add(new Stage.Extend(auxiliary, span));
        }
        stages.addAll(threshold(program, source.document(), span));
        Pipeline.Source rows = queried.map(query -> query.pipeline().source())
                .orElseGet(() -> new Pipeline.Source.Log(Pipeline.CLOUDTRAIL));
        Detection plain = Detection.of(
                new Pipeline(rows, stages), queried.map(Detection::parameters).orElse(List.of()));
        Detection detection = queried.flatMap(Detection::schedule)
                .map(schedule -> plain.with(schedule, plain.trigger()))
                .orElse(plain)
                .withTitle(computed(program, TITLE), computed(program, SEVERITY));
        return new Lowering(Optional.of(detection), unsupported);
    }

    @Override
    public Optional<TestBench> bench(RuleSource source) throws RuleSyntaxException {
        Program program = Program.parse(source.body(), source.companions(), logTypes(source.document()), parsed);
        return Optional.of(new PythonBench(program));
    }

    private static Expression condition(Program program, Node.FunctionDef rule) {
        try {
            return new FunctionLowering(program).rule(rule);
        } catch (FunctionLowering.NoPredicates | FunctionLowering.TooLarge e) {
            var script = new Expression.Script(PythonScript.function(program, RULE), rule.span());
            return new Expression.Call(PythonFunctions.TRUTHY, List.of(script), rule.span());
        }
    }

    private static Optional<Expression> computed(Program program, String name) {
        return function(program, name)
                .filter(f -> f.parameters().positional().size() == 1)
                .filter(f -> Reach.unsupported(program, name, Set.of()).isEmpty())
                .map(f -> new Expression.Script(PythonScript.function(program, name), f.span()));
    }

    /** The logs that a rule's document names. */
    static List<String> logTypes(Value.ObjectOf document) {
        return document.get("LogTypes") instanceof Value.ListOf types
                ? types.elements().stream().map(Value::asText).toList()
                : List.of();
    }

    private static Optional<Node.FunctionDef> function(Program program, String name) {
        Optional<Node.FunctionDef> found = Optional.empty();
        for (Node.Stmt statement : program.main()) {
            if (statement instanceof Node.FunctionDef function
                    && function.name().equals(name)) {
                found = Optional.of(function);
            }
        }
        return found;
    }

    /** What Panther's alert carries beside its title; a function that fails says so in its own column. */
    private static List<Stage.Binding> auxiliary(Program program) {
        var bindings = new ArrayList<Stage.Binding>();
        for (String name : AUXILIARY) {
            computed(program, name)
                    .ifPresent(script -> bindings.add(new Stage.Binding(
                            name, new Expression.Call(PythonFunctions.AUXILIARY, List.of(script), script.span()))));
        }
        return bindings;
    }

    /**
     * Matches of one deduplication text are counted over the period, which the first of them opens. The text is what
     * {@code dedup} answers, or else the title, or else the rule's id. A threshold of one makes each match a finding.
     */
    private static List<Stage> threshold(Program program, Value.ObjectOf document, Span span) {
        if (!(document.get("Threshold") instanceof Value.Int threshold) || threshold.value() < 2) {
            return List.of();
        }
        Expression id = new Expression.Literal(Values.of(document.get("RuleID").asText()), span);
        Expression text = computed(program, DEDUP)
                .or(() -> computed(program, TITLE))
                .<Expression>map(
                        script -> new Expression.Call(PythonFunctions.DEDUP, List.of(script, id), script.span()))
                .orElse(id);
        long minutes = document.get("DedupPeriodMinutes") instanceof Value.Int period && period.value() > 0
                ? period.value()
                : DEFAULT_MINUTES;
        return List.of(
                new Stage.Extend(List.of(new Stage.Binding("dedup", text)), span),
                new Stage.Threshold(
                        List.of(new Stage.Binding("dedup", new Expression.Column("dedup", span))),
                        threshold.value(),
                        Duration.ofMinutes(Math.min(minutes, MOST_MINUTES)),
                        span));
    }

    @Override
    public List<Construct> constructs() {
        var out = new ArrayList<Construct>();
        List.of(RULE, TITLE, SEVERITY, DEDUP).forEach(n -> out.add(new Construct("function of a rule", n)));
        add(out, "function of a rule", AUXILIARY);
        add(out, "method of an event", EventMethods.NAMES);
        add(out, "statement", StatementParser.STATEMENTS.values());
        var interpreter = new Interpreter(Program.EMPTY, Instant.EPOCH, new RunMemory());
        add(out, "built-in function", interpreter.library().builtins().names());
        add(out, "exception", Exceptions.builtinNames());
        add(out, "method of str", TextMethods.NAMES);
        add(out, "method of bytes", BytesMethods.NAMES);
        add(out, "method of list and deque", ListMethods.NAMES);
        add(out, "method of tuple", ListMethods.OF_TUPLES);
        add(out, "method of dict and Counter", DictMethods.NAMES);
        add(out, "method of set", SetMethods.NAMES);
        add(out, "module", Library.moduleNames());
        new TreeMap<>(Reach.contentsOfModules()).forEach((module, names) -> add(out, "name of " + module, names));
        return out;
    }

    private static void add(List<Construct> out, String kind, Collection<String> names) {
        names.stream().sorted().forEach(name -> out.add(new Construct(kind, name)));
    }

    @Override
    public List<FunctionEntry> functions() {
        return PythonFunctions.all();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return List.of();
    }
}
