package io.telltale.detection.language.python;

/** Finds what Python's json says of a text that is no JSON: what is expected, and where. */
final class JsonComplaint {
    private static final int DEEPEST = 200;

    private final String text;
    private int at;

    JsonComplaint(String text) {
        this.text = text;
    }

    /** The error; of a text that this reader finds nothing wrong with, that there is more of it than a value. */
    Raised error() {
        try {
            value(0);
            blanks();
            return Json.refused("Extra data", text, at);
        } catch (Raised e) {
            return e;
        }
    }

    private Raised expected(String what, int where) {
        return Json.refused(what, text, where);
    }

    private void blanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean accept(char c) {
        boolean isNext = at < text.length() && text.charAt(at) == c;
        at += isNext ? 1 : 0;
        return isNext;
    }

    private void value(int depth) {
        if (depth > DEEPEST) {
            throw Py.error("RecursionError", "maximum recursion depth exceeded while decoding a JSON document");
        }
        blanks();
        int start = at;
        if (accept('{')) {
            object(depth);
        } else if (accept('[')) {
            array(depth);
        } else if (accept('"')) {
            string(start);
        } else if (!word()) {
            throw expected("Expecting value", start);
        }
    }

    private boolean word() {
        for (String word : new String[] {"null", "true", "false", "NaN", "Infinity", "-Infinity"}) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return true;
            }
        }
        var number = com.google.re2j.Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")
                .matcher(text.substring(at));
        boolean isNumber = number.lookingAt();
        at += isNumber ? number.end() : 0;
        return isNumber;
    }

    private void object(int depth) {
        blanks();
        if (accept('}')) {
            return;
        }
        while (true) {
            blanks();
            int name = at;
            if (!accept('"')) {
                throw expected("Expecting property name enclosed in double quotes", name);
            }
            string(name);
            blanks();
            if (!accept(':')) {
                throw expected("Expecting ':' delimiter", at);
            }
            value(depth + 1);
            blanks();
            if (accept('}')) {
                return;
            }
            if (!accept(',')) {
                throw expected("Expecting ',' delimiter", at);
            }
        }
    }

    private void array(int depth) {
        blanks();
        if (accept(']')) {
            return;
        }
        while (true) {
            value(depth + 1);
            blanks();
            if (accept(']')) {
                return;
            }
            if (!accept(',')) {
                throw expected("Expecting ',' delimiter", at);
            }
        }
    }

    private void string(int start) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c < 0x20) {
                throw expected("Invalid control character at", at - 1);
            }
            if (c == '\\') {
                escape(start);
            }
        }
        throw expected("Unterminated string starting at", start);
    }

    private void escape(int start) {
        if (at == text.length()) {
            throw expected("Unterminated string starting at", start);
        }
        char c = text.charAt(at++);
        if (c == 'u') {
            boolean isWhole =
                    at + 4 <= text.length() && text.substring(at, at + 4).matches("[0-9a-fA-F]{4}");
            if (!isWhole) {
                throw expected("Invalid \\uXXXX escape", at - 1);
            }
            at += 4;
        } else if ("\"\\/bfnrt".indexOf(c) < 0) {
            throw expected("Invalid \\escape", at - 2);
        }
    }
}
