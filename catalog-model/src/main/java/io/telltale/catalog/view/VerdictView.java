package io.telltale.catalog.view;

/**
 * What a run says of a rule.
 *
 * @param verdict fired, not fired, not runnable, waiting for a parameter or failed
 */
public record VerdictView(String vendor, String rule, String title, String verdict, long findings, String reason) {}
