package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.language.snowflake.Syntax.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of the sources of a query's rows: the names that it goes by and the columns that it brings.
 *
 * @param names its alias, or else the parts of its table's name
 * @param columns in their order, and what each is read from
 * @param log for a table of a log, how its columns are read; its own columns are not in {@code columns}
 */
record Source(List<Identifier> names, List<Column> columns, Optional<LogTable> log) {
    /** A column by its name as written. */
    record Column(Identifier name, Typed value) {}

    Source {
        names = List.copyOf(names);
        columns = List.copyOf(columns);
    }

    boolean isCalled(Identifier name) {
        return !names.isEmpty() && names.get(names.size() - 1).names(name);
    }

    Optional<Typed> column(Identifier name) {
        return columns.stream()
                .filter(c -> c.name().names(name))
                .map(Column::value)
                .findFirst();
    }

    Source named(List<Identifier> otherNames) {
        return new Source(otherNames, columns, log);
    }

    /** The same columns, read from where a join has carried them. */
    Source carried(List<Typed> values, Optional<Expression> event) {
        var moved = new ArrayList<Column>();
        for (int i = 0; i < columns.size(); i++) {
            moved.add(new Column(columns.get(i).name(), values.get(i)));
        }
        return new Source(names, moved, log.flatMap(table -> event.map(table::readFrom)));
    }

    /** The columns with other names; those left over keep theirs. */
    Source renamed(List<Identifier> others) {
        var renamed = new ArrayList<Column>();
        for (int i = 0; i < columns.size(); i++) {
            renamed.add(new Column(
                    i < others.size() ? others.get(i) : columns.get(i).name(),
                    columns.get(i).value()));
        }
        return new Source(names, renamed, log);
    }
}
