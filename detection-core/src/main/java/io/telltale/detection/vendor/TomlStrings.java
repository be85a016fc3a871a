package io.telltale.detection.vendor;

import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the strings that a key of a TOML file holds and where each of their characters stands in the file. Only for files
 * that a TOML parser has read: what is no TOML is not told from TOML here.
 */
final class TomlStrings {
    private final String file;
    private final String text;
    private int at;

    private TomlStrings(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** The key's string, or the strings of its array, in their order; none where the table has no such key. */
    static List<SourceText> of(String file, String text, String table, String key) {
        var found = new ArrayList<SourceText>();
        new TomlStrings(file, text).read(table, key, found);
        return found;
    }

    /** The string in double quotes, of TOML or of JSON, that begins at a place of a file. */
    static SourceText quoted(String file, String text, int offset) {
        var strings = new TomlStrings(file, text);
        strings.at = offset;
        return strings.string('"');
    }

    private void read(String table, String key, List<SourceText> found) {
        String current = "";
        while (toNext("") < text.length()) {
            int lineEnd = lineEnd();
            if (text.charAt(at) == '[') {
                current = text.substring(at, lineEnd).replaceAll("#.*", "").strip();
                at = lineEnd;
                continue;
            }
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return;
            }
            boolean wanted = current.equals("[" + table + "]")
                    && text.substring(at, equals).strip().equals(key);
            at = equals + 1;
            value(wanted ? found : new ArrayList<>());
        }
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    /** Passes over white space, comments and the given separators; answers the place of what follows. */
    private int toNext(String separators) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = lineEnd();
            } else if (Character.isWhitespace(c) || separators.indexOf(c) >= 0) {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    private void value(List<SourceText> found) {
        toNext("");
        if (at >= text.length()) {
            return;
        }
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
            found.add(string(c));
        } else if (c == '[' || c == '{') {
            at++;
            while (toNext(",=") < text.length() && "]}".indexOf(text.charAt(at)) < 0) {
                value(found);
            }
            at++;
        } else {
            while (at < text.length() && ",]}=#\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }
    }

    private SourceText string(char quote) {
        boolean several = text.startsWith(String.valueOf(quote).repeat(3), at);
        String closing = String.valueOf(quote).repeat(several ? 3 : 1);
        at += closing.length();
        if (several && text.startsWith("\r\n", at)) {
            at += 2;
        } else if (several && text.startsWith("\n", at)) {
            at++;
        }
        var body = new Body();
        while (at < text.length() && !closes(closing)) {
            if (quote == '"' && text.charAt(at) == '\\' && at + 1 < text.length()) {
                escape(body);
            } else {
                body.append(text.charAt(at++));
            }
        }
        at = Math.min(text.length(), at + closing.length());
        return body.source();
    }

    /** Whether the string ends here: of more than three quotes the last three close it. */
    private boolean closes(String closing) {
        return text.startsWith(closing, at) && (closing.length() == 1 || !text.startsWith(closing, at + 1));
    }

    private void escape(Body body) {
        char c = text.charAt(at + 1);
        int digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits > 0 && at + 2 + digits <= text.length()) {
            body.escaped(Character.toString(Integer.parseInt(text, at + 2, at + 2 + digits, 16)), 2 + digits);
        } else if (Character.isWhitespace(c)) {
            int end = at + 1;
            while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            body.escaped("", end - at);
        } else {
            body.escaped(
                    switch (c) {
                        case 'n' -> "\n";
                        case 't' -> "\t";
                        case 'r' -> "\r";
                        case 'f' -> "\f";
                        case 'b' -> "\b";
                        case 'e' -> "\u001B";
                        default -> String.valueOf(c);
                    },
                    2);
        }
    }

    /** A string on its way, with the places of its runs of characters. */
    private final class Body {
        private final StringBuilder out = new StringBuilder();
        private final List<SourceText.Piece> pieces = new ArrayList<>();
        private final List<SourceText.LineStart> lines = new ArrayList<>();

        Body() {
            begin();
            beginLine();
        }

        /** Appends a character that is written as it is and has just been passed over. */
        void append(char c) {
            out.append(c);
            if (c == '\n') {
                begin();
                beginLine();
            }
        }

        void escaped(String decoded, int length) {
            begin();
            out.append(decoded);
            at += length;
            begin();
            if (decoded.equals("\n")) {
                beginLine();
            }
        }

        private void begin() {
            int line = 1;
            for (int i = 0; i < at; i++) {
                line += text.charAt(i) == '\n' ? 1 : 0;
            }
            pieces.add(new SourceText.Piece(out.length(), line, at - text.lastIndexOf('\n', at - 1)));
        }

        private void beginLine() {
            SourceText.Piece last = pieces.get(pieces.size() - 1);
            lines.add(new SourceText.LineStart(last.line(), last.column()));
        }

        SourceText source() {
            return new SourceText(file, out.toString(), lines, pieces);
        }
    }
}
