package io.telltale.detection.event;

/**
 * A record, or the rest of a file, that could not be read as an event.
 *
 * @param file the log file; {@code archive!entry} inside an archive
 * @param line the line where the record begins, counted from 1; 0 where none is known
 * @param index which record of the file, counted from 1; 0 for the file itself
 * @param reason for people
 */
public record LostRecord(String file, long line, long index, String reason) {}
