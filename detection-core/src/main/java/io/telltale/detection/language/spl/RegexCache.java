package io.telltale.detection.language.spl;

import com.google.re2j.Pattern;
import io.telltale.detection.text.Patterns;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Regular expressions that are only known when a rule runs, each compiled once; thread-safe and bounded. */
final class RegexCache {
    private static final int MOST = 500;

    private final Map<String, Pattern> compiled = new ConcurrentHashMap<>();

    /**
     * The compiled expression.
     *
     * @throws IllegalArgumentException with the reason where it cannot be compiled
     */
    Pattern get(String regex) {
        Pattern known = compiled.get(regex);
        if (known != null) {
            return known;
        }
        Pattern pattern = Patterns.re2(regex, 0);
        if (compiled.size() >= MOST) {
            compiled.clear();
        }
        compiled.put(regex, pattern);
        return pattern;
    }
}
