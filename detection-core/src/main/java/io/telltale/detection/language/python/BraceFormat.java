package io.telltale.detection.language.python;

import java.util.List;

/** {@code str.format}: replacement fields with their paths, conversions and formats. */
final class BraceFormat {
    private static final int DEEPEST = 2;

    private final Arguments arguments;
    private final Expressions expressions;
    private int next;
    private boolean isCounted;
    private boolean isNumbered;

    BraceFormat(Arguments arguments, Expressions expressions) {
        this.arguments = arguments;
        this.expressions = expressions;
    }

    String format(String text) {
        return format(text, 0);
    }

    private String format(String text, int depth) {
        if (depth >= DEEPEST) {
            throw Py.error("ValueError", "Max string recursion exceeded");
        }
        var out = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(c);
                i += 2;
            } else if (c == '{') {
                int close = closing(text, i);
                out.append(field(text.substring(i + 1, close), depth));
                i = close + 1;
            } else if (c == '}') {
                throw Py.error("ValueError", "Single '}' encountered in format string");
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw Py.error(
                "ValueError",
                open + 1 == text.length()
                        ? "Single '{' encountered in format string"
                        : "expected '}' before end of string");
    }

    private String field(String field, int depth) {
        int end = 0;
        int brackets = 0;
        while (end < field.length() && (brackets > 0 || (field.charAt(end) != '!' && field.charAt(end) != ':'))) {
            brackets += field.charAt(end) == '[' ? 1 : field.charAt(end) == ']' ? -1 : 0;
            end++;
        }
        Object value = value(field.substring(0, end));
        if (end < field.length() && field.charAt(end) == '!') {
            char conversion = end + 1 < field.length() ? field.charAt(end + 1) : ' ';
            value = switch (conversion) {
                case 's' -> Text.str(value);
                case 'r' -> Text.repr(value);
                case 'a' -> Text.ascii(value);
                default -> throw Py.error("ValueError", "Unknown conversion specifier '" + conversion + "'");
            };
            end += 2;
        }
        String spec = end < field.length() && field.charAt(end) == ':' ? field.substring(end + 1) : "";
        return Formatting.format(value, spec.indexOf('{') < 0 ? spec : format(spec, depth + 1));
    }

    private Object value(String path) {
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        Object value = first(path.substring(0, end));
        while (end < path.length()) {
            if (path.charAt(end) == '.') {
                int stop = end + 1;
                while (stop < path.length() && path.charAt(stop) != '.' && path.charAt(stop) != '[') {
                    stop++;
                }
                value = expressions.members().get(value, path.substring(end + 1, stop));
                end = stop;
            } else {
                int close = path.indexOf(']', end);
                if (path.charAt(end) != '[' || close < 0) {
                    throw Py.error("ValueError", "Missing ']' in format string");
                }
                String key = path.substring(end + 1, close);
                value = expressions
                        .subscripts()
                        .item(value, key.matches("\\d{1,9}") ? (Object) Long.parseLong(key) : key);
                end = close + 1;
            }
        }
        return value;
    }

    private Object first(String name) {
        boolean isNumber = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!name.isEmpty() && !isNumber) {
            Object value = arguments.named().get(name);
            if (value == null) {
                throw Py.error("KeyError", List.of(name));
            }
            return value;
        }
        isCounted |= name.isEmpty();
        isNumbered |= isNumber;
        if (isCounted && isNumbered) {
            throw Py.error(
                    "ValueError",
                    name.isEmpty()
                            ? "cannot switch from manual field specification to automatic field numbering"
                            : "cannot switch from automatic field numbering to manual field specification");
        }
        int index = name.isEmpty() ? next++ : Integer.parseInt(name.substring(0, Math.min(6, name.length())));
        if (index >= arguments.size()) {
            throw Py.error("IndexError", "Replacement index " + index + " out of range for positional args tuple");
        }
        return arguments.get(index);
    }
}
