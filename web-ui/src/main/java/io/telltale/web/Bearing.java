package io.telltale.web;

import io.telltale.detection.engine.Explanation.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition of an explanation and what it did for its row: a condition that is false helps where it stands under a
 * {@code not}, and one branch of an {@code or} that does not hold keeps nothing out as long as another does.
 *
 * @param effect {@code helps}, {@code hinders}, {@code idle} (the answer does not hang on it) or {@code error}
 */
public record Bearing(Condition condition, String effect, List<Bearing> children) {
    public Bearing {
        children = List.copyOf(children);
    }

    static Bearing of(Condition condition) {
        return of(condition, "true", true);
    }

    /**
     * @param wanted the outcome that lets the row through
     * @param decides whether the answer of what it stands in hangs on it
     */
    private static Bearing of(Condition condition, String wanted, boolean decides) {
        boolean helps = decides && condition.outcome().equals(wanted);
        boolean hinders = decides && !helps;
        String effect = condition.outcome().equals("error") ? "error" : helps ? "helps" : hinders ? "hinders" : "idle";
        List<Bearing> children = new ArrayList<>();
        for (Condition child : condition.children()) {
            boolean chooses = condition.kind().equals("if") && children.isEmpty();
            String childWanted = condition.kind().equals("not") ? opposite(wanted) : wanted;
            boolean alike = child.outcome().equals(childWanted) == helps;
            children.add(of(child, childWanted, decides && !chooses && alike));
        }
        return new Bearing(condition, effect, children);
    }

    private static String opposite(String outcome) {
        return outcome.equals("true") ? "false" : "true";
    }
}
