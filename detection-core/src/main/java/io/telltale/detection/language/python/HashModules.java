package io.telltale.detection.language.python;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The modules base64, binascii and hashlib. */
final class HashModules {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private HashModules() {}

    static Map<String, Object> base64() {
        var names = new HashMap<String, Object>();
        names.put("b64decode", Modules.function("b64decode", a -> {
            String text = ascii(a.get(0));
            if (a.has(1, "altchars") && a.get(1, "altchars", Py.None.NONE) instanceof Py.Bytes other) {
                text = text.replace(other.latin1().charAt(0), '+')
                        .replace(other.latin1().charAt(1), '/');
            }
            return decode64(text, Py.truthy(a.get(2, "validate", false)));
        }));
        names.put("standard_b64decode", Modules.function("standard_b64decode", a -> decode64(ascii(a.get(0)), false)));
        names.put(
                "urlsafe_b64decode",
                Modules.function(
                        "urlsafe_b64decode",
                        a -> decode64(ascii(a.get(0)).replace('-', '+').replace('_', '/'), false)));
        names.put("b64encode", Modules.function("b64encode", a -> encode(Base64.getEncoder(), a.get(0))));
        names.put(
                "standard_b64encode",
                Modules.function("standard_b64encode", a -> encode(Base64.getEncoder(), a.get(0))));
        names.put(
                "urlsafe_b64encode",
                Modules.function("urlsafe_b64encode", a -> encode(Base64.getUrlEncoder(), a.get(0))));
        names.put("b32decode", Modules.function("b32decode", a -> decode32(ascii(a.get(0)))));
        names.put("b16decode", Modules.function("b16decode", a -> unhex(ascii(a.get(0)), "binascii.Error")));
        return names;
    }

    static Map<String, Object> binascii() {
        return Map.of(
                "Error", Exceptions.of("binascii.Error"),
                "hexlify", Modules.function("hexlify", a -> new Py.Bytes(BytesMethods.hex(bytes(a.get(0))))),
                "unhexlify", Modules.function("unhexlify", a -> unhex(ascii(a.get(0)), "binascii.Error")),
                "a2b_base64", Modules.function("a2b_base64", a -> decode64(ascii(a.get(0)), false)));
    }

    private static Py.Bytes bytes(Object value) {
        if (value instanceof Py.Bytes bytes) {
            return bytes;
        }
        throw Py.error("TypeError", "a bytes-like object is required, not '" + Py.typeName(value) + "'");
    }

    private static String ascii(Object value) {
        if (value instanceof Py.Bytes bytes) {
            return bytes.latin1();
        }
        if (value instanceof String text) {
            if (text.chars().anyMatch(c -> c > 0x7f)) {
                throw Py.error("ValueError", "string argument should contain only ASCII characters");
            }
            return text;
        }
        throw Py.error(
                "TypeError",
                "argument should be a bytes-like object or ASCII string, not '" + Py.typeName(value) + "'");
    }

    private static Py.Bytes encode(Base64.Encoder encoder, Object value) {
        return BytesMethods.of(encoder.encode(BytesMethods.raw(bytes(value))));
    }

    /** Decodes as binascii does: characters outside the alphabet are passed over unless they are refused. */
    private static Py.Bytes decode64(String text, boolean validate) {
        if (validate && !text.matches("[A-Za-z0-9+/]*={0,2}")) {
            throw Py.error("binascii.Error", "Only base64 data is allowed");
        }
        var kept = new StringBuilder();
        int padding = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isLetter =
                    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
            if (c == '=') {
                padding++;
                if (kept.length() % 4 >= 2 && kept.length() % 4 + padding >= 4) {
                    break;
                }
            } else if (isLetter) {
                padding = 0;
                kept.append(c);
            }
        }
        if (kept.length() % 4 == 1) {
            throw Py.error(
                    "binascii.Error",
                    "Invalid base64-encoded string: number of data characters (" + kept.length()
                            + ") cannot be 1 more than a multiple of 4");
        }
        if (kept.length() % 4 != 0 && kept.length() % 4 + padding < 4) {
            throw Py.error("binascii.Error", "Incorrect padding");
        }
        return BytesMethods.of(Base64.getDecoder().decode(kept.toString()));
    }

    private static Py.Bytes decode32(String text) {
        if (text.length() % 8 != 0) {
            throw Py.error("binascii.Error", "Incorrect padding");
        }
        var out = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (char c : text.replaceAll("=+$", "").toCharArray()) {
            int value = BASE32.indexOf(c);
            if (value < 0) {
                throw Py.error("binascii.Error", "Non-base32 digit found");
            }
            buffer = (buffer << 5 | value) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out.append((char) (buffer >> bits & 0xff));
            }
        }
        return new Py.Bytes(out.toString());
    }

    static Py.Bytes unhex(String text, String error) {
        String digits = text.replace(" ", "");
        if (digits.length() % 2 != 0) {
            throw Py.error(
                    error,
                    error.equals("ValueError") ? "non-hexadecimal number found in fromhex() arg" : "Odd-length string");
        }
        var out = new StringBuilder();
        for (int i = 0; i < digits.length(); i += 2) {
            int high = Character.digit(digits.charAt(i), 16);
            int low = Character.digit(digits.charAt(i + 1), 16);
            if (high < 0 || low < 0) {
                throw Py.error(
                        error,
                        error.equals("ValueError")
                                ? "non-hexadecimal number found in fromhex() arg at position " + i
                                : "Non-hexadecimal digit found");
            }
            out.append((char) (high * 16 + low));
        }
        return new Py.Bytes(out.toString());
    }

    /** A hash over what it has been given so far. */
    record Digest(MessageDigest digest, String name) implements Py.NamedType {
        @Override
        public String typeName() {
            return "_hashlib.HASH";
        }

        @Override
        public Optional<Object> attribute(String attribute) {
            return switch (attribute) {
                case "update" ->
                    Members.method(attribute, a -> {
                        digest.update(BytesMethods.raw(bytes(a.get(0))));
                        return Py.None.NONE;
                    });
                case "digest" -> Members.method(attribute, a -> answer());
                case "hexdigest" -> Members.method(attribute, a -> BytesMethods.hex(answer()));
                case "name" -> Optional.of(name);
                default -> Optional.empty();
            };
        }

        private Py.Bytes answer() {
            try {
                return BytesMethods.of(((MessageDigest) digest.clone()).digest());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static Map<String, Object> hashlib() {
        var names = new HashMap<String, Object>();
        Map<String, String> algorithms = Map.of(
                "md5", "MD5", "sha1", "SHA-1", "sha224", "SHA-224", "sha256", "SHA-256", "sha384", "SHA-384", "sha512",
                "SHA-512");
        algorithms.forEach((name, algorithm) -> names.put(
                name, Modules.function(name, a -> made(name, algorithm, a.get(0, "string", new Py.Bytes(""))))));
        names.put("new", Modules.function("new", a -> {
            String name = a.text(0).toLowerCase(Locale.ROOT);
            String algorithm = algorithms.get(name);
            if (algorithm == null) {
                throw Py.error("ValueError", "unsupported hash type " + a.text(0));
            }
            return made(name, algorithm, a.get(1, "data", new Py.Bytes("")));
        }));
        return names;
    }

    private static Object made(String name, String algorithm, Object data) {
        if (data instanceof String) {
            throw Py.error("TypeError", "Strings must be encoded before hashing");
        }
        try {
            var digest = MessageDigest.getInstance(algorithm);
            digest.update(BytesMethods.raw(bytes(data)));
            return new Digest(digest, name);
        } catch (NoSuchAlgorithmException e) {
            throw Stopped.notRun("hashlib." + name);
        }
    }
}
