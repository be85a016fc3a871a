package io.telltale.detection.text;

/** A place in a vendor's file: its path, and line and column counted from 1. */
public record Position(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
