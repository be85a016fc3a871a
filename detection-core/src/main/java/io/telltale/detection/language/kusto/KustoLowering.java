package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Lowering;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.kusto.KustoSyntax.Program;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers a rule: its query, and the name and severity that its alerts take from columns of the result. */
final class KustoLowering {
    private static final int MAX_LETS = 2000;

    private KustoLowering() {}

    static Lowering lower(RuleSource rule) throws RuleSyntaxException {
        Program program = KustoParser.parse(rule.body());
        var context = new KustoContext(rule);
        if (program.lets().size() > MAX_LETS) {
            throw context.error(program.query().span(), "found more than " + MAX_LETS + " let statements");
        }
        var scalars = new KustoScalars(context);
        KustoPipeline pipeline =
                KustoPipeline.lower(program.query(), KustoNamespace.EMPTY.with(program.lets()), scalars);
        context.settleAbsentTables(pipeline.pipeline().logTypes().contains(Pipeline.CLOUDTRAIL));
        Value details = rule.document().get("alertDetailsOverride");
        var detection = Detection.of(pipeline.pipeline(), context.parameters())
                .withTitle(title(details, pipeline, scalars), severity(details, pipeline, scalars));
        return new Lowering(Optional.of(detection), context.unsupported());
    }

    /** {@code alertDisplayNameFormat}, in which <code>{{Column}}</code> stands for what the column holds. */
    private static Optional<Expression> title(Value details, KustoPipeline pipeline, KustoScalars scalars)
            throws RuleSyntaxException {
        if (!(details instanceof Value.ObjectOf object)
                || !(object.get("alertDisplayNameFormat") instanceof Value.Text format)) {
            return Optional.empty();
        }
        var parts = new ArrayList<Expression>();
        String text = format.value();
        int at = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
            int close = text.indexOf("}}", open);
            if (close < 0) {
                break;
            }
            String name = text.substring(open + 2, close).strip();
            parts.add(new Literal(Values.of(text.substring(at, open)), Span.NONE));
            parts.add(column(name, pipeline, scalars)
                    .orElseGet(() -> new Literal(Values.of("{{" + name + "}}"), Span.NONE)));
            at = close + 2;
        }
        parts.add(new Literal(Values.of(text.substring(at)), Span.NONE));
        return Optional.of(new Call("kusto:strcat", parts, Span.NONE));
    }

    /** What {@code alertSeverityColumnName} names, where it holds a severity; else the rule's own stays. */
    private static Optional<Expression> severity(Value details, KustoPipeline pipeline, KustoScalars scalars)
            throws RuleSyntaxException {
        if (!(details instanceof Value.ObjectOf object)
                || !(object.get("alertSeverityColumnName") instanceof Value.Text name)) {
            return Optional.empty();
        }
        return column(name.value(), pipeline, scalars).map(KustoLowering::ifSeverity);
    }

    private static Expression ifSeverity(Expression said) {
        var severities = new ArrayList<Expression>();
        for (String severity : List.of("High", "Medium", "Low", "Informational")) {
            severities.add(new Literal(Values.of(severity), Span.NONE));
        }
        var known = new Expression.Test(TestKind.IN, said, severities, KustoComparisons.text(false), Span.NONE);
        return new Expression.Conditional(known, said, new Literal(Values.NULL, Span.NONE), Span.NONE);
    }

    private static Optional<Expression> column(String name, KustoPipeline pipeline, KustoScalars scalars)
            throws RuleSyntaxException {
        return pipeline.scope().has(name)
                ? Optional.of(new Call(
                        "kusto:tostring",
                        List.of(scalars.lower(new KustoSyntax.Name(name, Span.NONE), pipeline.scope())
                                .expression()),
                        Span.NONE))
                : Optional.empty();
    }
}
