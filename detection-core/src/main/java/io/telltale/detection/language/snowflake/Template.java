package io.telltale.detection.language.snowflake;

import io.telltale.detection.language.Companions;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.SourceText.LineStart;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expands a template: macros, which may come from another saved query, names that the text sets, and where they stand.
 *
 * @see <a href="https://docs.panther.com/search/data-explorer/templated-searches">templated searches</a>
 */
final class Template {
    private static final Pattern PRAGMA = Pattern.compile("(?m)^\\s*--\\s*pragma:\\s*template\\s*$");
    private static final Pattern TAG = Pattern.compile("(?s)\\{%-?(.*?)-?%}|\\{\\{(.*?)}}|\\{#.*?#}");
    private static final Pattern MACRO = Pattern.compile("(?s)macro\\s+(\\w+)\\s*\\((.*?)\\)\\s*(export)?\\s*");
    private static final Pattern IMPORT = Pattern.compile("(?s)import\\s+['\"]([^'\"]+)['\"]\\s+(.+?)\\s*");
    private static final Pattern SET = Pattern.compile("(?s)set\\s+(\\w+)\\s*=\\s*(.+?)\\s*");
    private static final Pattern CALL = Pattern.compile("(?s)(\\w+)\\s*\\((.*)\\)");
    private static final Pattern LITERAL = Pattern.compile("(?s)'([^']*)'|\"([^\"]*)\"|(-?\\d+(?:\\.\\d+)?)");
    private static final int MOST_EXPANSIONS = 200;
    private static final int LONGEST = 1_000_000;

    private final Companions companions;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private int expansions;

    /** A macro: its parameters and the text between its tags. */
    private record Macro(List<String> parameters, String body, Map<String, Macro> others) {}

    Template(Companions companions) {
        this.companions = companions;
    }

    static boolean isTemplate(SourceText text) {
        return PRAGMA.matcher(text.text()).find();
    }

    List<Unsupported> unsupported() {
        return List.copyOf(unsupported);
    }

    /** The text with its template expanded; empty where something of it is not supported, or it is macros only. */
    Optional<SourceText> expand(SourceText source) throws RuleSyntaxException {
        var macros = new HashMap<String, Macro>();
        var out = new StringBuilder();
        var starts = new ArrayList<LineStart>();
        expand(source, source.text(), macros, new HashMap<>(), out, starts, 0);
        boolean empty = out.toString()
                .lines()
                .allMatch(line -> line.isBlank() || line.strip().startsWith("--"));
        if (unsupported.isEmpty() && empty) {
            unsupported.add(new Unsupported("a template of macros only", Span.NONE));
        }
        return unsupported.isEmpty()
                ? Optional.of(new SourceText(source.file(), out.toString(), starts))
                : Optional.empty();
    }

    /** Expands a text; each line of the outcome stands where its tag, or its own line, stands in the file. */
    private void expand(
            SourceText source,
            String text,
            Map<String, Macro> macros,
            Map<String, String> names,
            StringBuilder out,
            List<LineStart> starts,
            int depth)
            throws RuleSyntaxException {
        Matcher tag = TAG.matcher(text);
        int at = 0;
        while (tag.find(at)) {
            append(source, text.substring(at, tag.start()), depth == 0 ? at : -1, out, starts);
            at = tag.end();
            Span span = depth == 0 ? new Span(tag.start(), tag.end()) : Span.NONE;
            if (tag.group(2) != null) {
                String value = value(source, tag.group(2).strip(), macros, names, span, depth);
                append(source, value, depth == 0 ? -1 - tag.start() : -1, out, starts);
            } else if (tag.group(1) != null) {
                at = statement(source, text, tag.group(1).strip(), at, macros, names, span);
            }
        }
        append(source, text.substring(at), depth == 0 ? at : -1, out, starts);
    }

    /** Appends a text whose begin stands at an offset of the source, or all of which stands at {@code -1 - offset}. */
    private static void append(SourceText source, String text, int offset, StringBuilder out, List<LineStart> starts) {
        if (starts.isEmpty()) {
            starts.add(place(source, 0));
        }
        for (int i = 0; i < text.length(); i++) {
            out.append(text.charAt(i));
            if (text.charAt(i) == '\n') {
                starts.add(place(source, offset >= 0 ? offset + i + 1 : -1 - offset));
            }
        }
    }

    private static LineStart place(SourceText source, int offset) {
        Position position = source.at(offset);
        return new LineStart(position.line(), position.column());
    }

    private int statement(
            SourceText source,
            String text,
            String statement,
            int behind,
            Map<String, Macro> macros,
            Map<String, String> names,
            Span span)
            throws RuleSyntaxException {
        Matcher macro = MACRO.matcher(statement);
        Matcher imported = IMPORT.matcher(statement);
        Matcher set = SET.matcher(statement);
        if (macro.matches()) {
            Matcher end = Pattern.compile("\\{%-?\\s*endmacro\\s*-?%}").matcher(text);
            if (!end.find(behind)) {
                throw new RuleSyntaxException(source, span, "found a macro without end, expected {% endmacro %}");
            }
            List<String> parameters = macro.group(2).isBlank()
                    ? List.of()
                    : List.of(macro.group(2).strip().split("\\s*,\\s*", -1));
            macros.put(macro.group(1), new Macro(parameters, text.substring(behind, end.start()), macros));
            return end.end();
        }
        if (imported.matches()) {
            imports(source, imported.group(1), imported.group(2), macros, span);
        } else if (set.matches()) {
            names.put(set.group(1), value(source, set.group(2), macros, names, span, 1));
        } else {
            unsupported.add(new Unsupported("template tag " + statement.split("\\s+", 2)[0], span));
        }
        return behind;
    }

    private void imports(SourceText source, String query, String wanted, Map<String, Macro> macros, Span span)
            throws RuleSyntaxException {
        Optional<SourceText> other = companions.find("query", query);
        if (other.isEmpty()) {
            throw new RuleSyntaxException(source, span, "found no saved query " + query + " to import from");
        }
        var theirs = new HashMap<String, Macro>();
        if (++expansions > MOST_EXPANSIONS) {
            throw new RuleSyntaxException(source, span, "found a template that unfolds without end");
        }
        expand(other.get(), other.get().text(), theirs, new HashMap<>(), new StringBuilder(), new ArrayList<>(), 1);
        for (String name : wanted.split("\\s*,\\s*", -1)) {
            Macro macro = theirs.get(name.strip());
            if (macro == null) {
                throw new RuleSyntaxException(source, span, "found no macro " + name.strip() + " in " + query);
            }
            macros.put(name.strip(), macro);
        }
    }

    /** What stands between double braces: a text, a number, a name, a macro with its arguments. */
    private String value(
            SourceText source,
            String expression,
            Map<String, Macro> macros,
            Map<String, String> names,
            Span span,
            int depth)
            throws RuleSyntaxException {
        Matcher literal = LITERAL.matcher(expression);
        if (literal.matches()) {
            return literal.group(1) != null
                    ? literal.group(1)
                    : literal.group(2) != null ? literal.group(2) : literal.group(3);
        }
        if (names.containsKey(expression)) {
            return names.getOrDefault(expression, "");
        }
        Matcher call = CALL.matcher(expression);
        if (!call.matches() || !macros.containsKey(call.group(1))) {
            throw new RuleSyntaxException(source, span, "found no name or macro " + expression);
        }
        if (++expansions > MOST_EXPANSIONS || depth > 20) {
            throw new RuleSyntaxException(source, span, "found a template that unfolds without end");
        }
        Macro macro = macros.get(call.group(1));
        List<String> arguments = arguments(call.group(2));
        if (arguments.size() != macro.parameters().size()) {
            throw new RuleSyntaxException(
                    source,
                    span,
                    "found " + arguments.size() + " arguments of " + call.group(1) + ", expected "
                            + macro.parameters().size());
        }
        var bound = new HashMap<String, String>();
        for (int i = 0; i < arguments.size(); i++) {
            bound.put(macro.parameters().get(i), value(source, arguments.get(i), macros, names, span, depth + 1));
        }
        var out = new StringBuilder();
        expand(source, macro.body(), new HashMap<>(macro.others()), bound, out, new ArrayList<>(), depth + 1);
        if (out.length() > LONGEST) {
            throw new RuleSyntaxException(source, span, "found a template of more than " + LONGEST + " characters");
        }
        return out.toString();
    }

    /** Arguments between commas outside of quotes and brackets. */
    private static List<String> arguments(String text) {
        var all = new ArrayList<String>();
        int depth = 0;
        char quote = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
            } else if (c == ',' && depth == 0) {
                all.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        if (!text.isBlank()) {
            all.add(text.substring(start).strip());
        }
        return all;
    }
}
