package io.telltale.catalog.query;

import io.telltale.catalog.store.Statements;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import java.util.Arrays;

/** Cuts a page out of what a query gives. */
public final class Paging {
    private Paging() {}

    /**
     * One page of a query.
     *
     * @param select without order
     * @param order what comes after {@code order by}; must be total for pages not to overlap
     */
    public static <T> Page<T> page(
            Statements sql,
            PageRequest request,
            String select,
            String order,
            Statements.Mapping<T> mapping,
            Object... parameters) {
        long total = sql.number("select count(*) from (" + select + ") counted", parameters);
        Object[] all = Arrays.copyOf(parameters, parameters.length + 2);
        all[parameters.length] = request.size();
        all[parameters.length + 1] = request.offset();
        var items = sql.list(select + " order by " + order + " limit ? offset ?", mapping, all);
        return new Page<>(items, total, request.page(), request.size());
    }
}
