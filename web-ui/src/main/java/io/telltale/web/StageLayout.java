package io.telltale.web;

/** Breaks a long stage in the printable form into lines: before each outermost and, or, by; after each outermost comma. */
final class StageLayout {
    private static final int SHORT = 88;

    private StageLayout() {}

    static String of(String stage) {
        if (stage.length() <= SHORT) {
            return stage;
        }
        StringBuilder lines = new StringBuilder();
        String indent = "";
        int depth = 0;
        for (int i = 0; i < stage.length(); i++) {
            char each = stage.charAt(i);
            if (each == '"') {
                int end = endOfText(stage, i);
                lines.append(stage, i, end);
                i = end - 1;
                continue;
            }
            depth += each == '(' || each == '[' || each == '{' ? 1 : 0;
            depth -= each == ')' || each == ']' || each == '}' ? 1 : 0;
            if (depth == 0 && each == ' ' && startsLine(stage, i)) {
                boolean keys = stage.startsWith(" by ", i);
                boolean member = stage.charAt(i - 1) == ',';
                lines.append('\n').append(keys ? "" : member ? indent : "  ");
                indent = keys ? "   " : indent;
            } else {
                lines.append(each);
            }
        }
        return lines.toString();
    }

    private static boolean startsLine(String stage, int space) {
        return (space > 0 && stage.charAt(space - 1) == ',')
                || stage.startsWith(" and ", space)
                || stage.startsWith(" or ", space)
                || stage.startsWith(" by ", space);
    }

    private static int endOfText(String stage, int quote) {
        int i = quote + 1;
        while (i < stage.length() && stage.charAt(i) != '"') {
            i += stage.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, stage.length());
    }
}
