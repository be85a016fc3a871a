package io.telltale.detection.language.spl;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Wildcard;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The text, conversion and cryptographic functions of {@code eval}. */
final class TextFunctions {
    private static final String GROUP = "text";
    private static final String BLANKS = " \t";
    /** More characters than any text has. */
    private static final long MOST = Integer.MAX_VALUE;

    private TextFunctions() {}

    static List<EvalFunction> table(RegexCache regexes) {
        return List.of(
                EvalFunction.transparent("lower", 1, 1, GROUP, onText(t -> t.toLowerCase(Locale.ROOT))),
                EvalFunction.transparent("upper", 1, 1, GROUP, onText(t -> t.toUpperCase(Locale.ROOT))),
                EvalFunction.transparent("trim", 1, 2, GROUP, (a, c) -> trimmed(a, true, true)),
                EvalFunction.transparent("ltrim", 1, 2, GROUP, (a, c) -> trimmed(a, true, false)),
                EvalFunction.transparent("rtrim", 1, 2, GROUP, (a, c) -> trimmed(a, false, true)),
                EvalFunction.of("len", 1, 1, GROUP, (a, c) -> length(a.get(0))),
                EvalFunction.of("length", 1, 1, GROUP, (a, c) -> length(a.get(0))),
                EvalFunction.of("substr", 2, 3, GROUP, (a, c) -> substring(a)),
                EvalFunction.of("replace", 3, 3, GROUP, (a, c) -> replace(a, regexes)),
                EvalFunction.of("urldecode", 1, 1, GROUP, onText(TextFunctions::urlDecoded)),
                new EvalFunction(
                        "match",
                        2,
                        2,
                        "comparison",
                        Optional.of(FunctionEntry.of("spl:match", (a, c) -> match(a, regexes))
                                .as(TestKind.REGEX, 0, 1, true))),
                new EvalFunction(
                        "like",
                        2,
                        2,
                        "comparison",
                        Optional.of(
                                FunctionEntry.of("spl:like", (a, c) -> like(a)).as(TestKind.WILDCARD, 0, 1, true))),
                EvalFunction.transparent("tonumber", 1, 2, "conversion", (a, c) -> number(a)),
                EvalFunction.transparent("tostring", 1, 2, "conversion", (a, c) -> Written.text(a)),
                EvalFunction.of("printf", 1, EvalFunction.MANY, "conversion", (a, c) -> Printf.write(a)),
                EvalFunction.of("ipmask", 2, 2, "conversion", (a, c) -> masked(a)),
                digest("md5", "MD5"),
                digest("sha1", "SHA-1"),
                digest("sha256", "SHA-256"),
                digest("sha512", "SHA-512"));
    }

    private static FunctionEntry.Body onText(UnaryOperator<String> function) {
        return (a, c) -> {
            List<String> texts = Parts.texts(a.get(0));
            return Parts.ofTexts(texts.stream().map(function).toList());
        };
    }

    private static EvalFunction digest(String name, String algorithm) {
        return EvalFunction.of(name, 1, 1, "cryptographic", onText(t -> {
            try {
                byte[] hash = MessageDigest.getInstance(algorithm).digest(t.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(hash);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java runtime has " + algorithm, e);
            }
        }));
    }

    private static Value trimmed(List<Value> arguments, boolean left, boolean right) {
        if (arguments.stream().anyMatch(Value::isAbsent)) {
            return Values.NULL;
        }
        String text = arguments.get(0).asText();
        String marks = arguments.size() < 2 ? BLANKS : arguments.get(1).asText();
        int from = 0;
        int to = text.length();
        while (left && from < to && marks.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (right && to > from && marks.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return Values.of(text.substring(from, to));
    }

    private static Value length(Value text) {
        return text.isAbsent()
                ? Values.NULL
                : Values.of(text.asText().codePoints().count());
    }

    /** As SQLite counts: from 1, from the end where negative; what lies outside of the text counts and gives nothing. */
    private static Value substring(List<Value> arguments) {
        Optional<Double> from = Numbers.of(arguments.get(1));
        if (arguments.get(0).isAbsent() || from.isEmpty()) {
            return Values.NULL;
        }
        int[] text = arguments.get(0).asText().codePoints().toArray();
        long first = from.get().longValue();
        long start = first < 0 ? Math.max(first, -MOST) + text.length : Math.min(first, MOST) - 1;
        long end = text.length;
        if (arguments.size() == 3) {
            double length = Numbers.of(arguments.get(2)).orElse(0.0);
            long count = (long) Math.max(-MOST, Math.min(length, MOST));
            end = Math.max(start, start + count);
            start = Math.min(start, start + count);
        }
        int left = (int) Math.max(0, Math.min(start, text.length));
        int right = (int) Math.max(left, Math.min(end, text.length));
        return Values.of(new String(text, left, right - left));
    }

    private static Value replace(List<Value> arguments, RegexCache regexes) {
        if (arguments.stream().anyMatch(Value::isAbsent)) {
            return Values.NULL;
        }
        try {
            String with = groups(arguments.get(2).asText());
            return Values.of(regexes.get(arguments.get(1).asText())
                    .matcher(arguments.get(0).asText())
                    .replaceAll(with));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Values.failure("replace: " + e.getMessage());
        }
    }

    /** Splunk's {@code \1} in a replacement as the matcher's {@code $1}. */
    static String groups(String replacement) {
        var out = new StringBuilder();
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            char next = i + 1 < replacement.length() ? replacement.charAt(i + 1) : '\0';
            if (c == '\\' && Character.isDigit(next)) {
                out.append('$').append(next);
                i++;
            } else if (c == '\\' || c == '$') {
                out.append('\\').append(c);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static Value match(List<Value> arguments, RegexCache regexes) {
        if (arguments.stream().anyMatch(Value::isAbsent)) {
            return Values.NULL;
        }
        try {
            var pattern = regexes.get(arguments.get(1).asText());
            return Values.of(Parts.texts(arguments.get(0)).stream()
                    .anyMatch(t -> pattern.matcher(t).find()));
        } catch (IllegalArgumentException e) {
            return Values.failure("match: " + e.getMessage());
        }
    }

    private static Value like(List<Value> arguments) {
        if (arguments.stream().anyMatch(Value::isAbsent)) {
            return Values.NULL;
        }
        Wildcard pattern = Wildcard.compile(wildcard(arguments.get(1).asText()), true);
        return Values.of(Parts.texts(arguments.get(0)).stream().anyMatch(pattern::matches));
    }

    /** A pattern of {@code like}, in which {@code %} is any text and {@code _} one character, in the wildcards of the IR. */
    static String wildcard(String like) {
        var out = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char c = like.charAt(i);
            char next = i + 1 < like.length() ? like.charAt(i + 1) : '\0';
            if (c == '\\' && (next == '%' || next == '_')) {
                out.append(next);
                i++;
            } else {
                out.append(c == '%' ? "*" : c == '_' ? "?" : c == '*' || c == '?' || c == '\\' ? "\\" + c : "" + c);
            }
        }
        return out.toString();
    }

    /** Arguments: a text and, where it is not ten, the base of its number. */
    static Value number(List<Value> arguments) {
        String text = arguments.get(0).asText();
        if (!text.equals(text.strip())) {
            return Values.NULL;
        }
        if (arguments.size() < 2) {
            return Numbers.of(arguments.get(0)).map(Numbers::value).orElse(Values.NULL);
        }
        int base = Numbers.of(arguments.get(1)).orElse(0.0).intValue();
        if (arguments.get(0).isAbsent() || base < Character.MIN_RADIX || base > Character.MAX_RADIX) {
            return Values.NULL;
        }
        if (base == 16 && text.toLowerCase(Locale.ROOT).startsWith("0x")) {
            text = text.substring(2);
        }
        try {
            return Values.of(Long.parseLong(text, base));
        } catch (NumberFormatException e) {
            return Values.NULL;
        }
    }

    private static String urlDecoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = new java.io.ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (bytes[i] == '%' && low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Value masked(List<Value> arguments) {
        if (arguments.stream().anyMatch(Value::isAbsent)) {
            return Values.NULL;
        }
        String[] mask = arguments.get(0).asText().split("\\.", -1);
        String[] address = arguments.get(1).asText().split("\\.", -1);
        if (mask.length != 4 || address.length != 4) {
            return Values.NULL;
        }
        var out = new StringBuilder();
        try {
            for (int i = 0; i < 4; i++) {
                out.append(i == 0 ? "" : ".").append(Integer.parseInt(mask[i]) & Integer.parseInt(address[i]));
            }
        } catch (NumberFormatException e) {
            return Values.NULL;
        }
        return Values.of(out.toString());
    }
}
