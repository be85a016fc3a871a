package io.telltale.detection.language.python;

import java.util.List;
import java.util.Random;

/** Makes expressions of Python at random, most of which have a value. */
final class GeneratedExpressions {
    private static final List<String> INTEGERS =
            List.of("0", "1", "2", "7", "-3", "10", "255", "True", "False", "12345678901234567890", "-1");
    private static final List<String> FLOATS = List.of("0.5", "2.0", "-1.25", "1e3", "3.14159", "1e-7", "1e22", "0.1");
    private static final List<String> TEXTS = List.of(
            "''",
            "'a'",
            "'Hello World'",
            "'aXbXc'",
            "'  spaced  '",
            "'12'",
            "\"it's\"",
            "'tab\\tnew\\nline'",
            "'ÄÖ straße'",
            "'PutImage'",
            "'arn:aws:iam::123456789012:role/x'",
            "'😀x'");
    private static final List<String> OPERATORS = List.of(
            "+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or", "in", "not in", "is not", "&",
            "|");

    private final Random random;

    GeneratedExpressions(Random random) {
        this.random = random;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String expression(int depth) {
        return switch (random.nextInt(depth <= 0 ? 4 : 13)) {
            case 0 -> any(INTEGERS);
            case 1 -> any(FLOATS);
            case 2 -> any(TEXTS);
            case 3 -> random.nextInt(4) == 0 ? "None" : any(TEXTS);
            case 4, 5 -> "(" + expression(depth - 1) + " " + any(OPERATORS) + " " + expression(depth - 1) + ")";
            case 6 -> "(not " + expression(depth - 1) + ")";
            case 7 -> text(depth);
            case 8 -> collection(depth);
            case 9 -> call(depth);
            case 10 ->
                "(" + expression(depth - 1) + " if " + expression(depth - 1) + " else " + expression(depth - 1) + ")";
            case 11 -> collection(depth) + "[" + any(List.of("0", "-1", "1:", ":2", "::-1", "5", "'a'", "-2:")) + "]";
            default -> formatted(depth);
        };
    }

    private String text(int depth) {
        String subject = random.nextInt(3) == 0 ? "str(" + expression(depth - 1) + ")" : any(TEXTS);
        String other = any(TEXTS);
        return subject
                + any(List.of(
                        ".lower()",
                        ".upper()",
                        ".title()",
                        ".strip()",
                        ".split()",
                        ".split('X')",
                        ".split(' ', 1)",
                        ".rsplit('X', 1)",
                        ".replace('X', '--')",
                        ".replace('', '.')",
                        ".startswith(" + other + ")",
                        ".endswith(('d', 'c'))",
                        ".find('o')",
                        ".rfind('o')",
                        ".count('l')",
                        ".index('z')",
                        ".isdigit()",
                        ".isalpha()",
                        ".isupper()",
                        ".islower()",
                        ".partition('X')",
                        ".zfill(8)",
                        ".center(9, '*')",
                        ".ljust(7)",
                        ".capitalize()",
                        ".swapcase()",
                        ".splitlines()",
                        ".encode('utf-8')",
                        ".removeprefix('a')",
                        ".isalnum()",
                        ".isspace()",
                        ".casefold()",
                        ".join(['x', 'y'])",
                        ".lstrip('aH ')",
                        ".isprintable()",
                        ".isascii()",
                        ".rpartition('X')"));
    }

    private String collection(int depth) {
        String a = expression(depth - 1);
        String b = expression(depth - 1);
        return switch (random.nextInt(7)) {
            case 0 -> "[" + a + ", " + b + "]";
            case 1 -> "(" + a + ", " + b + ")";
            case 2 -> "{" + any(TEXTS) + ": " + a + ", " + any(TEXTS) + ": " + b + "}";
            case 3 -> "[x for x in [" + a + ", " + b + ", 1] if x]";
            case 4 -> "sorted([" + any(INTEGERS) + ", " + any(INTEGERS) + ", " + any(FLOATS) + "])";
            case 5 -> "list(range(" + any(List.of("3", "1, 4", "5, 0, -2")) + "))";
            default -> "{k: len(k) for k in [" + any(TEXTS) + ", " + any(TEXTS) + "]}";
        };
    }

    private String call(int depth) {
        String a = expression(depth - 1);
        String function = any(List.of(
                "len",
                "str",
                "bool",
                "int",
                "float",
                "repr",
                "abs",
                "list",
                "tuple",
                "sum",
                "min",
                "max",
                "any",
                "all",
                "sorted",
                "type",
                "round",
                "hex",
                "ord",
                "set",
                "dict",
                "divmod",
                "isinstance",
                "enumerate",
                "zip"));
        return switch (function) {
            case "round" -> "round(" + a + ", " + any(List.of("0", "1", "2", "-1", "None")) + ")";
            case "type" -> "type(" + a + ").__name__";
            case "divmod" -> "divmod(" + a + ", " + any(INTEGERS) + ")";
            case "isinstance" -> "isinstance(" + a + ", " + any(List.of("str", "int", "(list, dict)", "float")) + ")";
            case "enumerate" -> "list(enumerate(" + a + "))";
            case "zip" -> "list(zip(" + a + ", " + collection(depth) + "))";
            case "set" -> "len(set(" + a + "))";
            default -> function + "(" + a + ")";
        };
    }

    private String formatted(int depth) {
        String a = expression(depth - 1);
        return switch (random.nextInt(5)) {
            case 0 -> "'{}-{}'.format(" + a + ", " + any(INTEGERS) + ")";
            case 1 ->
                "format(" + any(INTEGERS) + ", " + any(List.of("'05d'", "'x'", "','", "'>8'", "'+'", "'b'", "'#o'"))
                        + ")";
            case 2 ->
                "format(" + any(FLOATS) + ", " + any(List.of("'.2f'", "'10.1f'", "'e'", "'g'", "'.3'", "'%'", "',.1f'"))
                        + ")";
            case 3 -> "'%s and %r' % (" + a + ", " + any(TEXTS) + ")";
            default ->
                "f\"[{" + any(INTEGERS) + ":>4}|{"
                        + any(TEXTS)
                                .replace('"', '\'')
                                .replace("'it's'", "'its'")
                                .replace("\\", "") + "!r}]\"";
        };
    }
}
