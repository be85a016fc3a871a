package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Parameter;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A search with its macros expanded as Splunk does it, as text, and for each character the place in the rule's own text
 * that it comes from: what a macro brought in stands where the macro was called.
 */
final class ExpandedSearch {
    static final int MAX_LENGTH = 1_000_000;

    private static final int MAX_DEPTH = 50;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$([A-Za-z0-9_.-]+)\\$");
    /** Macros that every Splunk content pack brings, where the repository at hand does not define them. */
    private static final Map<String, String> KNOWN = Map.of(
            "cloudtrail", "sourcetype=aws:cloudtrail",
            "amazon_security_lake", "sourcetype=aws:cloudtrail:lake",
            "security_content_ctime", "convert timeformat=\"%Y-%m-%dT%H:%M:%S\" ctime($field$)",
            "drop_dm_object_name", "rename \"$object$.*\" as *",
            "security_content_summariesonly", "summariesonly=false");

    private final SourceText source;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int[] starts = new int[256];
    private int[] ends = new int[256];

    private ExpandedSearch(SourceText source) {
        this.source = source;
    }

    static ExpandedSearch of(RuleSource rule) throws RuleSyntaxException {
        var expanded = new ExpandedSearch(rule.body());
        if (rule.body().text().length() > MAX_LENGTH) {
            throw new RuleSyntaxException(rule.body(), Span.NONE, "a search longer than " + MAX_LENGTH + " characters");
        }
        expanded.append(rule, rule.body().text(), Optional.empty(), 0);
        return expanded;
    }

    /** A piece of search that was made from the text behind a place of this one; all of it points there. */
    ExpandedSearch piece(String text, int at) throws RuleSyntaxException {
        return pieceOf(text, span(at, at + 1));
    }

    /** A piece of search that stands, as a whole, at a place of the rule. */
    ExpandedSearch pieceOf(String text, Span at) throws RuleSyntaxException {
        var piece = new ExpandedSearch(source);
        for (int i = 0; i < text.length(); i++) {
            piece.add(text.charAt(i), at);
        }
        return piece;
    }

    String text() {
        return text.toString();
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** The span in the rule's own text of a range of the expanded text. */
    Span span(int start, int end) {
        if (start >= text.length()) {
            int last = source.text().length();
            return new Span(last, last);
        }
        int from = starts[start];
        int to = end <= start ? from : ends[end - 1];
        return new Span(from, Math.max(from, to));
    }

    RuleSyntaxException error(int start, int end, String detail) {
        return new RuleSyntaxException(source, span(start, Math.min(end, text.length())), detail);
    }

    private void append(RuleSource rule, String piece, Optional<Span> call, int depth) throws RuleSyntaxException {
        int i = 0;
        boolean quoted = false;
        while (i < piece.length()) {
            char c = piece.charAt(i);
            Span here = call.orElse(new Span(i, i + 1));
            if (c == '\\' && i + 1 < piece.length() && piece.charAt(i + 1) != '`') {
                add(c, here);
                add(piece.charAt(i + 1), call.orElse(new Span(i + 1, i + 2)));
                i += 2;
                continue;
            }
            quoted = (c == '"') != quoted;
            if (c != '`' || quoted) {
                add(c, here);
                i++;
                continue;
            }
            boolean comment = piece.startsWith("```", i);
            String mark = comment ? "```" : "`";
            int close = piece.indexOf(mark, i + mark.length());
            if (close < 0) {
                throw new RuleSyntaxException(source, here, "found the end of the search, expected a closing " + mark);
            }
            Span whole = call.orElse(new Span(i, close + mark.length()));
            if (comment) {
                add(' ', whole);
            } else {
                if (depth >= MAX_DEPTH) {
                    throw new RuleSyntaxException(source, whole, "macros nested deeper than " + MAX_DEPTH);
                }
                append(
                        rule,
                        definition(rule, piece.substring(i + 1, close).strip(), whole),
                        Optional.of(whole),
                        depth + 1);
            }
            i = close + mark.length();
        }
    }

    private void add(char c, Span from) throws RuleSyntaxException {
        int at = text.length();
        if (at >= MAX_LENGTH) {
            throw new RuleSyntaxException(source, from, "macros expand to more than " + MAX_LENGTH + " characters");
        }
        if (at == starts.length) {
            starts = java.util.Arrays.copyOf(starts, at * 2);
            ends = java.util.Arrays.copyOf(ends, at * 2);
        }
        starts[at] = from.start();
        ends[at] = from.end();
        text.append(c);
    }

    private String definition(RuleSource rule, String call, Span span) throws RuleSyntaxException {
        int open = call.indexOf('(');
        String name = (open < 0 ? call : call.substring(0, open)).strip();
        List<String> arguments = open < 0 ? List.of() : arguments(call, open, span);
        Optional<String> byVendor =
                rule.companions().find("macro", name).map(SourceText::text).map(String::strip);
        Optional<String> known = byVendor.or(() -> Optional.ofNullable(KNOWN.get(name)))
                .or(() -> name.endsWith("_filter") ? Optional.of("search *") : Optional.empty());
        Optional<String> value =
                Optional.ofNullable(rule.parameters().get(name)).or(() -> known);
        if (isReaders(name) && arguments.isEmpty()) {
            parameters.putIfAbsent(name, new Parameter(name, "macro", value, byVendor));
        } else if (value.isEmpty()) {
            parameters.putIfAbsent(name, new Parameter(name, "macro", Optional.empty(), Optional.empty()));
        }
        // What is not known is waited for and never run; the text only lets the rest be read.
        String text = value.orElseGet(() -> atCommand() ? "search *" : "\"*\"");
        if (arguments.isEmpty()) {
            return text;
        }
        List<String> names = rule.companions()
                .find("macro_arguments", name)
                .map(list -> List.of(list.text().split("\\s*,\\s*", -1)))
                .orElseGet(() -> placeholders(text));
        if (arguments.size() != names.size() && value.isPresent()) {
            throw new RuleSyntaxException(
                    source,
                    span,
                    "found " + arguments.size() + " arguments of macro " + name + ", expected " + names.size());
        }
        var out = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            int index = names.indexOf(matcher.group(1));
            String with = index >= 0 && index < arguments.size() ? arguments.get(index) : matcher.group();
            matcher.appendReplacement(out, Matcher.quoteReplacement(with));
        }
        return matcher.appendTail(out).toString();
    }

    /** Whether a macro is the reader's to set, and not the content pack's own plumbing. */
    private static boolean isReaders(String name) {
        return !KNOWN.containsKey(name)
                && !name.endsWith("_filter")
                && !name.startsWith("security_content_")
                && !name.endsWith("_config");
    }

    private boolean atCommand() {
        int at = text.length() - 1;
        while (at >= 0 && Character.isWhitespace(text.charAt(at))) {
            at--;
        }
        return at >= 0 && text.charAt(at) == '|';
    }

    private static List<String> placeholders(String definition) {
        return PLACEHOLDER
                .matcher(definition)
                .results()
                .map(r -> r.group(1))
                .distinct()
                .toList();
    }

    /** An argument's own quotes do not go into the definition. */
    private static String unquoted(String argument) {
        boolean quoted = argument.length() > 1 && argument.startsWith("\"") && argument.endsWith("\"");
        return quoted ? argument.substring(1, argument.length() - 1) : argument;
    }

    private List<String> arguments(String call, int open, Span span) throws RuleSyntaxException {
        if (!call.endsWith(")")) {
            throw new RuleSyntaxException(source, span, "found the end of the macro call, expected )");
        }
        var out = new ArrayList<String>();
        int depth = 0;
        boolean quoted = false;
        int from = open + 1;
        for (int i = open + 1; i < call.length(); i++) {
            char c = call.charAt(i);
            quoted = (c == '"') != quoted;
            if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')' && depth > 0) {
                depth--;
            } else if (!quoted && depth == 0 && (c == ',' || i == call.length() - 1)) {
                out.add(unquoted(call.substring(from, i).strip()));
                from = i + 1;
            }
        }
        return out.size() == 1 && out.get(0).isEmpty() ? List.of() : out;
    }
}
