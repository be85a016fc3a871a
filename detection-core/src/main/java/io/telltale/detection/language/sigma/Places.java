package io.telltale.detection.language.sigma;

import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds where the data of a YAML document stands in its text. The data is asked for in the document's own order, so each
 * search begins where the one before ended; what is written in another way than it reads (escapes, folding) is given the
 * empty span at that place.
 */
final class Places {
    private static final int WINDOW = 4_000;

    private final String text;
    private final Optional<Span> everywhere;
    private int cursor;

    private Places(String text, Optional<Span> everywhere) {
        this.text = text;
        this.everywhere = everywhere;
    }

    static Places in(String text) {
        return new Places(text, Optional.empty());
    }

    /** The places of a document that stands in another text, all of them where this one refers to it. */
    static Places allAt(Span span) {
        return new Places("", Optional.of(span));
    }

    /** Goes to a key of the document itself. */
    Span section(String key) {
        int at = text.startsWith(key + ":") ? 0 : text.indexOf("\n" + key + ":") + 1;
        if (!text.startsWith(key + ":", at)) {
            return here();
        }
        cursor = at + key.length() + 1;
        return new Span(at, at + key.length());
    }

    /** Goes past the next place where a mapping has this key. */
    Span key(String key) {
        for (int at = next(key, cursor); at >= 0; at = next(key, at + 1)) {
            int end = at + key.length();
            int colon = end;
            while (colon < text.length() && "'\" ".indexOf(text.charAt(colon)) >= 0) {
                colon++;
            }
            boolean begins = at == 0 || "'\" \n{,\t".indexOf(text.charAt(at - 1)) >= 0;
            if (begins && colon < text.length() && text.charAt(colon) == ':') {
                cursor = colon + 1;
                return new Span(at, end);
            }
        }
        return here();
    }

    /** Goes past the next place where this text stands. */
    Span value(String value) {
        int at = value.isEmpty() ? -1 : next(value, cursor);
        if (at < 0) {
            return here();
        }
        cursor = at + value.length();
        return new Span(at, cursor);
    }

    /** For each character of a text that stands here, perhaps folded or quoted, and for its end, the place. */
    List<Span> align(String value) {
        if (everywhere.isPresent()) {
            return Collections.nCopies(value.length() + 1, everywhere.get());
        }
        var offsets = new ArrayList<Span>();
        int at = cursor;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Character.isWhitespace(c)) {
                int found = text.indexOf(c, at);
                at = found >= 0 && found - at < WINDOW ? found : at;
            }
            offsets.add(new Span(at, Math.min(at + 1, text.length())));
            at = Math.min(at + (Character.isWhitespace(c) ? 0 : 1), text.length());
        }
        offsets.add(new Span(at, Math.min(at + 1, text.length())));
        cursor = at;
        return offsets;
    }

    private Span here() {
        return everywhere.orElseGet(() -> new Span(cursor, cursor));
    }

    private int next(String wanted, int from) {
        int last = Math.min(text.length() - wanted.length(), from + WINDOW);
        for (int at = from; at <= last; at++) {
            if (text.startsWith(wanted, at)) {
                return at;
            }
            if (text.charAt(at) == '#' && at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? last : end - 1;
            }
        }
        return -1;
    }
}
