package io.telltale.web;

import io.telltale.catalog.view.PageRequest;

/** Reads the page that an address asks for; what is not a number asks for the first. */
final class PageNumbers {
    private PageNumbers() {}

    static PageRequest request(String number) {
        try {
            return new PageRequest(Integer.parseInt(number.strip()), PageRequest.DEFAULT_SIZE);
        } catch (NumberFormatException notANumber) {
            return PageRequest.FIRST;
        }
    }
}
