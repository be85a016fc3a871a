package io.telltale.catalog.view;

/**
 * A fault of a rule that can still be read.
 *
 * @param code its kind, {@code unknown-field} for instance
 * @param level error or warning
 * @param line in the vendor's file, counted from 1
 * @param remedy what to write instead
 */
public record LintView(String code, String level, int line, int column, String message, String remedy) {}
