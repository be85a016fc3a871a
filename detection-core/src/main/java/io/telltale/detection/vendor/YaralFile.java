package io.telltale.detection.vendor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the rules of a YARA-L file and what their {@code meta} sections say, without understanding the rest: only
 * comments, texts, regular expressions and braces are told apart.
 */
final class YaralFile {
    /**
     * A rule of the file.
     *
     * @param start offset of its first character
     * @param end offset behind its last one
     * @param meta the texts of its {@code meta} section by name
     */
    record RuleText(String name, int start, int end, Map<String, String> meta) {}

    private final String text;
    private final List<RuleText> rules = new ArrayList<>();
    private int at;
    private int depth;
    private char before = ' ';

    private String name = "";
    private int start = -1;
    private String section = "";
    private String word = "";
    private String key = "";
    private Map<String, String> meta = new LinkedHashMap<>();

    private YaralFile(String text) {
        this.text = text;
    }

    /** The rules of a file, in their order; one that is not closed reaches to the file's end. */
    static List<RuleText> rules(String text) {
        var file = new YaralFile(text);
        while (file.at < text.length()) {
            file.step();
        }
        if (file.start >= 0) {
            file.end(text.length());
        }
        return file.rules;
    }

    private void step() {
        char c = text.charAt(at);
        if (text.startsWith("//", at)) {
            at = endOf("\n", at);
        } else if (text.startsWith("/*", at)) {
            at = endOf("*/", at + 2);
        } else if (c == '"' || c == '`' || (c == '/' && "=,(".indexOf(before) >= 0)) {
            quoted(c);
        } else if (Character.isLetter(c) || c == '_') {
            word();
        } else {
            mark(c);
        }
    }

    private int endOf(String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }

    private void quoted(char quote) {
        var value = new StringBuilder();
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            if (text.charAt(i) == '\\' && quote != '`' && i + 1 < text.length()) {
                i++;
            }
            value.append(text.charAt(i));
            i++;
        }
        at = Math.min(text.length(), i + 1);
        before = quote;
        if (section.equals("meta") && !key.isEmpty()) {
            meta.putIfAbsent(key, value.toString());
            key = "";
        }
    }

    private void word() {
        int end = at;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        String found = text.substring(at, end);
        if (depth == 0 && start >= 0 && name.isEmpty()) {
            name = found;
        } else if (depth == 0 && start < 0 && found.equalsIgnoreCase("rule")) {
            start = at;
        }
        word = before == '$' || before == '.' ? "" : found;
        before = 'a';
        at = end;
    }

    private void mark(char c) {
        if (c == '{') {
            depth++;
        } else if (c == '}') {
            depth = Math.max(0, depth - 1);
            if (depth == 0 && start >= 0) {
                end(at + 1);
            }
        } else if (c == ':' && depth == 1 && !word.isEmpty()) {
            section = word.toLowerCase(Locale.ROOT);
        } else if (c == '=' && section.equals("meta")) {
            key = word;
        }
        if (!Character.isWhitespace(c)) {
            before = c;
            word = "";
        }
        at++;
    }

    private void end(int end) {
        rules.add(new RuleText(name, start, end, meta));
        name = "";
        start = -1;
        depth = 0;
        section = "";
        key = "";
        meta = new LinkedHashMap<>();
    }
}
