package io.telltale.detection.language.spl;

import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The terms of a pipeline's first search that say which log is read: {@code sourcetype}, {@code index} and their like.
 * Where they stand for themselves they test no event; within other conditions a source type holds or not, and the place
 * that a log is kept in is taken to be the right one.
 */
final class LogTerms {
    private static final String SOURCE_TYPE = "sourcetype";
    private static final Set<String> FIELDS =
            Set.of(SOURCE_TYPE, "index", "source", "host", "eventtype", "splunk_server");

    private LogTerms() {}

    /** The field of a term that names the log, or of a choice between such terms. */
    static Optional<String> field(SearchSyntax part) {
        if (part instanceof SearchSyntax.Any any) {
            return any.operands().stream().allMatch(o -> field(o).isPresent())
                    ? field(any.operands().get(0))
                    : Optional.empty();
        }
        Optional<String> field = part instanceof SearchSyntax.Comparison c
                ? Optional.of(c.field().text())
                : part instanceof SearchSyntax.Membership m
                        ? Optional.of(m.field().text())
                        : Optional.empty();
        return field.filter(FIELDS::contains);
    }

    /** The source types that a search asks for, wherever it does. */
    static List<String> sourceTypes(SearchSyntax condition) {
        var out = new ArrayList<String>();
        gather(condition, out);
        return out;
    }

    private static void gather(SearchSyntax condition, List<String> into) {
        if (condition instanceof SearchSyntax.All all) {
            all.operands().forEach(o -> gather(o, into));
        } else if (condition instanceof SearchSyntax.Any any) {
            any.operands().forEach(o -> gather(o, into));
        } else if (condition instanceof SearchSyntax.Comparison c
                && c.operator().equals("=")) {
            if (c.field().text().equals(SOURCE_TYPE)) {
                into.add(c.value().text());
            }
        } else if (condition instanceof SearchSyntax.Membership m
                && m.field().text().equals(SOURCE_TYPE)) {
            m.values().forEach(v -> into.add(v.text()));
        }
    }

    /**
     * Whether a term holds of every event of the log; empty where nobody knows, as of an index that the search leaves out.
     *
     * @param sourceType the log's own
     */
    static Optional<Boolean> holds(SearchSyntax term, String sourceType) {
        boolean type = field(term).filter(SOURCE_TYPE::equals).isPresent();
        if (term instanceof SearchSyntax.Membership m) {
            return type
                    ? Optional.of(m.values().stream().anyMatch(v -> isLike(sourceType, v.text())))
                    : Optional.of(true);
        }
        var comparison = (SearchSyntax.Comparison) term;
        boolean equal = comparison.operator().equals("=");
        if (type && (equal || comparison.operator().equals("!="))) {
            return Optional.of(isLike(sourceType, comparison.value().text()) == equal);
        }
        return equal ? Optional.of(true) : Optional.empty();
    }

    /** Whether a source type is of the form that a search asks for, in which a star is any text. */
    static boolean isLike(String sourceType, String wanted) {
        return Wildcard.compile(Wildcard.quote(wanted).replace("\\*", "*"), false)
                .matches(sourceType);
    }
}
