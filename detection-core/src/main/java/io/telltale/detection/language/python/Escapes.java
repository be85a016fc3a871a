package io.telltale.detection.language.python;

/** Decodes the escape sequences of a Python string literal. */
final class Escapes {
    private Escapes() {}

    static String decode(String body) {
        if (body.indexOf('\\') < 0) {
            return body;
        }
        var out = new StringBuilder();
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c != '\\' || i + 1 >= body.length()) {
                out.append(c);
                continue;
            }
            char next = body.charAt(++i);
            switch (next) {
                case '\n' -> {}
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'a' -> out.append('\u0007');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'v' -> out.append('\u000b');
                case '0' -> out.append('\0');
                case '\\', '\'', '"' -> out.append(next);
                case 'x' -> i += code(body, i, 2, out);
                case 'u' -> i += code(body, i, 4, out);
                case 'U' -> i += code(body, i, 8, out);
                default -> out.append('\\').append(next);
            }
        }
        return out.toString();
    }

    private static int code(String body, int at, int digits, StringBuilder out) {
        if (at + digits < body.length()) {
            String hex = body.substring(at + 1, at + 1 + digits);
            if (hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                long point = Long.parseLong(hex, 16);
                if (Character.isValidCodePoint((int) point) && point <= Character.MAX_CODE_POINT) {
                    out.appendCodePoint((int) point);
                    return digits;
                }
            }
        }
        out.append('\\').append(body.charAt(at));
        return 0;
    }
}
