package io.telltale.detection.language.spl;

import io.telltale.detection.text.Wildcard;
import java.util.Optional;

/** A name with stars, each of which stands for any text. */
record NamePattern(String text) {
    boolean isWild() {
        return text.indexOf('*') >= 0;
    }

    boolean matches(String name) {
        return text.indexOf('*') == text.lastIndexOf('*')
                ? star(name).isPresent()
                : Wildcard.compile(Wildcard.quote(text).replace("\\*", "*"), true)
                        .matches(name);
    }

    /** What the star stands for in a name that matches; the empty text where there is no star. Of several stars, none. */
    Optional<String> star(String name) {
        int at = text.indexOf('*');
        if (at < 0) {
            return name.equals(text) ? Optional.of("") : Optional.empty();
        }
        String head = text.substring(0, at);
        String tail = text.substring(at + 1);
        return name.length() >= head.length() + tail.length() && name.startsWith(head) && name.endsWith(tail)
                ? Optional.of(name.substring(head.length(), name.length() - tail.length()))
                : Optional.empty();
    }

    String with(String star) {
        int at = text.indexOf('*');
        return at < 0 ? text : text.substring(0, at) + star + text.substring(at + 1);
    }
}
