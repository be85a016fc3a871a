package io.telltale.catalog.view;

/**
 * Which page of a list is wanted.
 *
 * @param page counted from 1; less is taken as 1
 * @param size at most {@link #MAX_SIZE}; more is taken as that
 */
public record PageRequest(int page, int size) {
    public static final int MAX_SIZE = 500;
    public static final int DEFAULT_SIZE = 50;
    public static final PageRequest FIRST = new PageRequest(1, DEFAULT_SIZE);
    public static final PageRequest ALL = new PageRequest(1, MAX_SIZE);

    public PageRequest {
        page = Math.min(Math.max(page, 1), 1_000_000);
        size = Math.min(Math.max(size, 1), MAX_SIZE);
    }

    /** How many items come before the page. */
    public int offset() {
        return (page - 1) * size;
    }
}
