package io.telltale.detection.engine;

import io.telltale.detection.analysis.RuleAnalysis;
import io.telltale.detection.conformance.JsonText;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import io.telltale.detection.vendor.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rules and events made by hand for the engine's tests. */
final class Fixtures {
    static final Matching PLAIN = new Matching(false, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);

    private Fixtures() {}

    static Expression field(String path) {
        return new Expression.Field(FieldPath.parse(path), Span.NONE);
    }

    static Expression literal(Value value) {
        return new Expression.Literal(value, Span.NONE);
    }

    static Expression test(TestKind kind, String path, Matching matching, String... wanted) {
        return new Expression.Test(
                kind,
                field(path),
                List.of(wanted).stream().map(w -> literal(Values.of(w))).toList(),
                matching,
                Span.NONE);
    }

    static Stage filter(Expression condition) {
        return new Stage.Filter(condition, Span.NONE);
    }

    static PreparedRule rule(String id, Stage... stages) {
        return rule(id, Detection.of(new Pipeline(Pipeline.CLOUDTRAIL, List.of(stages)), List.of()));
    }

    static PreparedRule rule(String id, Detection detection) {
        var rule = Rule.local("none", SourceText.ofFile(id, ""));
        return new PreparedRule(rule, Readiness.RUNNABLE, "", List.of(), Optional.of(detection), RuleAnalysis.NONE);
    }

    static AuditEvent event(String id, String time, String json) {
        return new AuditEvent(id, Optional.of(Instant.parse(time)), JsonText.object(json), "fixture", 1);
    }
}
