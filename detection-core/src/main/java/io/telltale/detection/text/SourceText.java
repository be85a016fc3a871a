package io.telltale.detection.text;

import java.util.ArrayList;
import java.util.List;

/**
 * The body of a rule together with the place in the vendor's file that it was taken from, so that an error in a query
 * inside a YAML or TOML file is reported in that file's own lines.
 *
 * @param file the vendor's file, relative to the repository
 * @param text the body as its language reads it
 * @param lineStarts for each line of {@code text}, where that line stands in the file; a body whose lines could not be
 *     followed (a folded scalar) gives the place of its first line for all
 */
public record SourceText(String file, String text, List<LineStart> lineStarts) {
    /** Where a body's line begins in its file, line and column counted from 1. */
    public record LineStart(int line, int column) {}

    public SourceText {
        lineStarts = List.copyOf(lineStarts);
    }

    /** A body that is a whole file. */
    public static SourceText ofFile(String file, String text) {
        return new SourceText(file, text, List.of());
    }

    /** A body whose first line stands at the given line of its file and whose later lines follow, all indented alike. */
    public static SourceText block(String file, String text, int firstLine, int indent) {
        var lines = text.lines().count();
        var starts = new ArrayList<LineStart>();
        for (int i = 0; i < lines; i++) {
            starts.add(new LineStart(firstLine + i, indent + 1));
        }
        return new SourceText(file, text, starts);
    }

    /** The place in the vendor's file of the character at {@code offset} of the body. */
    public Position at(int offset) {
        int line = 0;
        int lineStart = 0;
        int end = Math.min(offset, text.length());
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int column = end - lineStart;
        if (lineStarts.isEmpty()) {
            return new Position(file, line + 1, column + 1);
        }
        LineStart start = lineStarts.get(Math.min(line, lineStarts.size() - 1));
        return new Position(file, start.line(), start.column() + column);
    }

    /** The text behind a span. */
    public String slice(Span span) {
        return text.substring(Math.min(span.start(), text.length()), Math.min(span.end(), text.length()));
    }
}
