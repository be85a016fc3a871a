package io.telltale.detection;

import io.telltale.detection.analysis.RuleAnalysis;
import io.telltale.detection.analysis.RuleAnalyzer;
import io.telltale.detection.engine.Explainer;
import io.telltale.detection.engine.Explanation;
import io.telltale.detection.engine.FunctionRegistry;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.engine.RuleSet;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.language.Companions;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.language.eql.EqlLanguage;
import io.telltale.detection.language.esql.EsqlLanguage;
import io.telltale.detection.language.kuery.KueryLanguage;
import io.telltale.detection.language.kusto.KustoLanguage;
import io.telltale.detection.language.lucene.LuceneLanguage;
import io.telltale.detection.language.panther.PantherCorrelationLanguage;
import io.telltale.detection.language.panther.PantherYamlLanguage;
import io.telltale.detection.language.python.PythonLanguage;
import io.telltale.detection.language.sigma.SigmaLanguage;
import io.telltale.detection.language.snowflake.SnowflakeLanguage;
import io.telltale.detection.language.spl.SplLanguage;
import io.telltale.detection.language.yaral.YaralLanguage;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import io.telltale.detection.vendor.ChronicleFormat;
import io.telltale.detection.vendor.ElasticFormat;
import io.telltale.detection.vendor.LocalFormat;
import io.telltale.detection.vendor.PantherFormat;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.SentinelFormat;
import io.telltale.detection.vendor.SigmaHqFormat;
import io.telltale.detection.vendor.SplunkFormat;
import io.telltale.detection.vendor.SuzakuFormat;
import io.telltale.detection.vendor.VendorFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The library's front door: prepares vendors' rules, compiles them to rule sets, explains verdicts. Immutable. */
public final class DetectionCore {
    private final List<RuleLanguage> languages;
    private final List<VendorFormat> vendors;
    private final FunctionRegistry functions;
    private final RuleAnalyzer analyzer;

    public DetectionCore(List<RuleLanguage> languages, List<VendorFormat> vendors) {
        this.languages = List.copyOf(languages);
        this.vendors = List.copyOf(vendors);
        this.functions = new FunctionRegistry(languages);
        this.analyzer = new RuleAnalyzer(functions::function);
    }

    /** All languages and vendors that this library knows. */
    public static DetectionCore standard() {
        return new DetectionCore(
                List.of(
                        new EqlLanguage(),
                        new EsqlLanguage(Map.of("kql", new KueryLanguage(), "qstr", new LuceneLanguage())),
                        new KueryLanguage(),
                        new KustoLanguage(),
                        new LuceneLanguage(),
                        new PantherCorrelationLanguage(Map.of(
                                "python",
                                new PythonLanguage(new SnowflakeLanguage()),
                                "panther-yaml",
                                new PantherYamlLanguage())),
                        new PantherYamlLanguage(),
                        new PythonLanguage(new SnowflakeLanguage()),
                        new SigmaLanguage(),
                        new SnowflakeLanguage(),
                        new SplLanguage(),
                        new YaralLanguage()),
                List.of(
                        new ChronicleFormat(),
                        new ElasticFormat(),
                        new PantherFormat(),
                        new SentinelFormat(),
                        new SigmaHqFormat(),
                        new SplunkFormat(),
                        new SuzakuFormat(),
                        // Any folder of Sigma files looks like it: after the others.
                        new LocalFormat()));
    }

    public List<RuleLanguage> languages() {
        return languages;
    }

    public List<VendorFormat> vendors() {
        return vendors;
    }

    public FunctionRegistry functions() {
        return functions;
    }

    /** The format of a vendor, by its slug. */
    public Optional<VendorFormat> vendor(String slug) {
        return vendors.stream().filter(v -> v.vendor().equals(slug)).findFirst();
    }

    /**
     * Parses, lowers and analyses a rule. Never throws for what a rule says: the answer's readiness tells.
     *
     * @param parameters the reader's values by name; what is not there keeps the vendor's default
     */
    public PreparedRule prepare(Rule rule, Companions companions, Map<String, String> parameters) {
        Optional<RuleLanguage> language =
                languages.stream().filter(l -> l.slug().equals(rule.language())).findFirst();
        if (language.isEmpty()) {
            return notRunnable(rule, Lowering.notRunnable(new Unsupported("language " + rule.language(), Span.NONE)));
        }
        Lowering lowering;
        try {
            lowering = language.get().lower(new RuleSource(rule.body(), rule.document(), companions, parameters));
        } catch (RuleSyntaxException e) {
            return failed(rule, e.position(), e.detail());
        } catch (RuntimeException | StackOverflowError e) {
            // A fault of ours in one rule must not take the others along; it is shown instead.
            return failed(rule, rule.body().at(0), "cannot be lowered: " + e);
        }
        if (!lowering.unsupported().isEmpty()) {
            return notRunnable(rule, lowering);
        }
        Detection lowered = lowering.detection().orElseThrow();
        Detection detection =
                vendor(rule.vendor()).map(v -> v.complete(rule, lowered)).orElse(lowered);
        var logs = new ArrayList<>(detection.pipeline().logTypes());
        if (!rule.logType().equals(Pipeline.CLOUDTRAIL)) {
            logs.add(0, rule.logType());
        } else if (logs.isEmpty()) {
            logs.add("none");
        }
        logs.remove(Pipeline.CLOUDTRAIL);
        if (!logs.isEmpty()) {
            return notRunnable(
                    rule,
                    new Lowering(
                            Optional.of(detection),
                            logs.stream()
                                    .distinct()
                                    .map(log -> new Unsupported("log " + log, Span.NONE))
                                    .toList()));
        }
        RuleAnalysis analysis = analyzer.analyze(detection);
        List<String> unset = detection.parameters().stream()
                .filter(p -> p.value().isEmpty())
                .map(Parameter::name)
                .toList();
        Readiness readiness = unset.isEmpty() ? Readiness.RUNNABLE : Readiness.WAITING;
        return new PreparedRule(rule, readiness, String.join(", ", unset), List.of(), Optional.of(detection), analysis);
    }

    private static PreparedRule failed(Rule rule, Position position, String problem) {
        return new PreparedRule(
                rule,
                Readiness.FAILED,
                position + ": " + problem,
                List.of(),
                Optional.of(new Reading.Problem(position, problem)),
                Optional.empty(),
                RuleAnalysis.NONE);
    }

    private PreparedRule notRunnable(Rule rule, Lowering lowering) {
        String reason = lowering.unsupported().stream()
                .map(Unsupported::construct)
                .distinct()
                .collect(Collectors.joining(", "));
        RuleAnalysis analysis = lowering.detection().map(analyzer::analyze).orElse(RuleAnalysis.NONE);
        return new PreparedRule(
                rule, Readiness.NOT_RUNNABLE, reason, lowering.unsupported(), lowering.detection(), analysis);
    }

    public RuleSet compile(List<PreparedRule> rules, Limits limits) {
        return new RuleSet(rules, functions, limits);
    }

    /**
     * Why the rule fires on these events, or why not.
     *
     * @throws IllegalArgumentException where the rule is not runnable
     */
    public Explanation explain(PreparedRule rule, List<AuditEvent> events) {
        if (rule.readiness() != Readiness.RUNNABLE) {
            throw new IllegalArgumentException(rule.rule().address() + " is not runnable: " + rule.reason());
        }
        return new Explainer(functions).explain(rule.detection().orElseThrow(), events);
    }
}
