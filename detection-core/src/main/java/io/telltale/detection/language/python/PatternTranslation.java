package io.telltale.detection.language.python;

import java.util.Map;

/**
 * Writes a pattern of Python's in RE2's syntax where the two differ: {@code \Z}, the classes that know all of Unicode,
 * possessive and verbose forms. What a linear matcher cannot do (look-around, back-references) is left for RE2 to refuse.
 */
final class PatternTranslation {
    private static final Map<Character, String> CLASSES =
            Map.of('d', "\\p{Nd}", 'w', "\\p{L}\\p{N}_", 's', "\\s\\x0b\\x1c-\\x1f\\x{85}\\p{Z}");
    private static final Map<Character, String> NEGATED =
            Map.of('D', "\\P{Nd}", 'W', "[^\\p{L}\\p{N}_]", 'S', "[^\\s\\x0b\\x1c-\\x1f\\x{85}\\p{Z}]");

    private final String pattern;
    private final boolean verbose;
    private final boolean ascii;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private PatternTranslation(String pattern, boolean verbose, boolean ascii) {
        this.pattern = pattern;
        this.verbose = verbose;
        this.ascii = ascii;
    }

    static String of(String pattern, boolean verbose, boolean ascii) {
        boolean isVerbose = verbose;
        String body = pattern;
        var start = com.google.re2j.Pattern.compile("^\\(\\?([aiLmsux]+)\\)").matcher(pattern);
        String prefix = "";
        boolean isAscii = ascii;
        if (start.find()) {
            String flags = String.valueOf(start.group(1));
            isVerbose = verbose || flags.indexOf('x') >= 0;
            isAscii = ascii || flags.indexOf('a') >= 0;
            String kept = flags.replaceAll("[aLux]", "");
            prefix = kept.isEmpty() ? "" : "(?" + kept + ")";
            body = pattern.substring(start.end());
        }
        var translation = new PatternTranslation(body, isVerbose, isAscii);
        translation.translate();
        return prefix + translation.out;
    }

    private void translate() {
        boolean inSet = false;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c == '\\' && at < pattern.length()) {
                escape(pattern.charAt(at++), inSet);
            } else if (inSet) {
                inSet = c != ']';
                out.append(c == '[' ? "\\[" : c);
            } else if (c == '[') {
                inSet = true;
                out.append(c);
                set();
            } else if (c == '{' && at < pattern.length() && pattern.charAt(at) == ',' && isUpperBound()) {
                out.append("{0");
            } else if (verbose && c == '#') {
                while (at < pattern.length() && pattern.charAt(at) != '\n') {
                    at++;
                }
            } else if (!verbose || !Character.isWhitespace(c)) {
                out.append(c);
            }
        }
    }

    /** Whether a bound without its lower end follows, {@code {,3}}. */
    private boolean isUpperBound() {
        int close = pattern.indexOf('}', at);
        return close > at + 1 && pattern.substring(at + 1, close).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A closing bracket right after the opening one stands for itself. */
    private void set() {
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            out.append('^');
            at++;
        }
        if (at < pattern.length() && pattern.charAt(at) == ']') {
            out.append("\\]");
            at++;
        }
    }

    private void escape(char c, boolean inSet) {
        String known = ascii ? null : CLASSES.get(c);
        String negated = ascii ? null : NEGATED.get(c);
        if (known != null) {
            out.append(inSet ? known : c == 'd' ? known : "[" + known + "]");
        } else if (negated != null && !(inSet && c != 'D')) {
            out.append(negated);
        } else if (c == 'Z' && !inSet) {
            out.append("\\z");
        } else if (c == '_') {
            out.append(c);
        } else if (c == 'u' || c == 'U') {
            int digits = c == 'u' ? 4 : 8;
            if (at + digits <= pattern.length()) {
                out.append("\\x{").append(pattern, at, at + digits).append('}');
                at += digits;
            }
        } else {
            out.append('\\').append(c);
        }
    }
}
