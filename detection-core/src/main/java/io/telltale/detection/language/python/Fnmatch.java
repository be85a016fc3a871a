package io.telltale.detection.language.python;

import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.Wildcard;

/** Python's {@code fnmatch}, with case as on Unix. */
final class Fnmatch {
    private Fnmatch() {}

    /** Whether a pattern has no bracket, and so is a wildcard of the intermediate representation. */
    static boolean isWildcard(String pattern) {
        return pattern.indexOf('[') < 0;
    }

    /** The pattern in the wildcard dialect of the intermediate representation. */
    static String wildcard(String pattern) {
        return pattern.replace("\\", "\\\\");
    }

    static boolean matches(Object text, Object pattern) {
        if (!(text instanceof String value)) {
            throw Py.error("TypeError", path(text));
        }
        if (!(pattern instanceof String wanted)) {
            throw Py.error("TypeError", path(pattern));
        }
        if (isWildcard(wanted)) {
            return Wildcard.compile(wildcard(wanted), true).matches(value);
        }
        try {
            return Patterns.re2(expression(wanted), com.google.re2j.Pattern.DOTALL)
                    .matches(value);
        } catch (IllegalArgumentException e) {
            throw Stopped.notRun("fnmatch " + wanted);
        }
    }

    /** CPython's message for what is no path. */
    static String path(Object value) {
        return "expected str, bytes or os.PathLike object, not " + Py.typeName(value);
    }

    private static String expression(String pattern) {
        var out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int close = c == '[' ? pattern.indexOf(']', i + 2) : -1;
            if (c == '*') {
                out.append(".*");
            } else if (c == '?') {
                out.append('.');
            } else if (close > 0) {
                String set =
                        pattern.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
                out.append('[')
                        .append(set.startsWith("!") ? "^" + set.substring(1) : set)
                        .append(']');
                i = close;
            } else {
                out.append(Patterns.quote(String.valueOf(c)));
            }
        }
        return out.toString();
    }
}
