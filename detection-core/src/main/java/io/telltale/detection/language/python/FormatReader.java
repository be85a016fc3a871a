package io.telltale.detection.language.python;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a formatted string literal apart. */
final class FormatReader {
    private final SourceText source;
    private final boolean raw;
    private final int depth;

    FormatReader(SourceText source, boolean raw, int depth) {
        this.source = source;
        this.raw = raw;
        this.depth = depth;
    }

    void read(int start, int end, List<Node.Part> parts) throws RuleSyntaxException {
        if (depth > TokenReader.MAX_DEPTH) {
            throw new RuleSyntaxException(source, new Span(start, end), "nested deeper than " + TokenReader.MAX_DEPTH);
        }
        String text = source.text();
        var literal = new StringBuilder();
        int i = start;
        while (i < end) {
            char c = text.charAt(i);
            if ((c == '{' || c == '}') && i + 1 < end && text.charAt(i + 1) == c) {
                literal.append(c);
                i += 2;
            } else if (c == '{') {
                flush(literal, parts);
                i = field(i + 1, end, parts);
            } else if (c == '}') {
                throw new RuleSyntaxException(source, new Span(i, i + 1), "f-string: single '}' is not allowed");
            } else {
                literal.append(c);
                if (c == '\\' && i + 1 < end) {
                    literal.append(text.charAt(++i));
                }
                i++;
            }
        }
        flush(literal, parts);
    }

    private void flush(StringBuilder literal, List<Node.Part> parts) {
        if (literal.length() > 0) {
            String text = literal.toString();
            parts.add(new Node.Part(raw ? text : Escapes.decode(text), Optional.empty(), "", Optional.empty()));
            literal.setLength(0);
        }
    }

    private int field(int start, int end, List<Node.Part> parts) throws RuleSyntaxException {
        String text = source.text();
        int close = scan(start, end, true);
        Node.Expr value;
        String label = "";
        int valueEnd = close;
        if (close < end && text.charAt(close) == '=') {
            close++;
            while (close < end && text.charAt(close) == ' ') {
                close++;
            }
            label = text.substring(start, close);
        }
        value = ExpressionParser.whole(source, start, valueEnd, depth + 1);
        String conversion = label.isEmpty() ? "" : "r";
        if (close < end && text.charAt(close) == '!') {
            if (close + 1 >= end || "sra".indexOf(text.charAt(close + 1)) < 0) {
                throw new RuleSyntaxException(
                        source, new Span(close, close + 1), "f-string: expected s, r or a after !");
            }
            conversion = text.substring(close + 1, close + 2);
            close += 2;
        }
        Optional<Node.Formatted> format = Optional.empty();
        if (close < end && text.charAt(close) == ':') {
            int formatEnd = scan(close + 1, end, false);
            var formatParts = new ArrayList<Node.Part>();
            new FormatReader(source, raw, depth + 1).read(close + 1, formatEnd, formatParts);
            format = Optional.of(new Node.Formatted(List.copyOf(formatParts), new Span(close + 1, formatEnd)));
            close = formatEnd;
        }
        if (close >= end || text.charAt(close) != '}') {
            throw new RuleSyntaxException(source, new Span(start, close), "f-string: expected '}'");
        }
        if (!label.isEmpty()) {
            parts.add(new Node.Part(label, Optional.empty(), "", Optional.empty()));
        }
        parts.add(new Node.Part("", Optional.of(value), conversion, format));
        return close + 1;
    }

    /** The end of an expression (at {@code =}, {@code !}, {@code :} or {@code }}) or of a format (at {@code }}). */
    private int scan(int start, int end, boolean expression) {
        String text = source.text();
        int brackets = 0;
        char quote = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                }
            } else if (expression && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                brackets++;
            } else if (brackets > 0 && (c == ')' || c == ']' || c == '}')) {
                brackets--;
            } else if (brackets == 0) {
                if (c == '}') {
                    return i;
                }
                boolean equals = i + 1 < end && text.charAt(i + 1) == '=';
                if (expression && ((c == '!' && !equals) || c == ':')) {
                    return i;
                }
                if (expression && c == '=' && !equals && i > start && "=!<>".indexOf(text.charAt(i - 1)) < 0) {
                    return i;
                }
            }
        }
        return end;
    }
}
