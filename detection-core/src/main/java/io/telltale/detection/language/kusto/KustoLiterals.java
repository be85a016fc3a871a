package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;

/** Reads texts, numbers, time spans and dates. */
final class KustoLiterals {
    private static final List<String> FENCES = List.of("```", "~~~");

    private final KustoCharacters in;

    KustoLiterals(KustoCharacters in) {
        this.in = in;
    }

    /** Whether a text starts here: {@code "…"}, {@code '…'}, verbatim behind {@code @}, obfuscated behind {@code h}, or of several lines. */
    boolean startsText() {
        int ahead = in.peek(0) == 'h' || in.peek(0) == 'H' ? 1 : 0;
        if (in.peek(ahead) == '@') {
            ahead++;
        }
        return in.peek(ahead) == '"' || in.peek(ahead) == '\'' || fence().isPresent();
    }

    /** The mark around a text of several lines, where one starts here. */
    private Optional<String> fence() {
        return FENCES.stream().filter(in::ahead).findFirst();
    }

    KustoToken text() throws RuleSyntaxException {
        int start = in.at;
        Optional<String> fence = fence();
        if (fence.isPresent()) {
            int close = in.text.indexOf(fence.get(), start + 3);
            if (close < 0) {
                throw in.error(start, start + 3, "found no end of this text, expected " + fence.get());
            }
            return text(start, in.text.substring(start + 3, close), close + 3);
        }
        boolean verbatim = false;
        while (in.peek(0) != '"' && in.peek(0) != '\'') {
            verbatim |= in.peek(0) == '@';
            in.at++;
        }
        char quote = in.peek(0);
        in.at++;
        var out = new StringBuilder();
        while (in.hasMore() && in.peek(0) != '\n') {
            char c = in.peek(0);
            if (c == quote) {
                if (verbatim && in.peek(1) == quote) {
                    out.append(quote);
                    in.at += 2;
                    continue;
                }
                return text(start, out.toString(), in.at + 1);
            }
            if (c == '\\' && !verbatim) {
                escape(out);
            } else {
                out.append(c);
                in.at++;
            }
        }
        throw in.error(start, start + 1, "found no end of this text, expected " + quote);
    }

    private KustoToken text(int start, String value, int end) {
        in.at = end;
        return new KustoToken(Kind.TEXT, in.text.substring(start, end), Values.of(value), new Span(start, end));
    }

    private void escape(StringBuilder out) throws RuleSyntaxException {
        int start = in.at;
        char c = in.peek(1);
        in.at += 2;
        switch (c) {
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'v' -> out.append('\u000B');
            case '0' -> out.append('\0');
            case '\\', '"', '\'' -> out.append(c);
            case 'u', 'x' -> {
                int digits = c == 'u' ? 4 : 2;
                try {
                    out.append((char) Integer.parseInt(in.text.substring(in.at, in.at + digits), 16));
                } catch (NumberFormatException | IndexOutOfBoundsException e) {
                    throw in.error(start, in.at, "found an escape without " + digits + " hexadecimal digits");
                }
                in.at += digits;
            }
            default -> throw in.error(start, in.at, "found an unknown escape, expected \\\\ for a backslash");
        }
    }

    /** A number, or a number with a unit of time behind it. */
    KustoToken number() throws RuleSyntaxException {
        int start = in.at;
        if (in.peek(0) == '0' && (in.peek(1) == 'x' || in.peek(1) == 'X')) {
            in.at += 2;
            while (Character.digit(in.peek(0), 16) >= 0) {
                in.at++;
            }
            return whole(start, in.text.substring(start + 2, in.at), 16);
        }
        in.skipDigits();
        boolean decimal = false;
        if (in.peek(0) == '.' && KustoCharacters.isDigit(in.peek(1))) {
            decimal = true;
            in.at++;
            in.skipDigits();
        }
        boolean signed = in.peek(1) == '-' || in.peek(1) == '+';
        if ((in.peek(0) == 'e' || in.peek(0) == 'E') && KustoCharacters.isDigit(in.peek(signed ? 2 : 1))) {
            decimal = true;
            in.at += 2;
            in.skipDigits();
        }
        int end = in.at;
        in.skipName();
        String text = in.since(start);
        Span span = new Span(start, in.at);
        if (in.at > end) {
            var unit = KustoTime.unit(in.text.substring(end, in.at));
            if (unit.isEmpty()) {
                throw in.error(start, in.at, "found '" + text + "', expected a number or a time span");
            }
            double count = Double.parseDouble(in.text.substring(start, end));
            return new KustoToken(Kind.TIMESPAN, text, KustoTime.times(unit.get(), count), span);
        }
        return decimal
                ? new KustoToken(Kind.NUMBER, text, Values.of(Double.parseDouble(text)), span)
                : whole(start, text, 10);
    }

    private KustoToken whole(int start, String digits, int radix) throws RuleSyntaxException {
        try {
            Value value = Values.of(Long.parseLong(digits, radix));
            return new KustoToken(Kind.NUMBER, in.since(start), value, new Span(start, in.at));
        } catch (NumberFormatException e) {
            throw in.error(start, in.at, "found a number outside 64 bits");
        }
    }

    /** {@code datetime(…)} or {@code timespan(…)}, whose inside is no expression. */
    KustoToken time(int start, int open, String name) throws RuleSyntaxException {
        String inside = inParentheses(start, open);
        boolean date = name.startsWith("date");
        Optional<Value> value = inside.equals("null")
                ? Optional.of(Values.NULL)
                : date ? KustoTime.datetime(inside) : KustoTime.timespan(inside);
        if (value.isEmpty()) {
            throw in.error(start, in.at, "found '" + inside + "', expected a " + (date ? "date" : "time span"));
        }
        Kind kind = date ? Kind.DATETIME : Kind.TIMESPAN;
        return new KustoToken(kind, in.since(start), value.get(), new Span(start, in.at));
    }

    /** {@code guid(…)}: its text in small letters, or null. */
    KustoToken guid(int start, int open) throws RuleSyntaxException {
        String inside = inParentheses(start, open);
        Value value = inside.equals("null") ? Values.EMPTY_TEXT : KustoTextFunctions.guid(inside);
        if (value.asText().isEmpty() && !inside.equals("null")) {
            throw in.error(start, in.at, "found '" + inside + "', expected 32 hexadecimal digits");
        }
        return new KustoToken(Kind.TEXT, in.since(start), value, new Span(start, in.at));
    }

    /** What stands between the parentheses, without the quotes that may be around it. */
    private String inParentheses(int start, int open) throws RuleSyntaxException {
        int close = in.text.indexOf(')', open);
        if (close < 0) {
            throw in.error(start, in.at, "found no end of this literal, expected )");
        }
        in.at = close + 1;
        String inside = in.text.substring(open + 1, close).strip();
        boolean quoted = inside.length() >= 2 && (inside.charAt(0) == '"' || inside.charAt(0) == '\'');
        return quoted ? inside.substring(1, inside.length() - 1) : inside;
    }
}
