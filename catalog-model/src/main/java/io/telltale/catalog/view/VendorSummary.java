package io.telltale.catalog.view;

/** A vendor of rules and how many the catalog holds. */
public record VendorSummary(String vendor, String title, long rules, long runnable) {}
