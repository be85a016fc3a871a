package io.telltale.detection.language.esql;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The table of ES|QL's commands behind the source, by the words that they begin with. */
enum EsqlCommand {
    WHERE,
    EVAL,
    STATS,
    INLINE,
    INLINESTATS,
    KEEP,
    DROP,
    RENAME,
    SORT,
    LIMIT,
    MV_EXPAND,
    GROK,
    DISSECT,
    ENRICH,
    LOOKUP;

    static Optional<EsqlCommand> of(String word) {
        String name = word.toUpperCase(Locale.ROOT);
        return Stream.of(values())
                .filter(command -> command.name().equals(name))
                .findFirst();
    }

    /** As a query writes it. */
    String title() {
        return switch (this) {
            case INLINE -> "INLINE STATS";
            case LOOKUP -> "LOOKUP JOIN";
            default -> name();
        };
    }
}
