package io.telltale.detection.text;

/** Compares texts whatever the case of their letters, character by character as {@link String#equalsIgnoreCase} does. */
public final class Folding {
    private Folding() {}

    /** Whether the piece occurs anywhere in the text. */
    public static boolean contains(String text, String piece) {
        if (piece.isEmpty()) {
            return true;
        }
        int last = text.length() - piece.length();
        char first = fold(piece.charAt(0));
        for (int i = 0; i <= last; i++) {
            if (fold(text.charAt(i)) == first && text.regionMatches(true, i, piece, 0, piece.length())) {
                return true;
            }
        }
        return false;
    }

    /** The one form of all cases of a letter. */
    public static char fold(char c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
