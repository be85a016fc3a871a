package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** The methods of {@code str}. */
final class TextMethods {
    private static final Set<String> NOT_RUN = Set.of(
            "casefold",
            "center",
            "encode",
            "expandtabs",
            "format_map",
            "isidentifier",
            "isprintable",
            "ljust",
            "maketrans",
            "rjust",
            "swapcase",
            "translate");

    private final Expressions expressions;
    private final Budget budget;

    TextMethods(Expressions expressions, Budget budget) {
        this.expressions = expressions;
        this.budget = budget;
    }

    Optional<Object> find(String text, String name) {
        return switch (name) {
            case "lower" -> Members.method(name, a -> text.toLowerCase(Locale.ROOT));
            case "upper" -> Members.method(name, a -> text.toUpperCase(Locale.ROOT));
            case "casefold" -> Members.method(name, a -> text.toLowerCase(Locale.ROOT));
            case "title" -> Members.method(name, a -> title(text));
            case "capitalize" ->
                Members.method(
                        name,
                        a -> text.isEmpty()
                                ? text
                                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                                        + text.substring(1).toLowerCase(Locale.ROOT));
            case "startswith" -> Members.method(name, a -> affix(name, a.get(0), text.substring(from(a, text)), true));
            case "endswith" -> Members.method(name, a -> affix(name, a.get(0), text, false));
            case "strip", "lstrip", "rstrip" ->
                Members.method(
                        name, a -> strip(text, a.get(0, Py.None.NONE), !name.equals("rstrip"), !name.equals("lstrip")));
            case "removeprefix" ->
                Members.method(
                        name,
                        a -> text.startsWith(a.text(0))
                                ? text.substring(a.text(0).length())
                                : text);
            case "removesuffix" ->
                Members.method(
                        name,
                        a -> !a.text(0).isEmpty() && text.endsWith(a.text(0))
                                ? text.substring(0, text.length() - a.text(0).length())
                                : text);
            case "split" -> Members.method(name, a -> Py.list(split(text, a.get(0, "sep", Py.None.NONE), limit(a))));
            case "rsplit" -> Members.method(name, a -> Py.list(rsplit(text, a.get(0, "sep", Py.None.NONE), limit(a))));
            case "splitlines" ->
                Members.method(name, a -> Py.list(new ArrayList<>(text.lines().toList())));
            case "partition", "rpartition" ->
                Members.method(name, a -> {
                    int at = name.equals("partition") ? text.indexOf(a.text(0)) : text.lastIndexOf(a.text(0));
                    if (at < 0) {
                        return new Py.Tuple(name.equals("partition") ? List.of(text, "", "") : List.of("", "", text));
                    }
                    return new Py.Tuple(List.of(
                            text.substring(0, at),
                            a.text(0),
                            text.substring(at + a.text(0).length())));
                });
            case "join" -> Members.method(name, a -> join(text, expressions.iterate(a.get(0))));
            case "replace" ->
                Members.method(name, a -> {
                    if (a.size() > 2) {
                        throw new Py.Stopped("not run here: str.replace with a count");
                    }
                    long growth = Math.max(0, a.text(1).length() - a.text(0).length());
                    budget.make(growth * text.length());
                    return budget.text(text.replace(a.text(0), a.text(1)));
                });
            case "find" -> Members.method(name, a -> (long) text.indexOf(a.text(0)));
            case "rfind" -> Members.method(name, a -> (long) text.lastIndexOf(a.text(0)));
            case "index" ->
                Members.method(name, a -> {
                    if (!text.contains(a.text(0))) {
                        throw Py.error("ValueError", "substring not found");
                    }
                    return (long) text.indexOf(a.text(0));
                });
            case "count" -> Members.method(name, a -> count(text, a.text(0)));
            case "isdigit", "isnumeric", "isdecimal" -> all(name, text, Character::isDigit);
            case "isalpha" -> all(name, text, Character::isLetter);
            case "isalnum" -> all(name, text, Character::isLetterOrDigit);
            case "isspace" -> all(name, text, Character::isWhitespace);
            case "isupper" ->
                Members.method(
                        name,
                        a -> text.chars().anyMatch(Character::isUpperCase)
                                && text.chars().noneMatch(Character::isLowerCase));
            case "islower" ->
                Members.method(
                        name,
                        a -> text.chars().anyMatch(Character::isLowerCase)
                                && text.chars().noneMatch(Character::isUpperCase));
            case "zfill" ->
                Members.method(
                        name,
                        a -> "0".repeat((int) Math.max(0, Math.min(10_000, a.integer(0, 0)) - text.length())) + text);
            case "format" -> Members.method(name, a -> budget.text(format(text, a)));
            default -> {
                if (NOT_RUN.contains(name)) {
                    throw new Py.Stopped("not run here: str." + name);
                }
                yield Optional.empty();
            }
        };
    }

    private static int from(Arguments a, String text) {
        return (int) Math.max(0, Math.min(text.length(), a.integer(1, 0)));
    }

    private static Optional<Object> all(String name, String text, IntPredicate predicate) {
        return Members.method(name, a -> !text.isEmpty() && text.codePoints().allMatch(predicate));
    }

    private static int limit(Arguments a) {
        Object value = a.get(1, "maxsplit", -1L);
        return value instanceof Long number ? (int) Math.max(-1, Math.min(Integer.MAX_VALUE, number)) : -1;
    }

    static boolean affix(String name, Object wanted, String text, boolean start) {
        if (wanted instanceof String affix) {
            return start ? text.startsWith(affix) : text.endsWith(affix);
        }
        if (wanted instanceof Py.Tuple tuple) {
            return tuple.items().stream().anyMatch(item -> affix(name, item, text, start));
        }
        throw Py.error("TypeError", name + " first arg must be str or a tuple of str, not " + Py.typeName(wanted));
    }

    private static String title(String text) {
        var out = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(inside ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inside = Character.isLetter(c);
        }
        return out.toString();
    }

    private static String strip(String text, Object characters, boolean left, boolean right) {
        IntPredicate stripped = characters instanceof String set ? c -> set.indexOf(c) >= 0 : Character::isWhitespace;
        int start = 0;
        int end = text.length();
        while (left && start < end && stripped.test(text.charAt(start))) {
            start++;
        }
        while (right && end > start && stripped.test(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private List<Object> split(String text, Object separator, int limit) {
        var parts = new ArrayList<Object>();
        if (separator == Py.None.NONE) {
            String rest = text.strip();
            while (!rest.isEmpty()) {
                int end = 0;
                while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
                    end++;
                }
                if (limit >= 0 && parts.size() >= limit) {
                    parts.add(rest);
                    break;
                }
                parts.add(rest.substring(0, end));
                rest = rest.substring(end).stripLeading();
                budget.make(rest.length() / 8 + 1);
            }
            return parts;
        }
        String mark = separator(separator);
        int at = 0;
        while (limit < 0 || parts.size() < limit) {
            int next = text.indexOf(mark, at);
            if (next < 0) {
                break;
            }
            parts.add(text.substring(at, next));
            at = next + mark.length();
        }
        parts.add(text.substring(at));
        budget.make((long) parts.size() + text.length());
        return parts;
    }

    private List<Object> rsplit(String text, Object separator, int limit) {
        if (limit < 0 || separator == Py.None.NONE) {
            return split(text, separator, limit);
        }
        String mark = separator(separator);
        var parts = new ArrayList<Object>();
        String rest = text;
        while (parts.size() < limit) {
            int at = rest.lastIndexOf(mark);
            if (at < 0) {
                break;
            }
            parts.add(0, rest.substring(at + mark.length()));
            rest = rest.substring(0, at);
            budget.make(mark.length());
        }
        parts.add(0, rest);
        return parts;
    }

    private static String separator(Object separator) {
        if (!(separator instanceof String mark)) {
            throw Py.error("TypeError", "must be str or None, not " + Py.typeName(separator));
        }
        if (mark.isEmpty()) {
            throw Py.error("ValueError", "empty separator");
        }
        return mark;
    }

    private Object join(String separator, List<Object> items) {
        var out = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof String item)) {
                throw Py.error(
                        "TypeError",
                        "sequence item " + i + ": expected str instance, " + Py.typeName(items.get(i)) + " found");
            }
            out.append(i == 0 ? "" : separator).append(item);
            budget.make((long) separator.length() + item.length());
        }
        return budget.text(out.toString());
    }

    private static Object count(String text, String part) {
        if (part.isEmpty()) {
            return text.length() + 1L;
        }
        long count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private String format(String text, Arguments arguments) {
        var out = new StringBuilder();
        int next = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(c);
                i += 2;
            } else if (c == '{') {
                int close = text.indexOf('}', i);
                if (close < 0) {
                    throw Py.error("ValueError", "expected '}' before end of string");
                }
                String field = text.substring(i + 1, close);
                int colon = field.indexOf(':');
                String name = colon < 0 ? field : field.substring(0, colon);
                Object value;
                if (name.isEmpty() || name.chars().allMatch(Character::isDigit)) {
                    int index =
                            name.isEmpty() ? next++ : Integer.parseInt(name.substring(0, Math.min(4, name.length())));
                    if (index >= arguments.size()) {
                        throw Py.error(
                                "IndexError", "Replacement index " + index + " out of range for positional args tuple");
                    }
                    value = arguments.get(index);
                } else if (arguments.named().containsKey(name)) {
                    value = arguments.named(name, Py.None.NONE);
                } else if (name.chars().allMatch(Character::isJavaIdentifierPart)) {
                    throw Py.error("KeyError", name);
                } else {
                    throw new Py.Stopped("not run here: str.format with " + name);
                }
                out.append(Text.format(value, colon < 0 ? "" : field.substring(colon + 1)));
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
}
