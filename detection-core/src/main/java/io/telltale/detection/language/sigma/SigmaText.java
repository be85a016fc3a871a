package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.TestKind;
import io.telltale.detection.text.Wildcard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A text of a rule with its wildcards told from its letters. A backslash before {@code *}, {@code ?} or another
 * backslash quotes it and is a letter before anything else.
 *
 * @param marked the text, wildcards as the two characters that Unicode reserves for such use
 * @param octets whether each letter stands for one octet, after an encoding to UTF-16
 */
record SigmaText(String marked, boolean octets) {
    private static final char ANY = '\uFFFF';
    private static final char ONE = '\uFFFE';
    private static final String DASHES = "-/\u2013\u2014\u2015";
    private static final int MAX_VARIANTS = 3_125;

    /** How the text compares: one of the text kinds of {@link TestKind} and what it wants. */
    record Shape(TestKind kind, String wanted) {}

    static SigmaText parse(String written) {
        var out = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            boolean quotes = c == '\\' && i + 1 < written.length() && "*?\\".indexOf(written.charAt(i + 1)) >= 0;
            if (quotes) {
                out.append(written.charAt(++i));
            } else if (c == '*') {
                out.append(ANY);
            } else if (c == '?') {
                out.append(ONE);
            } else {
                out.append(c == ANY || c == ONE ? '\uFFFD' : c);
            }
        }
        return new SigmaText(out.toString(), false);
    }

    boolean hasWildcards() {
        return marked.indexOf(ANY) >= 0 || marked.indexOf(ONE) >= 0;
    }

    SigmaText openStart() {
        return marked.startsWith(String.valueOf(ANY)) ? this : new SigmaText(ANY + marked, octets);
    }

    SigmaText openEnd() {
        return marked.endsWith(String.valueOf(ANY)) ? this : new SigmaText(marked + ANY, octets);
    }

    /** The text in UTF-16, with or without the mark of its byte order. */
    SigmaText utf16(boolean littleEndian, boolean orderMark) {
        byte[] bytes = marked.getBytes(littleEndian ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
        String letters = new String(bytes, StandardCharsets.ISO_8859_1);
        String mark = orderMark ? (littleEndian ? "\u00ff\u00fe" : "\u00fe\u00ff") : "";
        return new SigmaText(mark + letters, true);
    }

    SigmaText base64() {
        return new SigmaText(Base64.getEncoder().encodeToString(bytes()), false);
    }

    /** What stays the same of the text's encoding, for each of the three places that it can have in a longer text. */
    List<SigmaText> base64AtEachOffset() {
        byte[] bytes = bytes();
        int[] startCut = {0, 2, 3};
        int[] endCut = {0, 3, 2};
        var variants = new ArrayList<SigmaText>();
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            String encoded = Base64.getEncoder().encodeToString(shifted);
            int end = Math.max(startCut[offset], encoded.length() - endCut[shifted.length % 3]);
            variants.add(new SigmaText(encoded.substring(startCut[offset], end), false));
        }
        return variants;
    }

    /**
     * The text with each dash or slash that begins a word in all the forms that command lines take; empty where that
     * would be too many.
     */
    List<SigmaText> dashes() {
        List<StringBuilder> variants = List.of(new StringBuilder());
        for (int i = 0; i < marked.length(); i++) {
            char c = marked.charAt(i);
            boolean option = DASHES.indexOf(c) >= 0
                    && (i == 0 || !isWord(marked.charAt(i - 1)))
                    && i + 1 < marked.length()
                    && isWord(marked.charAt(i + 1));
            var longer = new ArrayList<StringBuilder>();
            for (StringBuilder variant : variants) {
                for (char dash : option ? DASHES.toCharArray() : new char[] {c}) {
                    longer.add(new StringBuilder(variant).append(dash));
                }
            }
            if (longer.size() > MAX_VARIANTS) {
                return List.of();
            }
            variants = longer;
        }
        return variants.stream()
                .map(text -> new SigmaText(text.toString(), octets))
                .toList();
    }

    Shape shape() {
        int length = marked.length();
        boolean start = length > 0 && marked.charAt(0) == ANY;
        boolean end = length > 1 && marked.charAt(length - 1) == ANY;
        String core = marked.substring(start ? 1 : 0, end ? length - 1 : length);
        boolean plain = core.indexOf(ANY) < 0 && core.indexOf(ONE) < 0 && !core.isEmpty();
        if (!hasWildcards()) {
            return new Shape(TestKind.EQ, marked);
        }
        if (plain) {
            return new Shape(
                    start && end ? TestKind.CONTAINS : start ? TestKind.ENDS_WITH : TestKind.STARTS_WITH, core);
        }
        return new Shape(TestKind.WILDCARD, wildcard());
    }

    /** The text as a pattern of {@link Wildcard}. */
    String wildcard() {
        var out = new StringBuilder();
        for (int i = 0; i < marked.length(); i++) {
            char c = marked.charAt(i);
            out.append(c == ANY ? "*" : c == ONE ? "?" : Wildcard.quote(String.valueOf(c)));
        }
        return out.toString();
    }

    private byte[] bytes() {
        return marked.getBytes(octets ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
