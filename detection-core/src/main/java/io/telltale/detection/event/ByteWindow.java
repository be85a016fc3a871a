package io.telltale.detection.event;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A moving window over a stream: reads byte by byte, keeps what has been read since a mark, and can go back to it. When
 * the kept part outgrows its limit it is let go, and {@link #complete} says so.
 */
final class ByteWindow {
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final int limit;
    private byte[] buffer = new byte[CHUNK];
    private int start;
    private int position;
    private int end;
    private long line = 1;
    private long markedLine = 1;
    private boolean complete = true;

    ByteWindow(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** The next byte without taking it; -1 at the end. */
    int peek() throws IOException {
        return position < end || fill() ? buffer[position] & 0xff : -1;
    }

    /** Takes the next byte; -1 at the end. */
    int next() throws IOException {
        if (position >= end && !fill()) {
            return -1;
        }
        int c = buffer[position++] & 0xff;
        if (c == '\n') {
            line++;
        }
        return c;
    }

    /** Takes what is buffered of a JSON text up to the next byte that may end it or its line, or that quotes another. */
    void skipText() {
        int at = position;
        while (at < end && buffer[at] != '"' && buffer[at] != '\\' && buffer[at] != '\n') {
            at++;
        }
        position = at;
    }

    /** Keeps what follows from here on. */
    void mark() {
        start = position;
        markedLine = line;
        complete = true;
    }

    /** Whether everything since the mark is still there. */
    boolean complete() {
        return complete;
    }

    /** Goes back to the mark; only while {@link #complete}. */
    void rewind() {
        position = start;
        line = markedLine;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Where the kept part begins in {@link #buffer}. */
    int start() {
        return start;
    }

    /** How many bytes have been taken since the mark. */
    int length() {
        return position - start;
    }

    /** The line of the next byte, counted from 1. */
    long line() {
        return line;
    }

    /** The line of the mark. */
    long markedLine() {
        return markedLine;
    }

    private boolean fill() throws IOException {
        if (position - start > limit) {
            complete = false;
            start = position;
        }
        if (end == buffer.length) {
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                position -= start;
                end -= start;
                start = 0;
            } else {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read <= 0) {
            return false;
        }
        end += read;
        return true;
    }
}
