package io.telltale.catalog.view;

/**
 * How far the last sync of a vendor's repository has come.
 *
 * @param state waiting, fetching, reading, importing, done or failed
 * @param done rules that have been imported, while it imports
 * @param total rules that there are; 0 until they have been read
 * @param message what is going on, or went wrong, for people
 * @param started in ISO 8601
 * @param ended in ISO 8601; empty while it goes on
 */
public record SyncView(String vendor, String state, int done, int total, String message, String started, String ended) {
    public boolean goesOn() {
        return ended.isEmpty();
    }
}
