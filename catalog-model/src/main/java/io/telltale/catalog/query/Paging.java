package io.telltale.catalog.query;

import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.telltale.catalog.store.Statements;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Cuts a page out of what a query gives. */
final class Paging {
    private Paging() {}

    /**
     * One page of a query.
     *
     * @param select without order
     * @param order what comes after {@code order by}; must be total for pages not to overlap
     */
    static <T> Page<T> page(
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

    /** One page of entities, each made into what is shown of it. */
    static <E, T> Page<T> page(PanacheQuery<E> query, PageRequest request, Function<E, T> mapping) {
        List<E> entities = query.page(request.page() - 1, request.size()).list();
        return new Page<>(entities.stream().map(mapping).toList(), query.count(), request.page(), request.size());
    }
}
