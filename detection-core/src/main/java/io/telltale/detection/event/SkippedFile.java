package io.telltale.detection.event;

/**
 * A file that is no log.
 *
 * @param file its name; {@code archive!entry} inside an archive
 * @param reason for people
 */
public record SkippedFile(String file, String reason) {}
