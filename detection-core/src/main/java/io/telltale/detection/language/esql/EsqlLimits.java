package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Stage;
import io.telltale.detection.language.esql.EsqlSyntax.Command;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;

/**
 * The limit that Elasticsearch puts behind a query: 1,000 rows where the query has no {@code LIMIT} of its own, else 10,000.
 * Both are settings of a cluster, which a run may give as parameters by their names.
 */
final class EsqlLimits {
    static final String DEFAULT_SIZE = "esql.query.result_truncation_default_size";
    static final String MAX_SIZE = "esql.query.result_truncation_max_size";

    private EsqlLimits() {}

    /** The stage behind the commands; empty where their own limit is no higher. */
    static Optional<Stage> of(List<Command> commands, EsqlParameters parameters) {
        boolean limited = commands.stream().anyMatch(Command.Limit.class::isInstance);
        int most = limited ? rows(parameters, MAX_SIZE, 10_000) : rows(parameters, DEFAULT_SIZE, 1_000);
        Command last = commands.get(commands.size() - 1);
        return last instanceof Command.Limit limit && limit.rows() <= most
                ? Optional.empty()
                : Optional.of(new Stage.Limit(most, Span.NONE));
    }

    private static int rows(EsqlParameters parameters, String name, int byDefault) {
        String value = parameters
                .value(name, "number", Optional.of(String.valueOf(byDefault)))
                .orElse("");
        return value.matches("\\d{1,9}") ? Integer.parseInt(value) : byDefault;
    }
}
