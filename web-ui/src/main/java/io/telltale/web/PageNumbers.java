package io.telltale.web;

import io.telltale.catalog.view.PageRequest;

/** Reads the page that an address asks for; what is not a number asks for the first. */
final class PageNumbers {
    private PageNumbers() {}

    static PageRequest request(String number) {
        return request(number, PageRequest.DEFAULT_SIZE);
    }

    static PageRequest request(String number, int size) {
        try {
            return new PageRequest(Integer.parseInt(number.strip()), size);
        } catch (NumberFormatException notANumber) {
            return new PageRequest(1, size);
        }
    }
}
