package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.TestKind;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The modifiers of one field, sorted by what they change. */
final class Modifiers {
    private static final Map<String, TestKind> ORDERINGS =
            Map.of("lt", TestKind.LT, "lte", TestKind.LE, "gt", TestKind.GT, "gte", TestKind.GE);
    private static final Set<String> TRANSFORMS =
            Set.of("wide", "utf16", "utf16le", "utf16be", "base64", "base64offset", "windash", "expand");
    private static final Set<String> WAYS =
            Set.of("text", "re", "cidr", "exists", "fieldref", "lt", "lte", "gt", "gte");

    /** What {@code contains}, {@code startswith} and {@code endswith} go with. */
    private static final Set<String> EDGED = Set.of("text", "re", "fieldref");

    /** The flags of a regular expression, and what pySigma calls them beside. */
    private static final Map<String, String> REGEX_FLAGS =
            Map.of("i", "i", "m", "m", "s", "s", "ignorecase", "i", "multiline", "m", "dotall", "s");

    private static final Map<String, Consumer<Modifiers>> FLAGS = Map.of(
            "all", modifiers -> modifiers.all = true,
            "cased", modifiers -> modifiers.cased = true,
            "neq", modifiers -> modifiers.negated = true,
            "contains",
                    modifiers -> {
                        modifiers.openStart = true;
                        modifiers.openEnd = true;
                    },
            "startswith", modifiers -> modifiers.openEnd = true,
            "endswith", modifiers -> modifiers.openStart = true);

    private final SourceText body;
    private final Search.Item item;
    private final List<String> transforms = new ArrayList<>();
    private final List<String> timeParts = new ArrayList<>();
    private final StringBuilder regexFlags = new StringBuilder();
    private String way = "text";
    private boolean all;
    private boolean cased;
    private boolean negated;
    private boolean openStart;
    private boolean openEnd;

    Modifiers(SourceText body, Search.Item item, List<Unsupported> unsupported) throws RuleSyntaxException {
        this.body = body;
        this.item = item;
        for (String modifier : item.modifiers()) {
            if (WAYS.contains(modifier) && !modifier.equals("text")) {
                take(modifier);
            } else if (TRANSFORMS.contains(modifier)) {
                transforms.add(modifier);
            } else if (TimeParts.contains(modifier)) {
                timeParts.add(modifier);
            } else if (!flag(modifier)) {
                unsupported.add(new Unsupported("modifier " + modifier, item.span()));
            }
        }
        if ((openStart || openEnd) && !EDGED.contains(way)) {
            unsupported.add(new Unsupported("modifier " + way + " with contains", item.span()));
        }
        if (timeParts.size() > 1) {
            throw error("found several parts of a time, expected one");
        }
        if (!transforms.isEmpty() && !way.equals("text")) {
            unsupported.add(new Unsupported("modifier " + transforms.get(0) + " with " + way, item.span()));
        }
        if (way.equals("fieldref") && openStart && openEnd != item.modifiers().contains("contains")) {
            unsupported.add(new Unsupported("modifier fieldref with startswith and endswith", item.span()));
        }
    }

    private boolean flag(String modifier) {
        if (FLAGS.containsKey(modifier)) {
            FLAGS.get(modifier).accept(this);
            return true;
        }
        boolean ofRegex = REGEX_FLAGS.containsKey(modifier) && way.equals("re");
        regexFlags.append(ofRegex ? REGEX_FLAGS.get(modifier) : "");
        return ofRegex;
    }

    /** All modifiers, in the order to show them. */
    static List<String> names() {
        return Stream.of(FLAGS.keySet(), WAYS, ORDERINGS.keySet(), TRANSFORMS, REGEX_FLAGS.keySet(), TimeParts.names())
                .flatMap(Set::stream)
                .filter(name -> !name.equals("text"))
                .distinct()
                .sorted()
                .toList();
    }

    private void take(String newWay) throws RuleSyntaxException {
        if (!way.equals("text")) {
            throw error("found the modifier " + newWay + " beside " + way);
        }
        way = newWay;
    }

    /** {@code text}, {@code re}, {@code cidr}, {@code exists}, {@code fieldref}, or an ordering. */
    String way() {
        return way;
    }

    /** Whether the values are ordered against, not matched. */
    boolean isOrdering() {
        return ORDERINGS.containsKey(way);
    }

    /** The comparison of an ordering. */
    TestKind ordering() {
        return ORDERINGS.getOrDefault(way, TestKind.EQ);
    }

    List<String> transforms() {
        return transforms;
    }

    List<String> timeParts() {
        return timeParts;
    }

    /** Flags of a regular expression among {@code ims}. */
    String regexFlags() {
        return regexFlags.toString();
    }

    boolean all() {
        return all;
    }

    boolean cased() {
        return cased;
    }

    boolean negated() {
        return negated;
    }

    boolean openStart() {
        return openStart;
    }

    boolean openEnd() {
        return openEnd;
    }

    private RuleSyntaxException error(String detail) {
        return new RuleSyntaxException(body, item.fieldSpan(), detail);
    }
}
