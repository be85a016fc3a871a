package io.telltale.detection.language.python;

import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads numbers and strings. */
final class LiteralParser {
    private static final int MOST_DIGITS = 4300;

    private final TokenReader in;

    LiteralParser(TokenReader in) {
        this.in = in;
    }

    static Node.Expr number(TokenReader in, Token token) throws RuleSyntaxException {
        String text = token.text().replace("_", "").toLowerCase(Locale.ROOT);
        if (text.endsWith("j")) {
            return new Node.ForeignExpr("complex number", token.span());
        }
        try {
            if (text.startsWith("0x") || text.startsWith("0o") || text.startsWith("0b")) {
                int radix = text.charAt(1) == 'x' ? 16 : text.charAt(1) == 'o' ? 8 : 2;
                return integer(new BigInteger(text.substring(2), radix), token.span());
            }
            if (text.contains(".") || text.contains("e")) {
                return new Node.Constant(Values.of(Double.parseDouble(text)), token.span());
            }
            boolean isOctal =
                    text.length() > 1 && text.charAt(0) == '0' && text.chars().anyMatch(c -> c != '0');
            if (!isOctal && text.length() <= MOST_DIGITS) {
                return integer(new BigInteger(text), token.span());
            }
        } catch (NumberFormatException e) {
            throw in.error(token.span(), "found " + token.text() + ", expected a number");
        }
        throw in.error(
                token.span(),
                text.length() > MOST_DIGITS
                        ? "found a number of more than " + MOST_DIGITS + " digits"
                        : "found " + token.text() + ", expected a number without leading zeros");
    }

    private static Node.Expr integer(BigInteger number, Span span) {
        return number.bitLength() < Long.SIZE
                ? new Node.Constant(Values.of(number.longValue()), span)
                : new Node.BigConstant(number, span);
    }

    Node.Expr strings() throws RuleSyntaxException {
        Span start = in.peek().span();
        var parts = new ArrayList<Node.Part>();
        boolean formatted = false;
        int bytes = 0;
        int count = 0;
        while (in.peek().kind() == Token.Kind.STRING) {
            Token token = in.next();
            count++;
            if (token.prefix().contains("b")) {
                bytes++;
                if (token.text().chars().anyMatch(c -> c > 0xff)) {
                    throw in.error(token.span(), "bytes can only contain ASCII literal characters");
                }
                parts.add(text(token.text()));
            } else if (token.prefix().contains("f")) {
                formatted = true;
                new FormatReader(in.source(), token.prefix().contains("r"), in.depth())
                        .read(token.inner(), token.inner() + token.text().length(), parts);
            } else {
                parts.add(text(token.text()));
            }
        }
        if (bytes > 0 && bytes < count) {
            throw in.error(in.since(start), "cannot mix bytes and nonbytes literals");
        }
        if (formatted) {
            return new Node.Formatted(List.copyOf(parts), in.since(start));
        }
        var whole = new StringBuilder();
        parts.forEach(part -> whole.append(part.text()));
        return bytes > 0
                ? new Node.BytesConstant(whole.toString(), in.since(start))
                : new Node.Constant(Values.of(whole.toString()), in.since(start));
    }

    private static Node.Part text(String text) {
        return new Node.Part(text, Optional.empty(), "", Optional.empty());
    }
}
