package io.telltale.detection.report;

import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.ir.Detection;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.Span;
import io.telltale.detection.vendor.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Names each rule on CloudTrail that does not run as it stands, and what keeps it, so that no rule is only a number in a
 * report. Both lists are in the order of files.
 */
public record KeptRules(List<NotRunnable> notRunnable, List<Waiting> waiting) {
    /**
     * A rule that cannot run.
     *
     * @param line of the first construct, counted from 1; of the error, where the text cannot be read
     * @param constructs in the order of the text; {@link RepositoryReport#SYNTAX_ERROR} for a text that cannot be read
     */
    public record NotRunnable(
            String vendor, String rule, String title, String file, int line, int column, List<String> constructs) {
        public NotRunnable {
            constructs = List.copyOf(constructs);
        }

        static NotRunnable of(PreparedRule prepared) {
            Rule rule = prepared.rule();
            Position position = prepared.failure().isPresent()
                    ? prepared.failure().get().position()
                    : rule.body()
                            .at(prepared.unsupported().stream()
                                    .map(Unsupported::span)
                                    .mapToInt(Span::start)
                                    .min()
                                    .orElse(0));
            return new NotRunnable(
                    rule.vendor(),
                    rule.id(),
                    rule.title(),
                    position.file(),
                    position.line(),
                    position.column(),
                    RepositoryReport.constructs(prepared));
        }
    }

    /** A rule that runs once its parameters are set. */
    public record Waiting(String vendor, String rule, String title, String file, List<String> parameters) {
        public Waiting {
            parameters = List.copyOf(parameters);
        }

        static Waiting of(PreparedRule prepared) {
            Rule rule = prepared.rule();
            List<String> unset = prepared.detection().map(Detection::parameters).orElse(List.of()).stream()
                    .filter(parameter -> parameter.value().isEmpty())
                    .map(Parameter::name)
                    .toList();
            return new Waiting(rule.vendor(), rule.id(), rule.title(), rule.path(), unset);
        }
    }

    public KeptRules {
        notRunnable = List.copyOf(notRunnable);
        waiting = List.copyOf(waiting);
    }

    /** Those of the prepared rules that are on CloudTrail and do not run. */
    public static KeptRules of(List<PreparedRule> prepared) {
        return new KeptRules(
                kept(prepared, NotRunnable::of, Readiness.NOT_RUNNABLE, Readiness.FAILED),
                kept(prepared, Waiting::of, Readiness.WAITING));
    }

    private static <T> List<T> kept(
            List<PreparedRule> prepared, Function<PreparedRule, T> entry, Readiness... readiness) {
        return prepared.stream()
                .filter(rule -> RepositoryReport.onCloudTrail(rule.rule()))
                .filter(rule -> List.of(readiness).contains(rule.readiness()))
                .sorted(Comparator.comparing(rule -> rule.rule().path()))
                .map(entry)
                .toList();
    }
}
