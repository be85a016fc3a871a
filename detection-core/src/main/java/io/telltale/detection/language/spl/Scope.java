package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a field's name means at one place of a search. A scope is the event or an empty row with what the commands since
 * have done to names laid over it, the last on top; a name is looked up from the top.
 */
sealed interface Scope
        permits Scope.Spread,
                EventScope,
                Scope.Fresh,
                RowScopes.Either,
                RowScopes.Gathered,
                DataModels.Dataset,
                Scope.Over {
    Expression resolve(String name, Span span);

    /** Whether names that no command has bound may still be fields of the event. */
    boolean open();

    /** The names that commands have bound, in the order in which they did. */
    List<String> bound();

    /** Whether the bound names are all there are. */
    default boolean complete() {
        return !open();
    }

    /** The event, where its own fields are what the open names stand for; empty where a command has changed them. */
    default Optional<EventScope> wholeEvent() {
        return Optional.empty();
    }

    default Scope with(String name) {
        return new Bound(this, name);
    }

    /** A scope laid over another, which it asks for what it says nothing of. */
    sealed interface Over extends Scope
            permits Bound,
                    Kept,
                    Removed,
                    Renamed,
                    Extracted,
                    Filled,
                    RowScopes.Joined,
                    RowScopes.Members,
                    RowScopes.Computed,
                    RowScopes.Each {
        Scope below();

        @Override
        default boolean open() {
            return below().open();
        }

        @Override
        default boolean complete() {
            return below().complete();
        }

        @Override
        default List<String> bound() {
            return below().bound();
        }
    }

    /** A row whose columns are named by values that only run time knows, beside those that are bound. */
    record Spread() implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            return new Expression.Column(name, span);
        }

        @Override
        public boolean open() {
            return false;
        }

        @Override
        public boolean complete() {
            return false;
        }

        @Override
        public List<String> bound() {
            return List.of();
        }
    }

    /** A row that a command has made anew; or one after a command that was not understood, whose columns nobody knows. */
    record Fresh() implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            return new Expression.Column(name, span);
        }

        @Override
        public boolean open() {
            return false;
        }

        @Override
        public List<String> bound() {
            return List.of();
        }
    }

    /** A name that a stage has bound. */
    record Bound(Scope below, String name) implements Over {
        @Override
        public Expression resolve(String wanted, Span span) {
            return wanted.equals(name) ? new Expression.Column(name, span) : below.resolve(wanted, span);
        }

        @Override
        public Optional<EventScope> wholeEvent() {
            return below.wholeEvent();
        }

        @Override
        public List<String> bound() {
            var names = new ArrayList<>(below.bound());
            names.remove(name);
            names.add(name);
            return names;
        }
    }

    /** {@code fields} and {@code table} with stars over fields that only the event at hand knows: names of other forms are no more. */
    record Kept(Scope below, List<NamePattern> patterns) implements Over {
        public Kept {
            patterns = List.copyOf(patterns);
        }

        @Override
        public Expression resolve(String name, Span span) {
            return patterns.stream().anyMatch(p -> p.matches(name))
                    ? below.resolve(name, span)
                    : new Expression.Literal(Values.MISSING, span);
        }

        @Override
        public List<String> bound() {
            return below.bound().stream()
                    .filter(n -> patterns.stream().anyMatch(p -> p.matches(n)))
                    .toList();
        }
    }

    /** Names, by a pattern, that are no more. */
    record Removed(Scope below, NamePattern pattern) implements Over {
        @Override
        public Expression resolve(String name, Span span) {
            return pattern.matches(name) ? new Expression.Literal(Values.MISSING, span) : below.resolve(name, span);
        }

        @Override
        public List<String> bound() {
            return below.bound().stream().filter(n -> !pattern.matches(n)).toList();
        }
    }

    /** {@code rename a.* as b.*} over fields that only the event at hand knows: where the old name has no value, the new one keeps its own. */
    record Renamed(Scope below, NamePattern from, NamePattern to) implements Over {
        @Override
        public Expression resolve(String name, Span span) {
            boolean gone = from.star(name).isPresent();
            Expression own = gone ? new Expression.Literal(Values.MISSING, span) : below.resolve(name, span);
            Optional<String> star = to.star(name);
            if (star.isEmpty() || name.startsWith("_") || SplTime.DATE_FIELDS.contains(name)) {
                return own;
            }
            Expression moved = below.resolve(from.with(star.get()), span);
            boolean nothing = own instanceof Expression.Literal literal && literal.value() instanceof Value.Missing;
            return nothing ? moved : new Expression.Call("spl:alias", List.of(moved, own), span);
        }
    }

    /** {@code spath input=…}: every name inside a value is a field, before the fields that were there. */
    record Extracted(Scope below, Expression input) implements Over {
        @Override
        public Expression resolve(String name, Span span) {
            if (name.startsWith("_")) {
                return below.resolve(name, span);
            }
            Expression inside = new Expression.Call(
                    "spl:leaf_inside", List.of(input, new Expression.Literal(Values.of(name), span)), span);
            return new Expression.Call("spl:alias", List.of(inside, below.resolve(name, span)), span);
        }
    }

    /** {@code fillnull} of all fields. */
    record Filled(Scope below, String value) implements Over {
        @Override
        public Expression resolve(String name, Span span) {
            Expression own = below.resolve(name, span);
            return FieldLowering.isNothing(own)
                    ? own
                    : new Expression.Call(
                            "spl:alias", List.of(own, new Expression.Literal(Values.of(value), span)), span);
        }
    }

    /** Splunk's name of a JSON field as a path: dots between names, {@code {}} for each element of a list. */
    static FieldPath path(String name) {
        var segments = new ArrayList<FieldPath.Segment>();
        for (String part : name.split("\\.", -1)) {
            String key = part;
            var steps = new ArrayList<FieldPath.Segment>();
            while (key.endsWith("}") && key.lastIndexOf('{') >= 0) {
                int open = key.lastIndexOf('{');
                String index = key.substring(open + 1, key.length() - 1);
                if (index.isEmpty()) {
                    steps.add(0, new FieldPath.Segment.Each());
                } else if (index.length() < 9 && index.chars().allMatch(Character::isDigit)) {
                    steps.add(0, new FieldPath.Segment.Index(Integer.parseInt(index)));
                } else {
                    break;
                }
                key = key.substring(0, open);
            }
            if (!key.isEmpty() || (segments.isEmpty() && steps.isEmpty())) {
                segments.add(new FieldPath.Segment.Key(key));
            }
            segments.addAll(steps);
        }
        return new FieldPath(segments, false);
    }
}
