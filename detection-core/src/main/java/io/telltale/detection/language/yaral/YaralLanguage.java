package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * YARA-L 2, the language of Google SecOps. A field that an event does not have is the empty text, 0 or false; texts
 * compare with case unless {@code nocase}; fields are those of the Unified Data Model.
 */
public final class YaralLanguage implements RuleLanguage {
    static final String SLUG = "yaral";

    @Override
    public String slug() {
        return SLUG;
    }

    @Override
    public String title() {
        return "YARA-L 2";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        return new RuleLowering(source, new RuleParser(source.body()).parse()).lower();
    }

    @Override
    public List<FunctionEntry> functions() {
        var entries = new ArrayList<>(ScalarFunctions.functions());
        entries.addAll(Library.functions());
        entries.addAll(Aggregates.functions());
        return entries;
    }

    @Override
    public List<AggregateEntry> aggregates() {
        var entries = new ArrayList<>(Aggregates.aggregates());
        entries.add(Suppression.aggregate());
        return entries;
    }

    @Override
    public List<Construct> constructs() {
        var constructs = new ArrayList<Construct>();
        List.of("meta", "events", "match", "outcome", "condition", "options")
                .forEach(name -> constructs.add(new Construct("section", name)));
        List.of(
                        "=",
                        "!=",
                        "<",
                        "<=",
                        ">",
                        ">=",
                        "+",
                        "-",
                        "*",
                        "/",
                        "%",
                        "is null",
                        "and",
                        "or",
                        "not",
                        "!",
                        "/regex/",
                        "nocase",
                        "any",
                        "all",
                        "any of",
                        "all of",
                        "2 of",
                        "in %list",
                        "in regex %list",
                        "in cidr %list",
                        "#variable",
                        "if")
                .forEach(name -> constructs.add(new Construct("operator", name)));
        List.of("over 5m", "by 5m", "over every 5m", "over 5m after $event", "over 5m before $event")
                .forEach(name -> constructs.add(new Construct("window", name)));
        Stream.concat(Library.names().stream(), ValueTests.CALLS.keySet().stream())
                .sorted()
                .forEach(name -> constructs.add(new Construct("function", name)));
        Aggregates.names().stream().sorted().forEach(name -> constructs.add(new Construct("aggregate", name)));
        constructs.add(new Construct("option", "allow_zero_values"));
        constructs.add(new Construct("option", "suppression_window"));
        return constructs;
    }
}
