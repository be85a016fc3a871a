package io.telltale.detection.language.kusto;

import static io.telltale.detection.language.kusto.KustoFunctions.add;
import static io.telltale.detection.language.kusto.KustoValues.text;

import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** Functions over addresses of the web, paths, and encodings of text. */
final class KustoUrls {
    private KustoUrls() {}

    static void addTo(List<FunctionEntry> all) {
        add(all, "url_decode", (in, context) -> Values.of(decoded(text(in.get(0)))));
        add(all, "url_encode", (in, context) -> Values.of(encoded(text(in.get(0)))));
        add(
                all,
                "url_encode_component",
                (in, context) -> Values.of(encoded(text(in.get(0))).replace("+", "%20")));
        add(all, "base64_decode_tostring", (in, context) -> base64(text(in.get(0))));
        add(
                all,
                "base64_encode_tostring",
                (in, context) -> Values.of(
                        Base64.getEncoder().encodeToString(text(in.get(0)).getBytes(StandardCharsets.UTF_8))));
        add(all, "parse_url", (in, context) -> url(text(in.get(0))));
        add(
                all,
                "parse_urlquery",
                (in, context) -> Values.objectOf(java.util.Map.of("Query Parameters", query(text(in.get(0))))));
        add(all, "parse_path", (in, context) -> path(text(in.get(0))));
        add(all, "parse_xml", (in, context) -> KustoXml.parse(text(in.get(0))));
        add(all, "parse_csv", (in, context) -> csv(text(in.get(0))));
    }

    /** Escapes in small letters, a blank as a plus. */
    private static String encoded(String text) {
        var out = new StringBuilder(URLEncoder.encode(text, StandardCharsets.UTF_8));
        for (int i = out.indexOf("%"); i >= 0; i = out.indexOf("%", i + 3)) {
            String escape = out.substring(i, i + 3);
            out.replace(i, i + 3, escape.toLowerCase(Locale.ROOT));
        }
        return out.toString();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static Value base64(String text) {
        try {
            return Values.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(text)))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Values.EMPTY_TEXT;
        }
    }

    private static Value url(String text) {
        String rest = text;
        int fragmentAt = rest.indexOf('#');
        String fragment = fragmentAt < 0 ? "" : rest.substring(fragmentAt + 1);
        rest = fragmentAt < 0 ? rest : rest.substring(0, fragmentAt);
        int queryAt = rest.indexOf('?');
        String query = queryAt < 0 ? "" : rest.substring(queryAt + 1);
        rest = queryAt < 0 ? rest : rest.substring(0, queryAt);
        int schemeAt = rest.indexOf("://");
        String scheme = schemeAt < 0 ? "" : rest.substring(0, schemeAt);
        rest = schemeAt < 0 ? rest : rest.substring(schemeAt + 3);
        int pathAt = rest.indexOf('/');
        String path = pathAt < 0 ? "" : rest.substring(pathAt);
        String authority = pathAt < 0 ? rest : rest.substring(0, pathAt);
        int userAt = authority.lastIndexOf('@');
        String user = userAt < 0 ? "" : authority.substring(0, userAt);
        String host = authority.substring(userAt + 1);
        int portAt = host.lastIndexOf(':');
        boolean hasPort = portAt >= 0 && host.substring(portAt + 1).chars().allMatch(Character::isDigit);
        int passwordAt = user.indexOf(':');
        var parts = new LinkedHashMap<String, Value>();
        parts.put("Scheme", Values.of(scheme));
        parts.put("Host", Values.of(hasPort ? host.substring(0, portAt) : host));
        parts.put("Port", Values.of(hasPort ? host.substring(portAt + 1) : ""));
        parts.put("Path", Values.of(path));
        parts.put("Username", Values.of(passwordAt < 0 ? user : user.substring(0, passwordAt)));
        parts.put("Password", Values.of(passwordAt < 0 ? "" : user.substring(passwordAt + 1)));
        parts.put("Query Parameters", query(query));
        parts.put("Fragment", Values.of(fragment));
        return Values.objectOf(parts);
    }

    private static Value query(String text) {
        var parameters = new LinkedHashMap<String, Value>();
        for (String pair : text.split("&", -1)) {
            int at = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.put(
                        decoded(at < 0 ? pair : pair.substring(0, at)),
                        Values.of(at < 0 ? "" : decoded(pair.substring(at + 1))));
            }
        }
        return Values.objectOf(parameters);
    }

    private static Value path(String text) {
        int schemeAt = text.indexOf("://");
        String scheme = schemeAt < 0 ? "" : text.substring(0, schemeAt);
        String rest = schemeAt < 0 ? text : text.substring(schemeAt + 3);
        int at = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\'));
        String folder = at < 0 ? "" : rest.substring(0, at);
        String file = rest.substring(at + 1);
        int stream = file.indexOf(':');
        String name = stream < 0 ? file : file.substring(0, stream);
        int dot = name.lastIndexOf('.');
        int folderAt = Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\'));
        var parts = new LinkedHashMap<String, Value>();
        parts.put("Scheme", Values.of(scheme));
        parts.put("RootPath", Values.of(root(rest)));
        parts.put("DirectoryPath", Values.of(folder));
        parts.put("DirectoryName", Values.of(folder.substring(folderAt + 1)));
        parts.put("Filename", Values.of(name));
        parts.put("Extension", Values.of(dot < 0 ? "" : name.substring(dot + 1)));
        parts.put("AlternateDataStreamName", Values.of(stream < 0 ? "" : file.substring(stream + 1)));
        return Values.objectOf(parts);
    }

    /** The drive; a path that begins with a slash has no root, as Microsoft's examples show. */
    private static String root(String path) {
        boolean drive = path.length() > 1 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0));
        return drive ? path.substring(0, 2) : "";
    }

    private static Value csv(String text) {
        List<List<String>> lines = KustoTables.csv(text);
        var cells = new ArrayList<Value>();
        if (!lines.isEmpty()) {
            lines.get(0).forEach(cell -> cells.add(Values.of(cell)));
        }
        return Values.listOf(cells);
    }
}
