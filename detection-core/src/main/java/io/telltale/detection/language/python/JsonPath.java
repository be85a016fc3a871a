package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a path of a data model: names, indexes, {@code [*]} and {@code [?(@.name == 'value')]}, after {@code $} or not. */
final class JsonPath {
    private JsonPath() {}

    /** The only value at a path; empty where there is none. */
    static Optional<Object> find(String path, Object root) {
        List<Object> reached = List.of(root);
        int at = path.startsWith("$") ? 1 : 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '.') {
                at++;
            } else if (c == '[') {
                int close = closing(path, at);
                reached = bracket(path.substring(at + 1, close).strip(), reached);
                at = close + 1;
            } else {
                int end = at;
                while (end < path.length() && ".[".indexOf(path.charAt(end)) < 0) {
                    end++;
                }
                reached = named(path.substring(at, end), reached);
                at = end;
            }
        }
        if (reached.size() > 1) {
            throw Py.error("Exception", "JSONPath [" + path + "] matched multiple fields");
        }
        return reached.stream().findFirst();
    }

    private static int closing(String path, int open) {
        int depth = 0;
        for (int i = open; i < path.length(); i++) {
            depth += path.charAt(i) == '[' ? 1 : path.charAt(i) == ']' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw Stopped.notRun("data model path " + path);
    }

    private static List<Object> named(String name, List<Object> places) {
        String key = name.replaceAll("^['\"]|['\"]$", "");
        var next = new ArrayList<Object>();
        for (Object place : places) {
            if (place instanceof Dict dict) {
                dict.find(key).ifPresent(next::add);
            }
        }
        return next;
    }

    private static List<Object> bracket(String inside, List<Object> places) {
        var next = new ArrayList<Object>();
        if (inside.matches("-?\\d{1,6}")) {
            int index = Integer.parseInt(inside);
            for (Object place : places) {
                if (place instanceof Py.ListObject list) {
                    int at = index < 0 ? index + list.items().size() : index;
                    if (at >= 0 && at < list.items().size()) {
                        next.add(list.items().get(at));
                    }
                }
            }
            return next;
        }
        if (inside.startsWith("'") || inside.startsWith("\"")) {
            return named(inside, places);
        }
        for (Object place : places) {
            if (place instanceof Py.ListObject list) {
                list.items().stream()
                        .filter(item -> inside.equals("*") || meets(inside, item))
                        .forEach(next::add);
            }
        }
        return next;
    }

    /** Whether an element meets {@code ?(@.name == 'value')}, also without the parentheses and the at. */
    private static boolean meets(String filter, Object item) {
        String condition = filter.replaceAll("^\\?\\s*\\(?|\\)$", "").strip();
        String[] sides = condition.split("==|=", 2);
        if (!filter.startsWith("?") || sides.length != 2) {
            throw Stopped.notRun("data model path [" + filter + "]");
        }
        String name = sides[0].strip().replaceAll("^@\\.", "");
        String wanted = sides[1].strip().replaceAll("^['\"]|['\"]$", "");
        return find(name, item).map(Text::str).orElse("").equals(wanted);
    }
}
