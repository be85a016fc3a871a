package io.telltale.detection.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of a rule together with the place in the vendor's file that it was taken from, so that an error in a query
 * inside a YAML or TOML file is reported in that file's own lines.
 *
 * @param file the vendor's file, relative to the repository
 * @param text the body as its language reads it
 * @param lineStarts for each line of {@code text}, where that line stands in the file; a body whose lines could not be
 *     followed (a folded scalar) gives the place of its first line for all
 * @param pieces where each run of characters stands that the file writes as they are, in their order; empty where the lines
 *     say it all, as they do where the file writes no character by an escape
 */
public record SourceText(String file, String text, List<LineStart> lineStarts, List<Piece> pieces) {
    /** Where a body's line begins in its file, line and column counted from 1. */
    public record LineStart(int line, int column) {}

    /** Where the characters from {@code offset} on stand in the file, line and column counted from 1. */
    public record Piece(int offset, int line, int column) {}

    public SourceText {
        lineStarts = List.copyOf(lineStarts);
        pieces = List.copyOf(pieces);
    }

    /** A body whose lines are written as they are. */
    public SourceText(String file, String text, List<LineStart> lineStarts) {
        this(file, text, lineStarts, List.of());
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

    /** The same body in a file of another name. */
    public SourceText in(String otherFile) {
        return new SourceText(otherFile, text, lineStarts, pieces);
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
        Optional<Piece> piece = pieceOf(end);
        if (piece.isPresent()) {
            return new Position(
                    file,
                    piece.get().line(),
                    piece.get().column() + end - piece.get().offset());
        }
        if (lineStarts.isEmpty()) {
            return new Position(file, line + 1, column + 1);
        }
        LineStart start = lineStarts.get(Math.min(line, lineStarts.size() - 1));
        return new Position(file, start.line(), start.column() + column);
    }

    private Optional<Piece> pieceOf(int offset) {
        return pieces.stream().filter(piece -> piece.offset() <= offset).reduce((first, second) -> second);
    }

    /** The text behind a span. */
    public String slice(Span span) {
        return text.substring(Math.min(span.start(), text.length()), Math.min(span.end(), text.length()));
    }
}
