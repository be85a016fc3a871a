package io.telltale.detection.language.eql;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.language.Construct;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleLanguage;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.schema.ecs.EcsFunctions;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Elastic's language of events and sequences of events. */
public final class EqlLanguage implements RuleLanguage {
    @Override
    public String slug() {
        return "eql";
    }

    @Override
    public String title() {
        return "EQL";
    }

    @Override
    public Lowering lower(RuleSource source) throws RuleSyntaxException {
        return new EqlLowering(source).lower(new EqlParser(source.body()).parse());
    }

    @Override
    public List<FunctionEntry> functions() {
        return EqlFunctions.entries();
    }

    @Override
    public List<AggregateEntry> aggregates() {
        return EcsFunctions.aggregates();
    }

    @Override
    public List<Construct> constructs() {
        var all = new ArrayList<Construct>();
        for (String name : List.of(
                "any where", "category where", "sequence", "by", "with maxspan", "with runs", "![ ]", "until")) {
            all.add(new Construct("query", name));
        }
        EqlExpressionParser.OPERATORS.forEach(name -> all.add(new Construct("operator", name)));
        EqlFunctions.names().forEach(name -> all.add(new Construct("function", name)));
        EqlLowering.PIPES.forEach(name -> all.add(new Construct("pipe", name)));
        return all;
    }
}
