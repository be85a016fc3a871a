package io.telltale.detection.language.python;

import com.google.re2j.Matcher;
import io.telltale.detection.text.Patterns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's {@code re}, over patterns that match in linear time. */
final class RegularExpressions {
    private RegularExpressions() {}

    /** A compiled pattern. */
    record Pattern(com.google.re2j.Pattern compiled, String text) {}

    /** A match: its groups, the whole first, and where it stood. */
    record Match(List<Optional<String>> groups, Map<String, Integer> names, int start, int end) {}

    static Py.Module module(Expressions expressions) {
        var names = new HashMap<String, Object>();
        names.put("IGNORECASE", 2L);
        names.put("I", 2L);
        names.put("MULTILINE", 8L);
        names.put("M", 8L);
        names.put("DOTALL", 16L);
        names.put("S", 16L);
        names.put(
                "compile",
                Members.method("compile", a -> pattern(a.get(0), flags(a, 1))).orElseThrow());
        names.put("escape", Members.method("escape", a -> escape(a.text(0))).orElseThrow());
        for (String name : List.of("search", "match", "fullmatch", "findall")) {
            names.put(
                    name,
                    Members.method(name, a -> run(name, pattern(a.get(0), flags(a, 2)), subject(a.get(1))))
                            .orElseThrow());
        }
        names.put(
                "sub",
                Members.method("sub", a -> substitute(pattern(a.get(0), 0), a.get(1), subject(a.get(2))))
                        .orElseThrow());
        names.put(
                "split",
                Members.method("split", a -> split(pattern(a.get(0), 0), subject(a.get(1))))
                        .orElseThrow());
        names.put("error", Exceptions.of("ValueError"));
        names.put("Pattern", new Py.BuiltinType("Pattern", (values, named) -> Py.None.NONE));
        return new Py.Module("re", names);
    }

    private static long flags(Arguments a, int index) {
        Object value = a.get(index, "flags", 0L);
        return value instanceof Long number ? number : 0;
    }

    static Pattern pattern(Object value, long flags) {
        if (value instanceof Pattern pattern) {
            return pattern;
        }
        if (!(value instanceof String text)) {
            throw Py.error("TypeError", "first argument must be string or compiled pattern");
        }
        int re2 = ((flags & 2) != 0 ? com.google.re2j.Pattern.CASE_INSENSITIVE : 0)
                | ((flags & 8) != 0 ? com.google.re2j.Pattern.MULTILINE : 0)
                | ((flags & 16) != 0 ? com.google.re2j.Pattern.DOTALL : 0);
        try {
            return new Pattern(Patterns.re2(text, re2), text);
        } catch (IllegalArgumentException e) {
            throw new Py.Stopped("not run here: " + e.getMessage());
        }
    }

    private static String subject(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw Py.error("TypeError", "expected string or bytes-like object, got '" + Py.typeName(value) + "'");
    }

    static Object run(String name, Pattern pattern, String text) {
        Matcher matcher = pattern.compiled().matcher(text);
        if (name.equals("findall")) {
            var all = new ArrayList<Object>();
            while (matcher.find()) {
                int groups = matcher.groupCount();
                if (groups > 1) {
                    var tuple = new ArrayList<Object>();
                    for (int i = 1; i <= groups; i++) {
                        tuple.add(Optional.ofNullable(matcher.group(i)).orElse(""));
                    }
                    all.add(new Py.Tuple(tuple));
                } else {
                    all.add(Optional.ofNullable(matcher.group(groups)).orElse(""));
                }
            }
            return Py.list(all);
        }
        boolean found = switch (name) {
            case "match" -> matcher.lookingAt();
            case "fullmatch" -> matcher.matches();
            default -> matcher.find();
        };
        if (!found) {
            return Py.None.NONE;
        }
        var groups = new ArrayList<Optional<String>>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            groups.add(Optional.ofNullable(matcher.group(i)));
        }
        return new Match(groups, pattern.compiled().namedGroups(), matcher.start(), matcher.end());
    }

    private static String escape(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("()[]{}?*+-|^$\\.&~# \t\n\r\u000b\f".indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }

    private static Object substitute(Pattern pattern, Object replacement, String text) {
        if (!(replacement instanceof String with) || with.indexOf('\\') >= 0) {
            throw new Py.Stopped("not run here: re.sub with a function or a group");
        }
        return pattern.compiled().matcher(text).replaceAll(Matcher.quoteReplacement(with));
    }

    private static Object split(Pattern pattern, String text) {
        var parts = new ArrayList<Object>();
        Matcher matcher = pattern.compiled().matcher(text);
        int at = 0;
        while (matcher.find()) {
            parts.add(text.substring(at, matcher.start()));
            at = matcher.end();
        }
        parts.add(text.substring(at));
        return Py.list(parts);
    }

    static Optional<Object> member(Expressions expressions, Object object, String name) {
        if (object instanceof Pattern pattern) {
            return switch (name) {
                case "search", "match", "fullmatch", "findall" ->
                    Members.method(name, a -> run(name, pattern, subject(a.get(0))));
                case "sub" -> Members.method(name, a -> substitute(pattern, a.get(0), subject(a.get(1))));
                case "split" -> Members.method(name, a -> split(pattern, subject(a.get(0))));
                case "pattern" -> Optional.of(pattern.text());
                default -> Optional.empty();
            };
        }
        Match match = (Match) object;
        return switch (name) {
            case "group" -> Members.method(name, a -> group(match, a.get(0, 0L)));
            case "groups" ->
                Members.method(name, a -> {
                    var groups = new ArrayList<Object>();
                    match.groups().stream().skip(1).forEach(g -> groups.add(g.isPresent() ? g.get() : Py.None.NONE));
                    return new Py.Tuple(groups);
                });
            case "groupdict" ->
                Members.method(name, a -> {
                    var dict = new Py.Dict(false);
                    match.names().forEach((key, index) -> dict.put(key, group(match, (long) index)));
                    return dict;
                });
            case "start" -> Members.method(name, a -> (long) match.start());
            case "end" -> Members.method(name, a -> (long) match.end());
            default -> Optional.empty();
        };
    }

    private static Object group(Match match, Object which) {
        long index = which instanceof Long number
                ? number
                : match.names().getOrDefault(Text.str(which), -1).longValue();
        if (index < 0 || index >= match.groups().size()) {
            throw Py.error("IndexError", "no such group");
        }
        Optional<String> group = match.groups().get((int) index);
        return group.isPresent() ? group.get() : Py.None.NONE;
    }
}
