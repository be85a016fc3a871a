package io.telltale.catalog.store;

/** Text without the NULs and the halves of surrogate pairs that PostgreSQL cannot hold: U+FFFD in their place. */
public final class StorableText {
    private StorableText() {}

    public static String of(String text) {
        boolean clean = true;
        for (int i = 0; i < text.length() && clean; i++) {
            char c = text.charAt(i);
            clean = c != 0 && !Character.isSurrogate(c);
        }
        if (clean) {
            return text;
        }
        var out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
