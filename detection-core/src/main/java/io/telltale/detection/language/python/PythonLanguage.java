package io.telltale.detection.language.python;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.RunMemory;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.TestBench;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.schema.panther.InlineFilters;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
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
        Optional<Node.FunctionDef> rule = program.function(RULE);
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
        var alert = new AlertFunctions(program, source.document());
        stages.addAll(alert.stages(span));
        Pipeline.Source rows = queried.map(query -> query.pipeline().source())
                .orElseGet(() -> new Pipeline.Source.Log(Pipeline.CLOUDTRAIL));
        Detection plain = Detection.of(
                new Pipeline(rows, stages), queried.map(Detection::parameters).orElse(List.of()));
        Detection detection = queried.flatMap(Detection::schedule)
                .map(schedule -> plain.with(schedule, plain.trigger()))
                .orElse(plain)
                .withTitle(alert.title(), alert.severity());
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

    /** The logs that a rule's document names. */
    static List<String> logTypes(Value.ObjectOf document) {
        return document.get("LogTypes") instanceof Value.ListOf types
                ? types.elements().stream().map(Value::asText).toList()
                : List.of();
    }

    @Override
    public List<Construct> constructs() {
        var out = new ArrayList<Construct>();
        out.add(new Construct("function of a rule", RULE));
        add(out, "function of a rule", AlertFunctions.names());
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
        return List.of(UniqueTexts.ENTRY);
    }
}
