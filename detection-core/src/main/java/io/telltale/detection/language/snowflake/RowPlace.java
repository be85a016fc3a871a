package io.telltale.detection.language.snowflake;

import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The place of an expression over rows of which no groups are made: in {@code WHERE}, in {@code ON}, inside of an aggregate. */
class RowPlace implements ScalarLowering.Place {
    private final QueryLowering queries;
    private final Ctes ctes;
    private final Rows rows;
    private final Map<String, Scalar> aliases;
    private final Set<String> unfolding = new HashSet<>();

    RowPlace(QueryLowering queries, Ctes ctes, Rows rows) {
        this(queries, ctes, rows, Map.of());
    }

    /** @param aliases what the query's columns are called, in upper case; a column of a source goes before */
    RowPlace(QueryLowering queries, Ctes ctes, Rows rows, Map<String, Scalar> aliases) {
        this.queries = queries;
        this.ctes = ctes;
        this.rows = rows;
        this.aliases = aliases;
    }

    Rows rows() {
        return rows;
    }

    QueryLowering queries() {
        return queries;
    }

    @Override
    public Optional<Typed> meaning(Scalar scalar) throws RuleSyntaxException {
        return Optional.empty();
    }

    /** How an expression of this place is lowered. */
    ScalarLowering lowering() {
        return new ScalarLowering(queries.context(), this);
    }

    /** The expression that a name is an alias of, where no source has such a column. */
    Optional<Scalar> alias(Syntax.Name name) {
        String key = Scope.last(name).text().toUpperCase(Locale.ROOT);
        boolean free = name.parts().size() == 1
                && !unfolding.contains(key)
                && rows.scope().known(name).isEmpty();
        return free ? Optional.ofNullable(aliases.get(key)) : Optional.empty();
    }

    @Override
    public Typed name(Syntax.Name name) throws RuleSyntaxException {
        Optional<Typed> known = rows.scope().known(name);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Scalar> alias = alias(name);
        if (alias.isPresent()) {
            String key = Scope.last(name).text().toUpperCase(Locale.ROOT);
            unfolding.add(key);
            try {
                return lowering().lower(alias.get());
            } finally {
                unfolding.remove(key);
            }
        }
        Context context = queries.context();
        Optional<Typed> possible = rows.scope().possible(name);
        if (possible.isPresent()) {
            return possible.get();
        }
        List<Syntax.Identifier> parts = name.parts();
        if (!rows.scope().hasSource(name)) {
            throw context.error(
                    name.span(), "found no table " + parts.get(parts.size() - 2).text() + " in this query");
        }
        throw context.error(name.span(), "found no column " + Scope.last(name).text());
    }

    @Override
    public Typed query(Scalar scalar) throws RuleSyntaxException {
        return new SubqueryLowering(queries, ctes, this).lower(scalar);
    }
}
