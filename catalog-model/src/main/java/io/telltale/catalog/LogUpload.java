package io.telltale.catalog;

import java.nio.file.Path;

/**
 * A log that a reader hands in.
 *
 * @param name what the reader calls it; its ending does not decide how it is read
 * @param path a file, or a folder of files
 */
public record LogUpload(String name, Path path) {}
