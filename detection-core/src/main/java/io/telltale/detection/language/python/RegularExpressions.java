package io.telltale.detection.language.python;

import com.google.re2j.Matcher;
import io.telltale.detection.text.Patterns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Python's module re, over patterns that match in linear time. */
final class RegularExpressions {
    private static final Map<String, Long> FLAGS = Map.ofEntries(
            Map.entry("IGNORECASE", 2L),
            Map.entry("I", 2L),
            Map.entry("MULTILINE", 8L),
            Map.entry("M", 8L),
            Map.entry("DOTALL", 16L),
            Map.entry("S", 16L),
            Map.entry("UNICODE", 32L),
            Map.entry("U", 32L),
            Map.entry("VERBOSE", 64L),
            Map.entry("X", 64L),
            Map.entry("ASCII", 256L),
            Map.entry("A", 256L),
            Map.entry("NOFLAG", 0L));
    private static final List<String> SEARCHES = List.of("search", "match", "fullmatch", "findall", "finditer");

    private final Interpreter interpreter;
    private final Map<String, Pattern> compiled = new ConcurrentHashMap<>();

    private RegularExpressions(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    static Map<String, Object> names(Interpreter interpreter) {
        var module = new RegularExpressions(interpreter);
        var names = new HashMap<String, Object>(FLAGS);
        names.put("compile", Modules.function("compile", a -> module.pattern(a.required(0, "pattern"), flags(a, 1))));
        names.put("escape", Modules.function("escape", a -> escape(a.text(0))));
        for (String name : SEARCHES) {
            names.put(
                    name,
                    Modules.function(
                            name,
                            a -> module.pattern(a.required(0, "pattern"), flags(a, 2))
                                    .run(name, subject(a.required(1, "string")))));
        }
        names.put(
                "sub",
                Modules.function(
                        "sub",
                        a -> module.pattern(a.required(0, "pattern"), flags(a, 4))
                                .substitute(
                                        a.required(1, "repl"),
                                        subject(a.required(2, "string")),
                                        a.integer(3, "count", 0))));
        names.put(
                "subn",
                Modules.function(
                        "subn",
                        a -> module.pattern(a.required(0, "pattern"), flags(a, 4))
                                .counted(
                                        a.required(1, "repl"),
                                        subject(a.required(2, "string")),
                                        a.integer(3, "count", 0))));
        names.put(
                "split",
                Modules.function(
                        "split",
                        a -> module.pattern(a.required(0, "pattern"), flags(a, 3))
                                .split(subject(a.required(1, "string")), a.integer(2, "maxsplit", 0))));
        names.put("error", Exceptions.of("re.error"));
        names.put("Pattern", Typing.type("Pattern"));
        names.put("Match", Typing.type("Match"));
        return names;
    }

    private static long flags(Arguments a, int index) {
        return a.integer(index, "flags", 0);
    }

    private Pattern pattern(Object value, long flags) {
        if (value instanceof Pattern pattern) {
            return pattern;
        }
        if (value instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        if (!(value instanceof String text)) {
            throw Py.error("TypeError", "first argument must be string or compiled pattern");
        }
        return compiled.computeIfAbsent(flags + " " + text, k -> compile(text, flags));
    }

    private Pattern compile(String text, long flags) {
        int re2 = ((flags & 2) != 0 ? com.google.re2j.Pattern.CASE_INSENSITIVE : 0)
                | ((flags & 8) != 0 ? com.google.re2j.Pattern.MULTILINE : 0)
                | ((flags & 16) != 0 ? com.google.re2j.Pattern.DOTALL : 0);
        try {
            String translated = PatternTranslation.of(text, (flags & 64) != 0, (flags & 256) != 0);
            return new Pattern(Patterns.re2(translated, re2), text, interpreter);
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("missing") || reason.contains("unexpected")) {
                throw Py.error("re.error", reason.replace("regular expression: ", ""));
            }
            throw Stopped.notRun(reason);
        }
    }

    private static String subject(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        throw Py.error("TypeError", "expected string or bytes-like object, got '" + Py.typeName(value) + "'");
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

    /** A compiled pattern. */
    record Pattern(com.google.re2j.Pattern compiled, String text, Interpreter interpreter) implements Py.NamedType {
        @Override
        public String typeName() {
            return "Pattern";
        }

        @Override
        public Optional<Object> attribute(String name) {
            if (SEARCHES.contains(name)) {
                return Members.method(name, a -> run(name, subject(a.required(0, "string"))));
            }
            return switch (name) {
                case "sub" ->
                    Members.method(
                            name,
                            a -> substitute(
                                    a.required(0, "repl"), subject(a.required(1, "string")), a.integer(2, "count", 0)));
                case "subn" ->
                    Members.method(
                            name,
                            a -> counted(
                                    a.required(0, "repl"), subject(a.required(1, "string")), a.integer(2, "count", 0)));
                case "split" ->
                    Members.method(name, a -> split(subject(a.required(0, "string")), a.integer(1, "maxsplit", 0)));
                case "pattern" -> Optional.of(text);
                case "groups" -> Optional.of((long) compiled.groupCount());
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<String> shown() {
            return Optional.of("re.compile(" + Text.repr(text) + ")");
        }

        @Override
        public String toString() {
            return shown().orElse("");
        }

        private Matcher matcher(String subject) {
            interpreter.budget().steps(1 + subject.length() / 16);
            return compiled.matcher(subject);
        }

        Object run(String name, String subject) {
            Matcher matcher = matcher(subject);
            if (name.equals("findall") || name.equals("finditer")) {
                var all = new ArrayList<Object>();
                while (matcher.find()) {
                    interpreter.budget().make(2L + matcher.groupCount());
                    RegexMatch match = RegexMatch.of(matcher, this, subject);
                    all.add(name.equals("finditer") ? match : match.found());
                }
                return name.equals("findall")
                        ? Py.list(all)
                        : new Py.IteratorObject("callable_iterator", all.iterator());
            }
            boolean found = switch (name) {
                case "match" -> matcher.lookingAt();
                case "fullmatch" -> matcher.matches();
                default -> matcher.find();
            };
            return found ? RegexMatch.of(matcher, this, subject) : Py.None.NONE;
        }

        Object substitute(Object replacement, String subject, long most) {
            return ((Py.Tuple) counted(replacement, subject, most)).items().get(0);
        }

        /** The new text, and how often something was replaced. */
        Object counted(Object replacement, String subject, long most) {
            Matcher matcher = matcher(subject);
            var out = new StringBuilder();
            int at = 0;
            long count = 0;
            for (; (most == 0 || count < most) && matcher.find(); count++) {
                RegexMatch match = RegexMatch.of(matcher, this, subject);
                out.append(subject, at, matcher.start());
                out.append(
                        replacement instanceof String template
                                ? match.expand(template)
                                : Text.str(
                                        interpreter.expressions().calls().call(replacement, List.of(match), Map.of())));
                at = matcher.end();
                if (out.length() > Budget.TEXT) {
                    interpreter.budget().text(out.toString());
                }
            }
            String text =
                    interpreter.budget().text(out.append(subject.substring(at)).toString());
            return new Py.Tuple(List.of(text, count));
        }

        Object split(String subject, long most) {
            var parts = new ArrayList<Object>();
            Matcher matcher = matcher(subject);
            int at = 0;
            for (long count = 0; (most == 0 || count < most) && matcher.find(); count++) {
                parts.add(subject.substring(at, matcher.start()));
                RegexMatch match = RegexMatch.of(matcher, this, subject);
                for (int i = 1; i <= matcher.groupCount(); i++) {
                    parts.add(match.group((long) i));
                }
                at = matcher.end();
                interpreter.budget().make(1);
            }
            parts.add(subject.substring(at));
            return Py.list(parts);
        }
    }
}
