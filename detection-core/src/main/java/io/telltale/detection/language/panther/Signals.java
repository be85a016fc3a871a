package io.telltale.detection.language.panther;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;

/** Where the outputs of the rules that a correlation joins come from: from those rules, or from a test. */
interface Signals {
    /**
     * The outputs of a rule.
     *
     * @throws RuleSyntaxException where that rule is not of its language
     */
    Outputs of(Correlation.Member member, Span span) throws RuleSyntaxException;

    /**
     * A rule's outputs.
     *
     * @param stages give them out of the log's events, each a row
     * @param unsupported why there are none
     */
    record Outputs(List<Stage> stages, Fields fields, List<Parameter> parameters, List<Unsupported> unsupported) {
        static Outputs none(String construct, Span span) {
            return none(List.of(new Unsupported(construct, span)), span);
        }

        /** None because of what the rule's own text holds, told at the place that refers to it. */
        static Outputs none(List<Unsupported> reasons, Span span) {
            return new Outputs(
                    List.of(),
                    (path, at) -> Optional.empty(),
                    List.of(),
                    reasons.stream()
                            .map(reason -> new Unsupported(reason.construct(), span))
                            .toList());
        }
    }

    /** Reads an output's fields. */
    @FunctionalInterface
    interface Fields {
        /** A field, by the way to it; empty where outputs have no such field here. */
        Optional<Expression> read(String path, Span span);
    }
}
