package io.telltale.detection.language.snowflake;

import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.language.snowflake.Syntax.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The queries that have names where a query stands: each sees those before it. */
record Ctes(List<Entry> entries) {
    static final Ctes NONE = new Ctes(List.of());

    /** A query by its name, and the names that it may use. */
    record Entry(Named named, Ctes visible) {}

    Ctes with(List<Named> more) {
        Ctes all = this;
        for (Named named : more) {
            var longer = new ArrayList<Entry>();
            longer.add(new Entry(named, all));
            longer.addAll(all.entries());
            all = new Ctes(List.copyOf(longer));
        }
        return all;
    }

    Optional<Entry> find(Identifier name) {
        return entries.stream().filter(e -> e.named().name().names(name)).findFirst();
    }
}
