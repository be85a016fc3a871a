package io.telltale.detection.vendor;

import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Finds where the characters of a YAML text stand in its file: folding moves only white space, quotes bring escapes, and
 * all other characters are written as they are and in their order.
 */
final class YamlScalars {
    private final String file;
    private final ScalarStyle style;
    private final String value;
    private final List<SourceText.Piece> pieces = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private YamlScalars(String file, ScalarStyle style, String value) {
        this.file = file;
        this.style = style;
        this.value = value;
    }

    /** The text with the places of its characters, where they could be followed. */
    static SourceText of(String path, String file, ScalarNode scalar) {
        Optional<Mark> start = scalar.getStartMark();
        if (start.isEmpty()) {
            return SourceText.ofFile(path, scalar.getValue());
        }
        int firstLine = start.get().getLine() + 1;
        int firstColumn = start.get().getColumn() + 1;
        var lines = List.of(new SourceText.LineStart(firstLine, firstColumn));
        var reader = new YamlScalars(file, scalar.getScalarStyle(), scalar.getValue());
        reader.goTo(firstLine, firstColumn);
        return reader.follow()
                ? new SourceText(path, scalar.getValue(), lines, reader.pieces)
                : new SourceText(path, scalar.getValue(), lines);
    }

    private void goTo(int wantedLine, int wantedColumn) {
        while (line < wantedLine && at < file.length()) {
            step(1);
        }
        int left = Math.min(wantedColumn - 1, file.codePointCount(at, file.length()));
        at = file.offsetByCodePoints(at, left);
        boolean block = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
        if (block) {
            int header = line;
            while (line == header && at < file.length()) {
                step(1);
            }
        } else if (style != ScalarStyle.PLAIN) {
            step(1);
        }
    }

    private void step(int characters) {
        for (int i = 0; i < characters && at < file.length(); i++) {
            if (file.charAt(at++) == '\n') {
                line++;
                lineStart = at;
            }
        }
    }

    private boolean follow() {
        int pieceOffset = 0;
        int pieceAt = -1;
        for (int i = 0; i < value.length(); i++) {
            char wanted = value.charAt(i);
            if (Character.isWhitespace(wanted)) {
                continue;
            }
            int length = lengthOf(wanted);
            if (length == 0) {
                return false;
            }
            if (pieceAt < 0 || i - pieceOffset != at - pieceAt || pieceAt < lineStart) {
                pieces.add(new SourceText.Piece(i, line, file.codePointCount(lineStart, at) + 1));
                pieceOffset = i;
                pieceAt = at;
            }
            step(length);
        }
        return true;
    }

    /** How many characters of the file write the next one that is no white space; 0 where it is another than the wanted. */
    private int lengthOf(char wanted) {
        while (at < file.length()) {
            char c = file.charAt(at);
            if (Character.isWhitespace(c)) {
                step(1);
            } else if (style == ScalarStyle.DOUBLE_QUOTED && c == '\\' && at + 1 < file.length()) {
                int length = escape(file.charAt(at + 1));
                if (length == 0 && file.charAt(at + 1) == wanted) {
                    return 2;
                }
                if (length > 2) {
                    return length;
                }
                step(2);
            } else if (style == ScalarStyle.SINGLE_QUOTED && c == '\'') {
                return wanted == c && file.startsWith("''", at) ? 2 : 0;
            } else {
                return c == wanted ? 1 : 0;
            }
        }
        return 0;
    }

    /** The length of an escape by a code; 2 of one that stands for white space; 0 of one that stands for its own letter. */
    private static int escape(char letter) {
        return switch (letter) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            case '"', '\\', '/' -> 0;
            default -> 2;
        };
    }
}
