package io.telltale.detection.language.python;

/** How a text is searched: what {@code find}, {@code index}, {@code count}, {@code startswith} and their like have in common. */
final class TextSearch {
    private TextSearch() {}

    /** Where in the text, in Java's count, the method's start and end arguments point. */
    static int[] bounds(String text, Arguments a) {
        int length = Characters.length(text);
        long from = a.get(1, Py.None.NONE) == Py.None.NONE ? 0 : a.integer(1, 0);
        long to = a.get(2, Py.None.NONE) == Py.None.NONE ? length : a.integer(2, length);
        long start = Math.max(0, from < 0 ? from + length : from);
        long end = Math.max(0, Math.min(length, to < 0 ? to + length : to));
        if (start > length || start > end) {
            return new int[] {-1, -1};
        }
        return new int[] {text.offsetByCodePoints(0, (int) start), text.offsetByCodePoints(0, (int) end)};
    }

    static String part(String text, Arguments a) {
        if (a.size() < 2) {
            return text;
        }
        int[] bounds = bounds(text, a);
        // Beyond the text's end not even the empty text is found.
        return bounds[0] < 0 ? "" : text.substring(bounds[0], bounds[1]);
    }

    static boolean affix(String name, Object wanted, String text, boolean start) {
        if (wanted instanceof String affix) {
            return start ? text.startsWith(affix) : text.endsWith(affix);
        }
        if (wanted instanceof Py.Tuple tuple) {
            for (Object item : tuple.items()) {
                if (!(item instanceof String affix)) {
                    throw Py.error(
                            "TypeError", "tuple for " + name + " must only contain str, not " + Py.typeName(item));
                }
                if (start ? text.startsWith(affix) : text.endsWith(affix)) {
                    return true;
                }
            }
            return false;
        }
        if (wanted instanceof Py.Opaque opaque) {
            throw opaque.stopped();
        }
        throw Py.error("TypeError", name + " first arg must be str or a tuple of str, not " + Py.typeName(wanted));
    }

    static Object found(String text, Arguments a, boolean last, boolean must) {
        int[] bounds = bounds(text, a);
        String wanted = a.text(0);
        int at = -1;
        if (bounds[0] >= 0) {
            String part = text.substring(bounds[0], bounds[1]);
            at = last ? part.lastIndexOf(wanted) : part.indexOf(wanted);
        }
        if (at < 0 && must) {
            throw Py.error("ValueError", "substring not found");
        }
        return at < 0 ? -1L : Characters.place(text, bounds[0] + at);
    }

    static Object occurrences(String wanted, String whole) {
        if (wanted.isEmpty()) {
            return Characters.length(whole) + 1L;
        }
        long count = 0;
        for (int at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + wanted.length())) {
            count++;
        }
        return count;
    }
}
