package io.telltale.detection.language.python;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The methods of {@code bytes}, and the encodings of text. */
final class BytesMethods {
    /** Each of them; a method that is not among them is not found. */
    static final Set<String> NAMES = Set.of("decode", "endswith", "hex", "lower", "startswith", "strip", "upper");

    private static final Map<String, Charset> ENCODINGS = Map.ofEntries(
            Map.entry("utf8", StandardCharsets.UTF_8),
            Map.entry("ascii", StandardCharsets.US_ASCII),
            Map.entry("usascii", StandardCharsets.US_ASCII),
            Map.entry("latin1", StandardCharsets.ISO_8859_1),
            Map.entry("iso88591", StandardCharsets.ISO_8859_1),
            Map.entry("utf16le", StandardCharsets.UTF_16LE),
            Map.entry("utf16be", StandardCharsets.UTF_16BE),
            Map.entry("utf16", StandardCharsets.UTF_16));

    private BytesMethods() {}

    static Optional<Object> find(Py.Bytes bytes, String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        return switch (name) {
            case "decode" ->
                Members.method(
                        name,
                        a -> decode(
                                bytes,
                                Text.str(a.get(0, "encoding", "utf-8")),
                                Text.str(a.get(1, "errors", "strict"))));
            case "hex" -> Members.method(name, a -> hex(bytes));
            case "startswith" -> Members.method(name, a -> bytes.latin1().startsWith(other(a)));
            case "endswith" -> Members.method(name, a -> bytes.latin1().endsWith(other(a)));
            case "lower" ->
                Members.method(name, a -> new Py.Bytes(bytes.latin1().toLowerCase(Locale.ROOT)));
            case "upper" ->
                Members.method(name, a -> new Py.Bytes(bytes.latin1().toUpperCase(Locale.ROOT)));
            case "strip" ->
                Members.method(name, a -> new Py.Bytes(bytes.latin1().strip()));
            default -> Optional.empty();
        };
    }

    private static String other(Arguments a) {
        if (a.get(0) instanceof Py.Bytes bytes) {
            return bytes.latin1();
        }
        throw Py.error(
                "TypeError",
                a.function() + " first arg must be bytes or a tuple of bytes, not " + Py.typeName(a.get(0)));
    }

    static String hex(Py.Bytes bytes) {
        var out = new StringBuilder();
        bytes.latin1().chars().forEach(b -> out.append(String.format(Locale.ROOT, "%02x", b)));
        return out.toString();
    }

    static byte[] raw(Py.Bytes bytes) {
        return bytes.latin1().getBytes(StandardCharsets.ISO_8859_1);
    }

    static Py.Bytes of(byte[] raw) {
        return new Py.Bytes(new String(raw, StandardCharsets.ISO_8859_1));
    }

    private static Charset charset(String encoding) {
        Charset charset =
                ENCODINGS.get(encoding.toLowerCase(Locale.ROOT).replace("-", "").replace("_", ""));
        if (charset == null) {
            throw Stopped.notRun("encoding " + encoding);
        }
        return charset;
    }

    static String decode(Py.Bytes bytes, String encoding, String errors) {
        byte[] raw = raw(bytes);
        var decoder = charset(encoding).newDecoder();
        CodingErrorAction action = switch (errors) {
            case "ignore" -> CodingErrorAction.IGNORE;
            case "replace" -> CodingErrorAction.REPLACE;
            default -> CodingErrorAction.REPORT;
        };
        try {
            return decoder.onMalformedInput(action)
                    .onUnmappableCharacter(action)
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            int at = firstBad(raw, charset(encoding));
            throw Py.error(
                    "UnicodeDecodeError",
                    "'" + encoding + "' codec can't decode byte 0x"
                            + String.format(Locale.ROOT, "%02x", raw[Math.min(at, raw.length - 1)] & 0xff)
                            + " in position " + at + ": "
                            + (encoding.equals("ascii") ? "ordinal not in range(128)" : "invalid start byte"));
        }
    }

    private static int firstBad(byte[] raw, Charset charset) {
        ByteBuffer in = ByteBuffer.wrap(raw);
        charset.newDecoder().decode(in, CharBuffer.allocate(raw.length + 1), true);
        return Math.min(in.position(), raw.length - 1);
    }

    static Py.Bytes encode(String text, String encoding, String errors) {
        Charset charset = charset(encoding);
        var encoder = charset.newEncoder();
        if (!errors.equals("ignore") && !errors.equals("replace")) {
            int at = 0;
            for (int point : text.codePoints().toArray()) {
                if (!encoder.canEncode(new String(Character.toChars(point)))) {
                    throw Py.error("UnicodeEncodeError", List.of(encodeMessage(encoding, point, at)));
                }
                at++;
            }
            return of(text.getBytes(charset));
        }
        var kept = new StringBuilder();
        text.codePoints().forEach(point -> {
            String one = new String(Character.toChars(point));
            kept.append(encoder.canEncode(one) ? one : errors.equals("ignore") ? "" : "?");
        });
        return of(kept.toString().getBytes(charset));
    }

    private static String encodeMessage(String encoding, int point, int at) {
        String shown = Text.ascii(new String(Character.toChars(point)));
        return "'" + encoding + "' codec can't encode character " + shown + " in position " + at
                + ": ordinal not in range(" + (encoding.equals("ascii") ? 128 : 256) + ")";
    }
}
