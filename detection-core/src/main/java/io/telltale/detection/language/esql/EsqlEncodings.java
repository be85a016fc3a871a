package io.telltale.detection.language.esql;

import static io.telltale.detection.language.esql.EsqlFunctions.add;
import static io.telltale.detection.language.esql.EsqlFunctions.single;
import static io.telltale.detection.language.esql.EsqlFunctions.text;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** ES|QL's functions that write a text in another form: Base64, URLs, hashes. */
final class EsqlEncodings {
    private EsqlEncodings() {}

    static void addTo(Map<String, EsqlFunctions.Shape> table) {
        add(
                table,
                single(
                        1,
                        1,
                        "to_base64",
                        a -> Values.of(
                                Base64.getEncoder().encodeToString(text(a, 0).getBytes(StandardCharsets.UTF_8)))));
        add(table, single(1, 1, "from_base64", a -> fromBase64(text(a, 0))));
        add(table, single(1, 1, "url_decode", a -> urlDecode(text(a, 0))));
        add(table, single(1, 1, "url_encode", a -> Values.of(encoded(text(a, 0)))));
        add(
                table,
                single(
                        1,
                        1,
                        "url_encode_component",
                        a -> Values.of(encoded(text(a, 0)).replace("+", "%20"))));
        add(table, single(2, 2, "hash", a -> hash(text(a, 0), text(a, 1))));
        add(table, single(1, 1, "md5", a -> hash("MD5", text(a, 0))));
        add(table, single(1, 1, "sha1", a -> hash("SHA-1", text(a, 0))));
        add(table, single(1, 1, "sha256", a -> hash("SHA-256", text(a, 0))));
    }

    /** All but letters, digits, {@code .}, {@code -}, {@code _} and {@code ~} by their bytes, a blank as a plus. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static Value fromBase64(String text) {
        try {
            return Values.of(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Values.NULL;
        }
    }

    private static Value urlDecode(String text) {
        try {
            return Values.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Values.NULL;
        }
    }

    /** In hexadecimal; an algorithm that there is none of gives null. */
    private static Value hash(String algorithm, String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return Values.of(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            return Values.NULL;
        }
    }
}
