package io.telltale.detection.language.python;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** The methods of {@code str}. */
final class TextMethods {
    /** Each of them; a method that is not among them is not found. */
    static final Set<String> NAMES = Set.of(
            "capitalize",
            "casefold",
            "center",
            "count",
            "encode",
            "endswith",
            "expandtabs",
            "find",
            "format",
            "format_map",
            "index",
            "isalnum",
            "isalpha",
            "isascii",
            "isdecimal",
            "isdigit",
            "isidentifier",
            "islower",
            "isnumeric",
            "isprintable",
            "isspace",
            "istitle",
            "isupper",
            "join",
            "ljust",
            "lower",
            "lstrip",
            "partition",
            "removeprefix",
            "removesuffix",
            "replace",
            "rfind",
            "rindex",
            "rjust",
            "rpartition",
            "rsplit",
            "rstrip",
            "split",
            "splitlines",
            "startswith",
            "strip",
            "swapcase",
            "title",
            "translate",
            "upper",
            "zfill");

    private final Interpreter interpreter;
    private final Expressions expressions;

    TextMethods(Interpreter interpreter, Expressions expressions) {
        this.interpreter = interpreter;
        this.expressions = expressions;
    }

    Optional<Object> find(String text, String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        return cased(text, name)
                .or(() -> asked(text, name))
                .or(() -> cut(text, name))
                .or(() -> made(text, name));
    }

    private static Optional<Object> cased(String text, String name) {
        return switch (name) {
            case "lower" -> Members.method(name, a -> lower(text));
            case "upper" -> Members.method(name, a -> text.toUpperCase(Locale.ROOT));
            case "expandtabs" -> Members.method(name, a -> expanded(text, (int) a.integer(0, "tabsize", 8)));
            case "casefold" -> Members.method(name, a -> lower(text).replace("ß", "ss"));
            case "title" -> Members.method(name, a -> title(text));
            case "capitalize" -> Members.method(name, a -> capitalized(text));
            case "swapcase" -> Members.method(name, a -> swapped(text));
            default -> Optional.empty();
        };
    }

    private static String expanded(String text, int width) {
        var out = new StringBuilder();
        int column = 0;
        for (int point : text.codePoints().toArray()) {
            if (point == '\t') {
                int blanks = width > 0 ? width - column % width : 0;
                out.append(" ".repeat(blanks));
                column += blanks;
            } else {
                out.appendCodePoint(point);
                column = point == '\n' || point == '\r' ? 0 : column + 1;
            }
        }
        return out.toString();
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String capitalized(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT) + lower(text.substring(first));
    }

    private static String title(String text) {
        var out = new StringBuilder();
        boolean inside = false;
        for (int point : text.codePoints().toArray()) {
            out.appendCodePoint(inside ? Character.toLowerCase(point) : Character.toTitleCase(point));
            inside = Character.isLetter(point);
        }
        return out.toString();
    }

    private static String swapped(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .forEach(p -> out.appendCodePoint(
                        Character.isUpperCase(p) ? Character.toLowerCase(p) : Character.toUpperCase(p)));
        return out.toString();
    }

    private Optional<Object> asked(String text, String name) {
        return switch (name) {
            case "startswith" ->
                Members.method(name, a -> TextSearch.affix(name, a.get(0), TextSearch.part(text, a), true));
            case "endswith" ->
                Members.method(name, a -> TextSearch.affix(name, a.get(0), TextSearch.part(text, a), false));
            case "isdigit" -> all(name, text, p -> Character.isDigit(p) || "²³¹".indexOf(p) >= 0);
            case "isdecimal" -> all(name, text, Character::isDigit);
            case "isnumeric" -> all(name, text, p -> Character.isDigit(p) || isOtherNumber(p));
            case "isalpha" -> all(name, text, Character::isLetter);
            case "isalnum" -> all(name, text, p -> Character.isLetterOrDigit(p) || isOtherNumber(p));
            case "isspace" -> all(name, text, TextMethods::isSpace);
            case "isprintable" -> Members.method(name, a -> text.codePoints().allMatch(Text::isPrintable));
            case "isascii" -> Members.method(name, a -> text.codePoints().allMatch(p -> p < 0x80));
            case "isidentifier" ->
                Members.method(
                        name,
                        a -> !text.isEmpty()
                                && Character.isUnicodeIdentifierStart(text.charAt(0) == '_' ? 'a' : text.codePointAt(0))
                                && text.codePoints().allMatch(p -> p == '_' || Character.isUnicodeIdentifierPart(p)));
            case "isupper" ->
                Members.method(
                        name,
                        a -> text.codePoints().anyMatch(Character::isUpperCase)
                                && text.codePoints()
                                        .noneMatch(p -> Character.isLowerCase(p) || Character.isTitleCase(p)));
            case "islower" ->
                Members.method(
                        name,
                        a -> text.codePoints().anyMatch(Character::isLowerCase)
                                && text.codePoints()
                                        .noneMatch(p -> Character.isUpperCase(p) || Character.isTitleCase(p)));
            case "istitle" ->
                Members.method(
                        name, a -> text.equals(title(text)) && text.codePoints().anyMatch(Character::isLetter));
            case "find", "index" -> Members.method(name, a -> TextSearch.found(text, a, false, name.equals("index")));
            case "rfind", "rindex" -> Members.method(name, a -> TextSearch.found(text, a, true, name.equals("rindex")));
            case "count" -> Members.method(name, a -> TextSearch.occurrences(a.text(0), TextSearch.part(text, a)));
            default -> Optional.empty();
        };
    }

    private static boolean isOtherNumber(int point) {
        int type = Character.getType(point);
        return type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER;
    }

    static boolean isSpace(int point) {
        return Character.isWhitespace(point) || point == 0x85 || point == 0xa0 || Character.isSpaceChar(point);
    }

    private static Optional<Object> all(String name, String text, IntPredicate predicate) {
        return Members.method(name, a -> !text.isEmpty() && text.codePoints().allMatch(predicate));
    }

    private Optional<Object> cut(String text, String name) {
        return switch (name) {
            case "strip", "lstrip", "rstrip" ->
                Members.method(
                        name,
                        a -> strip(name, text, a.get(0, Py.None.NONE), !name.equals("rstrip"), !name.equals("lstrip")));
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
            case "split" ->
                Members.method(name, a -> counted(Splitting.split(text, Splitting.separator(a), Splitting.limit(a))));
            case "rsplit" ->
                Members.method(name, a -> counted(Splitting.rsplit(text, Splitting.separator(a), Splitting.limit(a))));
            case "splitlines" ->
                Members.method(name, a -> counted(Splitting.lines(text, Py.truthy(a.get(0, "keepends", false)))));
            case "partition", "rpartition" ->
                Members.method(name, a -> Splitting.partition(text, a, name.equals("partition")));
            default -> Optional.empty();
        };
    }

    private static String strip(String name, String text, Object characters, boolean left, boolean right) {
        if (!(characters instanceof String) && characters != Py.None.NONE) {
            throw Py.error("TypeError", name + " arg must be None or str");
        }
        IntPredicate stripped = characters instanceof String set ? c -> set.indexOf(c) >= 0 : TextMethods::isSpace;
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

    private Object counted(List<Object> parts) {
        interpreter.budget().make(parts.size());
        return Py.list(parts);
    }

    private Optional<Object> made(String text, String name) {
        Budget budget = interpreter.budget();
        return switch (name) {
            case "join" -> Members.method(name, a -> join(text, a));
            case "replace" -> Members.method(name, a -> replaced(text, a));
            case "zfill" ->
                Members.method(name, a -> {
                    int missing =
                            (int) Math.max(0, Math.min(Budget.TEXT + 1L, a.integer(0, 0)) - Characters.length(text));
                    boolean isSigned = text.startsWith("-") || text.startsWith("+");
                    String zeros = "0".repeat(missing);
                    return budget.text(isSigned ? text.charAt(0) + zeros + text.substring(1) : zeros + text);
                });
            case "ljust", "rjust", "center" -> Members.method(name, a -> justified(text, name, a));
            case "encode" ->
                Members.method(
                        name,
                        a -> BytesMethods.encode(
                                text, Text.str(a.get(0, "encoding", "utf-8")), Text.str(a.get(1, "errors", "strict"))));
            case "format" -> Members.method(name, a -> budget.text(new BraceFormat(a, expressions).format(text)));
            case "format_map" ->
                Members.method(name, a -> {
                    var named = new java.util.HashMap<String, Object>();
                    if (a.get(0) instanceof Dict dict) {
                        dict.all().forEach(e -> named.put(Text.str(e.key()), e.value()));
                    }
                    return budget.text(
                            new BraceFormat(new Arguments(name, List.of(), named), expressions).format(text));
                });
            case "translate" -> Members.method(name, a -> translated(text, a.get(0)));
            default -> Optional.empty();
        };
    }

    private String join(String separator, Arguments a) {
        if (!expressions.iteration().isIterable(a.get(0))) {
            throw Py.error("TypeError", "can only join an iterable");
        }
        List<Object> items = expressions.iteration().list(a.get(0));
        var out = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Py.Opaque opaque) {
                throw opaque.stopped();
            }
            if (!(items.get(i) instanceof String item)) {
                throw Py.error(
                        "TypeError",
                        "sequence item " + i + ": expected str instance, " + Py.typeName(items.get(i)) + " found");
            }
            out.append(i == 0 ? "" : separator).append(item);
            interpreter.budget().make((long) separator.length() + item.length());
        }
        return interpreter.budget().text(out.toString());
    }

    private String replaced(String text, Arguments a) {
        String wanted = replaceable(a, 0);
        String with = replaceable(a, 1);
        long most = a.integer(2, "count", -1);
        var out = new StringBuilder();
        int at = 0;
        for (long count = 0; most < 0 || count < most; count++) {
            int next = wanted.isEmpty() ? (at > text.length() ? -1 : at) : text.indexOf(wanted, at);
            if (next < 0) {
                break;
            }
            interpreter.budget().make(with.length() + 1L);
            out.append(text, at, next).append(with);
            at = next + wanted.length();
            if (wanted.isEmpty()) {
                if (at >= text.length()) {
                    return interpreter.budget().text(out.toString());
                }
                int after = text.offsetByCodePoints(at, 1);
                out.append(text, at, after);
                at = after;
            }
        }
        return interpreter
                .budget()
                .text(out.append(text.substring(Math.min(at, text.length()))).toString());
    }

    private static String replaceable(Arguments a, int index) {
        if (a.get(index) instanceof String text) {
            return text;
        }
        throw Py.error(
                "TypeError", "replace() argument " + (index + 1) + " must be str, not " + Py.typeName(a.get(index)));
    }

    private String justified(String text, String name, Arguments a) {
        int length = Characters.length(text);
        int missing = (int) Math.max(0, Math.min(Budget.TEXT + 1L, a.integer(0, 0)) - length);
        String fill = Text.str(a.get(1, " "));
        if (Characters.length(fill) != 1) {
            throw Py.error("TypeError", "The fill character must be exactly one character long");
        }
        int width = missing + length;
        int left = switch (name) {
            case "ljust" -> 0;
            case "rjust" -> missing;
            default -> missing / 2 + (missing & width & 1);
        };
        return interpreter.budget().text(fill.repeat(left) + text + fill.repeat(missing - left));
    }

    /** {@code str.maketrans}. */
    static Object translation(Arguments a) {
        var table = new Dict();
        if (a.size() == 1 && a.get(0) instanceof Dict given) {
            given.all()
                    .forEach(e -> table.put(
                            e.key() instanceof String one ? (Object) (long) one.codePointAt(0) : e.key(), e.value()));
            return table;
        }
        int[] from = a.text(0).codePoints().toArray();
        int[] to = a.text(1).codePoints().toArray();
        if (from.length != to.length) {
            throw Py.error("ValueError", "the first two maketrans arguments must have equal length");
        }
        for (int i = 0; i < from.length; i++) {
            table.put((long) from[i], (long) to[i]);
        }
        if (a.size() > 2) {
            a.text(2).codePoints().forEach(p -> table.put((long) p, Py.None.NONE));
        }
        return table;
    }

    private String translated(String text, Object table) {
        if (!(table instanceof Dict dict)) {
            throw Stopped.notRun("str.translate by " + Py.typeName(table));
        }
        var out = new StringBuilder();
        text.codePoints().forEach(point -> {
            Object to = dict.find((long) point).orElse((long) point);
            if (to instanceof Long code) {
                out.appendCodePoint(code.intValue());
            } else if (to instanceof String other) {
                out.append(other);
            }
        });
        return interpreter.budget().text(out.toString());
    }
}
