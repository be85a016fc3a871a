package io.telltale.detection.language.python;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The module urllib.parse. */
final class UrlModule {
    private static final String ALWAYS_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~";

    private UrlModule() {}

    static Map<String, Object> names(Interpreter interpreter) {
        var names = new HashMap<String, Object>();
        names.put("urlparse", Modules.function("urlparse", a -> parsed(a.text(0), true)));
        names.put("urlsplit", Modules.function("urlsplit", a -> parsed(a.text(0), false)));
        names.put("unquote", Modules.function("unquote", a -> unquoted(a.text(0))));
        names.put(
                "unquote_plus",
                Modules.function("unquote_plus", a -> unquoted(a.text(0).replace('+', ' '))));
        names.put("quote", Modules.function("quote", a -> quoted(a.text(0), Text.str(a.get(1, "safe", "/")))));
        names.put(
                "quote_plus",
                Modules.function(
                        "quote_plus",
                        a -> quoted(a.text(0), Text.str(a.get(1, "safe", "")) + " ")
                                .replace(' ', '+')));
        names.put("parse_qs", Modules.function("parse_qs", a -> {
            var dict = new Dict();
            for (List<String> pair : pairs(a)) {
                Object known = dict.find(pair.get(0)).orElseGet(() -> Py.list(new ArrayList<>()));
                ((Py.ListObject) known).edit().add(pair.get(1));
                dict.put(pair.get(0), known);
            }
            return dict;
        }));
        names.put("parse_qsl", Modules.function("parse_qsl", a -> {
            var items = new ArrayList<Object>();
            pairs(a).forEach(pair -> items.add(new Py.Tuple(List.copyOf(pair))));
            return Py.list(items);
        }));
        names.put("urlencode", Modules.function("urlencode", a -> {
            var parts = new ArrayList<String>();
            List<Object> items = a.get(0) instanceof Dict dict
                    ? DictMethods.items(dict)
                    : interpreter.expressions().iteration().list(a.get(0));
            for (Object item : items) {
                List<Object> pair = interpreter.expressions().iteration().list(item);
                parts.add(quoted(Text.str(pair.get(0)), " ").replace(' ', '+') + "="
                        + quoted(Text.str(pair.get(1)), " ").replace(' ', '+'));
            }
            return interpreter.budget().text(String.join("&", parts));
        }));
        return names;
    }

    private static List<List<String>> pairs(Arguments a) {
        boolean keepBlank = Py.truthy(a.get(1, "keep_blank_values", false));
        var pairs = new ArrayList<List<String>>();
        for (String part : a.text(0).split("&", -1)) {
            int equals = part.indexOf('=');
            String value = equals < 0 ? "" : part.substring(equals + 1);
            if (!part.isEmpty() && (keepBlank || !value.isEmpty())) {
                pairs.add(List.of(
                        unquoted((equals < 0 ? part : part.substring(0, equals)).replace('+', ' ')),
                        unquoted(value.replace('+', ' '))));
            }
        }
        return pairs;
    }

    static String unquoted(String text) {
        var bytes = new java.io.ByteArrayOutputStream();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
            if (low >= 0) {
                bytes.write(high * 16 + low);
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String quoted(String text, String safe) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (ALWAYS_SAFE.indexOf(c) >= 0 || safe.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    /** An address, taken apart. */
    record Parsed(Map<String, String> parts, List<String> order) implements Py.NamedType {
        @Override
        public String typeName() {
            return order.size() == 6 ? "ParseResult" : "SplitResult";
        }

        @Override
        public Optional<Object> attribute(String name) {
            if (name.equals("geturl")) {
                return Members.method(name, a -> toString());
            }
            String value = parts.get(name);
            if (value == null) {
                return Optional.empty();
            }
            boolean isAbsent = value.isEmpty() && !order.contains(name);
            if (name.equals("port") && !isAbsent) {
                return Optional.of(Numbers.integer(value, 10L));
            }
            return Optional.of(isAbsent ? Py.None.NONE : value);
        }

        private String part(String name) {
            return parts.getOrDefault(name, "");
        }

        @Override
        public String toString() {
            return (part("scheme").isEmpty() ? "" : part("scheme") + ":")
                    + (part("netloc").isEmpty() ? "" : "//" + part("netloc"))
                    + part("path")
                    + (part("query").isEmpty() ? "" : "?" + part("query"))
                    + (part("fragment").isEmpty() ? "" : "#" + part("fragment"));
        }
    }

    private static Parsed parsed(String url, boolean withParameters) {
        var parts = new HashMap<String, String>();
        String rest = url;
        int colon = rest.indexOf(':');
        boolean hasScheme = colon > 0 && rest.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*");
        parts.put("scheme", hasScheme ? rest.substring(0, colon).toLowerCase(Locale.ROOT) : "");
        rest = hasScheme ? rest.substring(colon + 1) : rest;
        String location = "";
        if (rest.startsWith("//")) {
            int end = 2;
            while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
                end++;
            }
            location = rest.substring(2, end);
            rest = rest.substring(end);
        }
        parts.put("netloc", location);
        int hash = rest.indexOf('#');
        parts.put("fragment", hash < 0 ? "" : rest.substring(hash + 1));
        rest = hash < 0 ? rest : rest.substring(0, hash);
        int query = rest.indexOf('?');
        parts.put("query", query < 0 ? "" : rest.substring(query + 1));
        rest = query < 0 ? rest : rest.substring(0, query);
        int semicolon = withParameters ? rest.indexOf(';', rest.lastIndexOf('/') + 1) : -1;
        parts.put("params", semicolon < 0 ? "" : rest.substring(semicolon + 1));
        parts.put("path", semicolon < 0 ? rest : rest.substring(0, semicolon));
        location(location, parts);
        return new Parsed(
                parts,
                withParameters
                        ? List.of("scheme", "netloc", "path", "params", "query", "fragment")
                        : List.of("scheme", "netloc", "path", "query", "fragment"));
    }

    private static void location(String location, Map<String, String> parts) {
        int at = location.lastIndexOf('@');
        String user = at < 0 ? "" : location.substring(0, at);
        String host = location.substring(at + 1);
        int colon = user.indexOf(':');
        parts.put("username", colon < 0 ? user : user.substring(0, colon));
        parts.put("password", colon < 0 ? "" : user.substring(colon + 1));
        int bracket = host.indexOf(']');
        int port = host.indexOf(':', Math.max(0, bracket));
        String name = port < 0 ? host : host.substring(0, port);
        parts.put("hostname", name.replace("[", "").replace("]", "").toLowerCase(Locale.ROOT));
        parts.put("port", port < 0 ? "" : host.substring(port + 1));
    }
}
