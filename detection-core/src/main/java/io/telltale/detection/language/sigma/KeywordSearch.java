package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.ScriptBody;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.function.Predicate;

/** Looks for a keyword in every value of the event, however deep. */
final class KeywordSearch implements ScriptBody {
    private static final int MAX_DEPTH = 200;

    private final String keyword;
    private final Predicate<String> found;

    KeywordSearch(String keyword, Predicate<String> found) {
        this.keyword = keyword;
        this.found = found;
    }

    @Override
    public String language() {
        return SigmaLanguage.SLUG;
    }

    @Override
    public String entryPoint() {
        return "keyword " + keyword;
    }

    @Override
    public Value run(Value.ObjectOf event, EvaluationContext context) {
        return Values.of(in(event, 0));
    }

    private boolean in(Value value, int depth) {
        if (depth > MAX_DEPTH) {
            return false;
        }
        if (value instanceof Value.ObjectOf object) {
            return object.members().values().stream().anyMatch(member -> in(member, depth + 1));
        }
        if (value instanceof Value.ListOf list) {
            return list.elements().stream().anyMatch(element -> in(element, depth + 1));
        }
        return !value.isAbsent() && found.test(value.asText());
    }
}
