package io.telltale.detection.event;

import java.io.IOException;

/**
 * Finds the records of a log by their bytes alone, so that a broken one is reported and the others still count. A stream
 * holds any number of arrays, {@code {"Records":[…]}} and single objects after one another. The scan knows as much of
 * JSON's grammar as it takes to notice that a record cannot go on; whether the record is right its parser decides.
 *
 * <p>After a broken record the search goes on at the next line outside an array; where that record's first line held
 * nothing but its brace, the next line that begins with one. In an array it goes on at the next element that is a record.
 */
final class RecordSplitter {
    /** What is told of a stream. */
    interface Records {
        /** Takes the bytes of one balanced object; answers why it is no record, or the empty text. */
        String object(byte[] bytes, int offset, int length, long line, long index);

        void lost(long line, long index, String reason);
    }

    private static final String ENDS = "the file ends in the middle of a record";
    private static final byte[] RECORDS = {'R', 'e', 'c', 'o', 'r', 'd', 's'};

    private final ByteWindow window;
    private final Records records;
    private final int limit;
    private final boolean[] objects = new boolean[ReadLimits.NESTING + 2];
    private long index;
    private String problem = "";

    RecordSplitter(ByteWindow window, int limit, Records records) {
        this.window = window;
        this.limit = limit;
        this.records = records;
    }

    /** How many records have been met, the lost ones counted. */
    long index() {
        return index;
    }

    /** Reads to the end of the stream. */
    void split() throws IOException {
        for (int c = space(); c >= 0; c = space()) {
            window.mark();
            if (c == '[') {
                window.next();
                array();
            } else if (c == '{') {
                topObject();
            } else if (c == ',') {
                window.next();
            } else {
                lose("not a JSON object");
                skipLine();
            }
        }
    }

    private void topObject() throws IOException {
        long before = index;
        Scan scan = scanObject(true);
        if (scan == Scan.WRAPPER) {
            return;
        }
        if (scan == Scan.BALANCED) {
            record(false);
            return;
        }
        if (index > before) {
            // A wrapper whose records have been read and whose own end is broken.
            records.lost(window.line(), 0, problem);
            skipLine();
            return;
        }
        lose(window.complete() ? problem : tooLarge());
        if (window.complete()) {
            window.rewind();
        }
        boolean bare = skipLine();
        while (bare && window.peek() >= 0 && window.peek() != '{') {
            skipLine();
        }
    }

    /** Reads the elements of an array whose bracket has been taken, and its end. */
    private void array() throws IOException {
        boolean recovering = false;
        for (int c = space(); ; c = space()) {
            window.mark();
            if (c < 0) {
                if (!recovering) {
                    records.lost(window.line(), 0, "the file ends before its list of records does");
                }
                return;
            }
            if (c == ']') {
                window.next();
                return;
            }
            if (c == ',') {
                window.next();
                continue;
            }
            if (c == '{') {
                Scan scan = scanObject(false);
                if (scan == Scan.BALANCED) {
                    recovering = !record(recovering) && recovering;
                } else {
                    if (!recovering) {
                        lose(window.complete() ? problem : tooLarge());
                    }
                    recovering = true;
                }
            } else if (!recovering) {
                lose("not a JSON object");
                recovering = !scanOther(c);
            } else {
                window.next();
            }
            if (recovering) {
                seekElement();
            }
        }
    }

    /** Moves to the next brace after a comma or at the beginning of a line, from the byte after the mark. */
    private void seekElement() throws IOException {
        if (window.complete()) {
            window.rewind();
        }
        int before = window.next();
        for (int c = window.peek(); c >= 0; c = window.peek()) {
            if (c == '{' && (before == ',' || before == '\n')) {
                return;
            }
            if (c == '\n' || !blank(c)) {
                before = before == ',' && c == '\n' ? ',' : c;
            }
            window.next();
            if (window.length() > limit / 2) {
                window.mark();
            }
        }
    }

    /** @return whether the bytes since the mark are a record */
    private boolean record(boolean recovering) {
        String reason = window.complete() && window.length() <= limit
                ? records.object(window.buffer(), window.start(), window.length(), window.markedLine(), index + 1)
                : tooLarge();
        if (reason.isEmpty()) {
            index++;
            return true;
        }
        if (!recovering) {
            lose(reason);
        }
        return false;
    }

    private void lose(String reason) {
        index++;
        records.lost(window.markedLine(), index, reason);
    }

    private String tooLarge() {
        return "larger than " + limit + " bytes";
    }

    private enum Scan {
        BALANCED,
        WRAPPER,
        BROKEN
    }

    /** What the scan met last: an opening, a comma, a colon, a bare word, or the end of a text, object or list. */
    private enum Last {
        OPEN,
        COMMA,
        COLON,
        WORD,
        VALUE
    }

    /** Takes a balanced object; at the top one whose member {@code Records} is a list is read as its records. */
    private Scan scanObject(boolean top) throws IOException {
        window.next();
        int depth = 1;
        objects[1] = true;
        Last last = Last.OPEN;
        boolean recordsKey = false;
        boolean wrapper = false;
        while (true) {
            int c = window.peek();
            if (c == '{' || c == '[') {
                if (last != Last.COLON && (objects[depth] || last == Last.WORD || last == Last.VALUE)) {
                    return broken("a value where none can be");
                }
                window.next();
                if (c == '[' && top && depth == 1 && recordsKey) {
                    wrapper = true;
                    array();
                    window.mark();
                    objects[1] = true;
                    last = Last.VALUE;
                    continue;
                }
                if (++depth > ReadLimits.NESTING) {
                    return broken("nested more deeply than " + ReadLimits.NESTING);
                }
                objects[depth] = c == '{';
                last = Last.OPEN;
                continue;
            }
            window.next();
            switch (c) {
                case -1 -> {
                    return broken(ENDS);
                }
                case ' ', '\t', '\r', '\n' -> {}
                case '"' -> {
                    if (last == Last.VALUE || last == Last.WORD) {
                        return broken("a text where none can be");
                    }
                    boolean key = depth == 1 && last != Last.COLON;
                    int before = window.complete() ? window.length() : -1;
                    if (!scanText()) {
                        return Scan.BROKEN;
                    }
                    if (key) {
                        recordsKey = top && before >= 0 && window.complete() && isRecords(before);
                    }
                    last = Last.VALUE;
                }
                case '}', ']' -> {
                    if (objects[depth] != (c == '}')) {
                        return broken("'" + (char) c + "' closes what it did not open");
                    }
                    last = Last.VALUE;
                    if (--depth == 0) {
                        return wrapper ? Scan.WRAPPER : Scan.BALANCED;
                    }
                }
                case ',' -> last = Last.COMMA;
                case ':' -> last = Last.COLON;
                default -> {
                    if (last == Last.VALUE) {
                        return broken("a word where none can be");
                    }
                    last = Last.WORD;
                }
            }
        }
    }

    private boolean isRecords(int from) {
        int length = window.length() - 1 - from;
        if (length != RECORDS.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (window.buffer()[window.start() + from + i] != RECORDS[i]) {
                return false;
            }
        }
        return true;
    }

    /** Takes a text whose opening quote has been taken. */
    private boolean scanText() throws IOException {
        while (true) {
            window.skipText();
            int c = window.next();
            switch (c) {
                case '"' -> {
                    return true;
                }
                case '\\' -> window.next();
                case '\n' -> {
                    broken("a text is not closed on its line");
                    return false;
                }
                case -1 -> {
                    broken(ENDS);
                    return false;
                }
                default -> {}
            }
        }
    }

    /** Takes an element that is no object; false where it cannot be told where it ends. */
    private boolean scanOther(int first) throws IOException {
        window.next();
        if (first == '"') {
            return scanText();
        }
        int depth = first == '[' ? 1 : 0;
        for (int c = window.peek(); c >= 0; c = window.peek()) {
            if (depth == 0 && (c == ',' || c == ']' || c == '[' || c == '{' || c == '}' || blank(c))) {
                return c != '}' && c != '{' && first != '}';
            }
            window.next();
            if (c == '"' && !scanText()) {
                return false;
            }
            if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
                if (depth == 0) {
                    return true;
                }
            }
        }
        return true;
    }

    private Scan broken(String reason) {
        problem = reason;
        return Scan.BROKEN;
    }

    /** Skips white space and byte order marks; the byte after, or -1. */
    private int space() throws IOException {
        int c = window.peek();
        while (c >= 0 && (blank(c) || c == 0xef || c == 0xbb || c == 0xbf || c == 0x1e)) {
            window.next();
            window.mark();
            c = window.peek();
        }
        return c;
    }

    private static boolean blank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** Skips to the next line; whether the skipped one held nothing but one brace. */
    private boolean skipLine() throws IOException {
        int first = window.peek();
        boolean only = first == '{';
        window.next();
        for (int c = window.next(); c >= 0 && c != '\n'; c = window.next()) {
            only &= blank(c);
            if (window.length() > limit / 2) {
                window.mark();
            }
        }
        return only;
    }
}
