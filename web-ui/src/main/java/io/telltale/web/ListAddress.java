package io.telltale.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The address of a page that shows a list: a path and the query parameters that narrow it.
 *
 * @param parameters in the order they are written; empty values are left out
 */
public record ListAddress(String path, Map<String, String> parameters) {
    public ListAddress {
        Map<String, String> given = new LinkedHashMap<>(parameters);
        given.values().removeIf(String::isEmpty);
        parameters = Collections.unmodifiableMap(given);
    }

    /** An address without parameters. */
    public static ListAddress of(String path) {
        return new ListAddress(path, Map.of());
    }

    /** The same list narrowed by one parameter more, or otherwise, from its first page on. */
    public ListAddress with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.remove("page");
        changed.put(name, value);
        return new ListAddress(path, changed);
    }

    /** The same list without one parameter, from its first page on. */
    public ListAddress without(String name) {
        return with(name, "");
    }

    /** Another page of the same list. */
    public ListAddress page(int number) {
        return with("page", number <= 1 ? "" : Integer.toString(number));
    }

    @Override
    public String toString() {
        return parameters.isEmpty()
                ? path
                : parameters.entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&", path + "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * One parameter in force.
     *
     * @param without the address of the list without it
     */
    public record Narrowing(String name, String value, ListAddress without) {}
}
