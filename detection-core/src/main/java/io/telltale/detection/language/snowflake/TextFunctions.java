package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Functions of texts. Positions count from 1.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/functions-string">string functions</a>
 */
final class TextFunctions {
    private static final int LONGEST = 1_000_000;

    private TextFunctions() {}

    static void fill(Functions.Table table) {
        table.transparent("lower", 1, 1, Type.TEXT, a -> Values.of(text(a, 0).toLowerCase(Locale.ROOT)));
        table.transparent("upper", 1, 1, Type.TEXT, a -> Values.of(text(a, 0).toUpperCase(Locale.ROOT)));
        table.strict("initcap", 1, 2, Type.TEXT, a -> Values.of(capitals(text(a, 0))));
        table.strict("length len", 1, 1, Type.NUMBER, a -> Values.of(count(text(a, 0))));
        table.strict("octet_length", 1, 1, Type.NUMBER, a -> Values.of(bytes(a, 0).length));
        table.transparent("trim", 1, 2, Type.TEXT, a -> Values.of(trimmed(a, true, true)));
        table.transparent("ltrim", 1, 2, Type.TEXT, a -> Values.of(trimmed(a, true, false)));
        table.transparent("rtrim", 1, 2, Type.TEXT, a -> Values.of(trimmed(a, false, true)));
        table.strict("concat", 1, -1, Type.TEXT, TextFunctions::concat);
        table.strict(
                "concat_ws", 2, -1, Type.TEXT, a -> Values.of(String.join(text(a, 0), texts(a).subList(1, a.size()))));
        table.strict("substr substring", 2, 3, Type.TEXT, TextFunctions::substring);
        table.strict("left", 2, 2, Type.TEXT, a -> Values.of(slice(text(a, 0), 0, number(a, 1))));
        table.strict("right", 2, 2, Type.TEXT, TextFunctions::right);
        table.strict("replace", 2, 3, Type.TEXT, TextFunctions::replaced);
        table.strict("translate", 3, 3, Type.TEXT, a -> Values.of(translated(text(a, 0), text(a, 1), text(a, 2))));
        table.strict(
                "reverse",
                1,
                1,
                Type.TEXT,
                a -> Values.of(new StringBuilder(text(a, 0)).reverse().toString()));
        table.strict("repeat", 2, 2, Type.TEXT, TextFunctions::repeated);
        table.strict("space", 1, 1, Type.TEXT, a -> repeated(List.of(Values.of(" "), a.get(0))));
        table.strict("lpad", 2, 3, Type.TEXT, a -> padded(a, true));
        table.strict("rpad", 2, 3, Type.TEXT, a -> padded(a, false));
        table.strict("position charindex", 2, 3, Type.NUMBER, TextFunctions::position);
        table.strict("split_part", 3, 3, Type.TEXT, TextFunctions::splitPart);
        table.strict(
                "split",
                2,
                2,
                Type.ARRAY,
                a -> Values.listOf(
                        pieces(text(a, 0), text(a, 1)).stream().map(Values::of).toList()));
        table.strict("strtok", 1, 3, Type.TEXT, TextFunctions::token);
        table.strict(
                "strtok_to_array",
                1,
                2,
                Type.ARRAY,
                a -> Values.listOf(tokens(text(a, 0), a.size() > 1 ? text(a, 1) : " ").stream()
                        .map(Values::of)
                        .toList()));
        table.strict(
                "ascii unicode",
                1,
                1,
                Type.NUMBER,
                a -> Values.of(text(a, 0).isEmpty() ? 0 : text(a, 0).codePointAt(0)));
        table.strict("chr char", 1, 1, Type.TEXT, TextFunctions::character);
        table.strict(
                "base64_encode",
                1,
                2,
                Type.TEXT,
                a -> Values.of(Base64.getEncoder().encodeToString(bytes(a, 0))));
        table.strict("base64_decode_string", 1, 1, Type.TEXT, a -> decoded(a, false));
        table.strict("try_base64_decode_string", 1, 1, Type.TEXT, a -> decoded(a, true));
        table.strict(
                "hex_encode",
                1,
                2,
                Type.TEXT,
                a -> Values.of(HexFormat.of().withUpperCase().formatHex(bytes(a, 0))));
        table.strict("hex_decode_string", 1, 1, Type.TEXT, a -> hexDecoded(a, false));
        table.strict("try_hex_decode_string", 1, 1, Type.TEXT, a -> hexDecoded(a, true));
        table.strict("md5 md5_hex", 1, 1, Type.TEXT, a -> digest("MD5", a));
        table.strict("sha1 sha1_hex", 1, 1, Type.TEXT, a -> digest("SHA-1", a));
        table.strict("sha2 sha2_hex", 1, 2, Type.TEXT, TextFunctions::sha2);
        table.strict("editdistance", 2, 3, Type.NUMBER, a -> distance(text(a, 0), text(a, 1)));
        table.hidden(FunctionEntry.transparent(
                "snowflake:to_varchar", (a, context) -> a.get(0).isAbsent() ? Values.NULL : written(a)));
        search(table, TestKind.CONTAINS);
        search(table, TestKind.STARTS_WITH);
        search(table, TestKind.ENDS_WITH);
    }

    private static void search(Functions.Table table, TestKind kind) {
        table.hidden(FunctionEntry.of("snowflake:" + kind.label(), (a, context) -> {
                    if (a.get(0).isAbsent() || a.get(1).isAbsent()) {
                        return Values.NULL;
                    }
                    String text = text(a, 0);
                    String wanted = text(a, 1);
                    return Values.of(
                            kind == TestKind.CONTAINS
                                    ? text.contains(wanted)
                                    : kind == TestKind.STARTS_WITH ? text.startsWith(wanted) : text.endsWith(wanted));
                })
                .as(kind, 0, 1, true));
    }

    static String text(List<Value> a, int index) {
        return Times.text(a.get(index));
    }

    private static List<String> texts(List<Value> a) {
        return a.stream().map(Times::text).toList();
    }

    private static long number(List<Value> a, int index) {
        Value number = Numbers.of(a.get(index));
        return number instanceof Value.Failure ? 0 : (long) Numbers.decimal(number);
    }

    private static byte[] bytes(List<Value> a, int index) {
        return text(a, index).getBytes(StandardCharsets.UTF_8);
    }

    /** A value's text, a time's in the format that may follow. */
    private static Value written(List<Value> a) {
        if (a.size() > 1 && a.get(1) instanceof Value.Text format) {
            Optional<java.time.Instant> time =
                    a.get(0) instanceof Value.Time t ? Optional.of(t.value()) : Optional.empty();
            if (time.isPresent()) {
                return TimeFormat.format(time.get(), format.value())
                        .map(Values::of)
                        .orElseGet(() -> Values.failure("format '" + format.value() + "' is not recognized"));
            }
        }
        Value value = a.get(0);
        return value instanceof Value.Text
                ? value
                : Values.of(value instanceof Value.Time ? Times.text(value) : ValueText.of(value));
    }

    private static int count(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String capitals(String text) {
        var out = new StringBuilder(text.length());
        boolean first = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(first ? Character.toUpperCase(c) : Character.toLowerCase(c));
            first = !Character.isLetterOrDigit(c);
        }
        return out.toString();
    }

    private static String trimmed(List<Value> a, boolean left, boolean right) {
        String text = text(a, 0);
        String characters = a.size() > 1 ? text(a, 1) : " ";
        int start = 0;
        int end = text.length();
        while (left && start < end && characters.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (right && end > start && characters.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    private static Value concat(List<Value> a) {
        return Values.of(String.join("", texts(a)));
    }

    /** So many characters from a place on, which counts from 0. */
    private static String slice(String text, long from, long length) {
        long size = text.length();
        long start = Math.max(0, Math.min(size, from));
        long end = Math.max(start, Math.min(size, length > size ? size : from + length));
        return text.substring((int) start, (int) end);
    }

    private static Value substring(List<Value> a) {
        String text = text(a, 0);
        long start = number(a, 1);
        long from = start > 0 ? start - 1 : start < 0 ? text.length() + start : 0;
        long length = a.size() > 2 ? number(a, 2) : text.length();
        if (from < 0 || length <= 0) {
            return Values.EMPTY_TEXT;
        }
        return Values.of(slice(text, from, length));
    }

    private static Value right(List<Value> a) {
        String text = text(a, 0);
        long length = Math.max(0, Math.min(text.length(), number(a, 1)));
        return Values.of(text.substring((int) (text.length() - length)));
    }

    private static Value replaced(List<Value> a) {
        String wanted = text(a, 1);
        return wanted.isEmpty()
                ? Values.of(text(a, 0))
                : bounded(text(a, 0).replace(wanted, a.size() > 2 ? text(a, 2) : ""));
    }

    private static Value bounded(String text) {
        return text.length() > LONGEST
                ? Values.failure("a text longer than " + LONGEST + " characters")
                : Values.of(text);
    }

    private static String translated(String text, String from, String to) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int place = from.indexOf(text.charAt(i));
            if (place < 0) {
                out.append(text.charAt(i));
            } else if (place < to.length()) {
                out.append(to.charAt(place));
            }
        }
        return out.toString();
    }

    private static Value repeated(List<Value> a) {
        long times = Math.max(0, number(a, 1));
        String text = text(a, 0);
        return times * Math.max(1, text.length()) > LONGEST || times > LONGEST
                ? Values.failure("a text longer than " + LONGEST + " characters")
                : Values.of(text.repeat((int) times));
    }

    private static Value padded(List<Value> a, boolean left) {
        String text = text(a, 0);
        long length = number(a, 1);
        String pad = a.size() > 2 ? text(a, 2) : " ";
        if (length > LONGEST) {
            return Values.failure("a text longer than " + LONGEST + " characters");
        }
        int missing = (int) Math.max(0, length - text.length());
        if (missing == 0 || pad.isEmpty()) {
            return Values.of(slice(text, 0, length));
        }
        String padding = pad.repeat(missing / pad.length() + 1).substring(0, missing);
        return Values.of(left ? padding + text : text + padding);
    }

    private static Value position(List<Value> a) {
        long from = a.size() > 2 ? number(a, 2) : 1;
        return Values.of(text(a, 1).indexOf(text(a, 0), (int) Math.max(0, Math.min(Integer.MAX_VALUE, from - 1))) + 1);
    }

    /** The pieces between separators; an empty separator leaves the text whole. */
    private static List<String> pieces(String text, String separator) {
        var pieces = new ArrayList<String>();
        int start = 0;
        int at = separator.isEmpty() ? -1 : text.indexOf(separator);
        while (at >= 0) {
            pieces.add(text.substring(start, at));
            start = at + separator.length();
            at = text.indexOf(separator, start);
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    /** A piece by its number, from the end where it is negative; empty where there is none; 0 means the first. */
    private static Value splitPart(List<Value> a) {
        List<String> pieces = pieces(text(a, 0), text(a, 1));
        Value number = Numbers.of(a.get(2));
        if (number instanceof Value.Failure) {
            return number;
        }
        long wanted = (long) Numbers.decimal(number);
        long index = wanted < 0 ? pieces.size() + wanted : Math.max(1, wanted) - 1;
        return index < 0 || index >= pieces.size() ? Values.EMPTY_TEXT : Values.of(pieces.get((int) index));
    }

    private static List<String> tokens(String text, String delimiters) {
        var tokens = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || delimiters.indexOf(text.charAt(i)) >= 0) {
                if (i > start) {
                    tokens.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return tokens;
    }

    private static Value token(List<Value> a) {
        List<String> tokens = tokens(text(a, 0), a.size() > 1 ? text(a, 1) : " ");
        long index = (a.size() > 2 ? number(a, 2) : 1) - 1;
        return index < 0 || index >= tokens.size() ? Values.NULL : Values.of(tokens.get((int) index));
    }

    private static Value character(List<Value> a) {
        long code = number(a, 0);
        return code < 0 || code > Character.MAX_CODE_POINT
                ? Values.failure("no character " + code)
                : Values.of(Character.toString((int) code));
    }

    private static Value decoded(List<Value> a, boolean lenient) {
        try {
            String written = text(a, 0).replaceAll("\\s", "");
            return Values.of(new String(Base64.getDecoder().decode(written), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return lenient ? Values.NULL : Values.failure("not Base64: " + text(a, 0));
        }
    }

    private static Value hexDecoded(List<Value> a, boolean lenient) {
        try {
            return Values.of(new String(HexFormat.of().parseHex(text(a, 0)), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return lenient ? Values.NULL : Values.failure("not hexadecimal: " + text(a, 0));
        }
    }

    private static Value digest(String algorithm, List<Value> a) {
        try {
            return Values.of(HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(bytes(a, 0))));
        } catch (NoSuchAlgorithmException e) {
            return Values.failure("no digest " + algorithm);
        }
    }

    private static Value sha2(List<Value> a) {
        long size = a.size() > 1 ? number(a, 1) : 256;
        return List.of(224L, 256L, 384L, 512L).contains(size == 0 ? 256 : size)
                ? digest("SHA-" + (size == 0 ? 256 : size), a)
                : Values.failure("no digest of " + size + " bits");
    }

    private static Value distance(String a, String b) {
        if ((long) a.length() * b.length() > LONGEST) {
            return Values.failure("texts too long for EDITDISTANCE");
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                corner = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return Values.of(row[b.length()]);
    }
}
