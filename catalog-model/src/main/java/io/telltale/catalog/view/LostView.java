package io.telltale.catalog.view;

/**
 * A record, or a file, that could not be read.
 *
 * @param line the line of a text file, or the index of the record
 */
public record LostView(String file, long line, String reason) {}
