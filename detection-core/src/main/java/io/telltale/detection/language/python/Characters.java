package io.telltale.detection.language.python;

/** Python counts a text's code points where Java counts its UTF-16 units. */
final class Characters {
    private Characters() {}

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The character at a place, which must exist. */
    static String at(String text, int place) {
        int index = text.offsetByCodePoints(0, place);
        return text.substring(index, text.offsetByCodePoints(index, 1));
    }

    /** The place, counted in code points, of an index; -1 stays. */
    static long place(String text, int index) {
        return index < 0 ? -1 : text.codePointCount(0, index);
    }
}
