package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The module shlex, as far as it is run here: a command line cut into words as a shell does. */
final class Shell {
    private Shell() {}

    static Map<String, Object> names() {
        return Map.of(
                "split", Modules.function("split", a -> Py.list(split(a.text(0)))),
                "quote", Modules.function("quote", a -> quote(a.text(0))));
    }

    private static String quote(String text) {
        boolean isPlain = !text.isEmpty() && text.matches("[A-Za-z0-9_@%+=:,./-]+");
        return isPlain ? text : "'" + text.replace("'", "'\"'\"'") + "'";
    }

    private static List<Object> split(String text) {
        var words = new ArrayList<Object>();
        var word = new StringBuilder();
        boolean inside = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (inside) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inside = false;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                inside = true;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'') {
                if (++i >= text.length()) {
                    throw Py.error("ValueError", "No escaped character");
                }
                char next = text.charAt(i);
                word.append(quote == '"' && next != '"' && next != '\\' ? "\\" : "")
                        .append(next);
                inside = true;
            } else {
                word.append(c);
                inside = true;
            }
        }
        if (quote != 0) {
            throw Py.error("ValueError", "No closing quotation");
        }
        if (inside) {
            words.add(word.toString());
        }
        return words;
    }
}
