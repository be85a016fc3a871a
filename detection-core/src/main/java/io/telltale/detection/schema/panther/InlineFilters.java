package io.telltale.detection.schema.panther;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Span;
import java.util.List;

/**
 * The filters that stand in a rule's metadata: match expressions that an event must meet before its rule looks at it. One
 * on a field that the event does not have passes.
 *
 * @see <a href="https://docs.panther.com/detections/rules/inline-filters">inline filters</a>
 */
public final class InlineFilters {
    private static final String KEY = "InlineFilters";

    private InlineFilters() {}

    /** The filter of a rule whose metadata stand in another file than its body; none where it lets everything pass. */
    public static List<Stage> lower(Value.ObjectOf document, List<Unsupported> unsupported) {
        try {
            return lower(document, path -> Span.NONE, unsupported);
        } catch (MatchExpressionException e) {
            unsupported.add(new Unsupported("inline filter: " + e.detail(), Span.NONE));
            return List.of();
        }
    }

    /**
     * The filter of a rule; none where it lets everything pass.
     *
     * @param places where the metadata stand in the rule's body
     */
    public static List<Stage> lower(
            Value.ObjectOf document, MatchExpressions.Places places, List<Unsupported> unsupported)
            throws MatchExpressionException {
        Value filters = document.get(KEY);
        if (filters.isAbsent()) {
            return List.of();
        }
        Expression passes = new MatchExpressions(places, unsupported, true).all(filters, List.of(KEY));
        boolean isAnything =
                passes instanceof Expression.Literal literal && literal.value().equals(Values.TRUE);
        return isAnything ? List.of() : List.of(new Stage.Filter(passes, passes.span()));
    }
}
