package io.telltale.detection.event;

/**
 * Bounds of what a log may make its reader hold or do.
 *
 * @param recordBytes of one record; a longer one is lost
 * @param inflation how many times its compressed size a file may grow to, once it has passed {@code inflationFrom}
 * @param inflationFrom inflated bytes below which no ratio is judged
 * @param archiveEntries of one zip archive; the rest is lost
 */
public record ReadLimits(int recordBytes, int inflation, long inflationFrom, int archiveEntries) {
    public static final ReadLimits DEFAULT = new ReadLimits(16 << 20, 500, 64L << 20, 10_000);

    /** How deeply a record's objects and lists may nest. */
    public static final int NESTING = 200;
}
