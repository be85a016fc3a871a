package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.schema.SchemaField;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a field's name means at one place of a search. A scope is the event or an empty row with what the commands since
 * have done to names laid over it, the last on top; a name is looked up from the top.
 */
sealed interface Scope
        permits Scope.Event,
                Scope.Fresh,
                Scope.Bound,
                Scope.Removed,
                Scope.Renamed,
                Scope.Extracted,
                Scope.Filled,
                Scope.Either,
                Scope.Joined,
                Scope.Members,
                Scope.Computed,
                Scope.Gathered,
                Scope.Each,
                DataModels.Dataset {
    Expression resolve(String name, Span span);

    /** Whether names that no command has bound may still be fields of the event. */
    boolean open();

    /** The names that commands have bound, in the order in which they did. */
    List<String> bound();

    default Scope with(String name) {
        return new Bound(this, name);
    }

    /** The event itself, under the names of a Splunk add-on. */
    record Event(FieldSchema schema, boolean ocsf, Consumer<String> unsupported) implements Scope {
        private static final Set<String> UNKNOWN =
                Set.of("index", "host", "source", "eventtype", "tag", "splunk_server");

        @Override
        public Expression resolve(String name, Span span) {
            Expression time = new Expression.Field(FieldPath.parse("eventTime"), span);
            if (name.equals("_time")) {
                return new Expression.Call("spl:event_time", List.of(time), span);
            }
            if (name.equals("_raw")) {
                return new Expression.Call("spl:raw", List.of(new Expression.Event(span)), span);
            }
            if (SplTime.DATE_FIELDS.contains(name)) {
                return new Expression.Call("spl:" + name, List.of(time), span);
            }
            if (name.startsWith("_") || UNKNOWN.contains(name)) {
                unsupported.accept("field " + name);
                return new Expression.Literal(Values.MISSING, span);
            }
            if (name.equals("sourcetype")) {
                return new Expression.Literal(Values.of(ocsf ? "aws:cloudtrail:lake" : "aws:cloudtrail"), span);
            }
            Optional<SchemaField> known = schema.field(name);
            if (known.isPresent()) {
                return formed(known.get(), span);
            }
            if (ocsf && (name.startsWith("requestParameters.") || name.startsWith("responseElements."))) {
                // In the lake these are text, and pairs of what is not mapped; no field has such a name.
                return new Expression.Literal(Values.MISSING, span);
            }
            if (ocsf && name.contains(".")) {
                unsupported.accept("OCSF field " + name);
            }
            return new Expression.Field(path(name), span);
        }

        private static Expression formed(SchemaField field, Span span) {
            Expression plain = new Expression.Field(field.path(), span);
            String form = field.form();
            if (form.equals("plain")) {
                return plain;
            }
            if (form.startsWith("text ")) {
                return new Expression.Literal(Values.of(form.substring(5)), span);
            }
            if (form.startsWith("else ")) {
                var choices = new ArrayList<Expression>(List.of(plain));
                for (String path : form.substring(5).split(",", -1)) {
                    choices.add(new Expression.Field(FieldPath.parse(path.strip()), span));
                }
                return new Expression.Call("spl:alias", choices, span);
            }
            if (form.startsWith("default ")) {
                Expression otherwise = new Expression.Literal(Values.of(form.substring(8)), span);
                return new Expression.Call("spl:alias", List.of(plain, otherwise), span);
            }
            boolean whole = form.startsWith("addon_") || form.startsWith("ocsf_");
            return new Expression.Call(
                    "spl:" + form, whole ? List.of(plain, new Expression.Event(span)) : List.of(plain), span);
        }

        @Override
        public boolean open() {
            return true;
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
    record Bound(Scope below, String name) implements Scope {
        @Override
        public Expression resolve(String wanted, Span span) {
            return wanted.equals(name) ? new Expression.Column(name, span) : below.resolve(wanted, span);
        }

        @Override
        public boolean open() {
            return below.open();
        }

        @Override
        public List<String> bound() {
            var names = new ArrayList<>(below.bound());
            names.remove(name);
            names.add(name);
            return names;
        }
    }

    /** Names, by a pattern, that are no more. */
    record Removed(Scope below, NamePattern pattern) implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            return pattern.star(name).isPresent()
                    ? new Expression.Literal(Values.MISSING, span)
                    : below.resolve(name, span);
        }

        @Override
        public boolean open() {
            return below.open();
        }

        @Override
        public List<String> bound() {
            return below.bound().stream().filter(n -> pattern.star(n).isEmpty()).toList();
        }
    }

    /** {@code rename a.* as b.*} over fields that only the event at hand knows: where the old name has no value, the new one keeps its own. */
    record Renamed(Scope below, NamePattern from, NamePattern to) implements Scope {
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

        @Override
        public boolean open() {
            return below.open();
        }

        @Override
        public List<String> bound() {
            return below.bound();
        }
    }

    /** {@code spath input=…}: every name inside a value is a field, before the fields that were there. */
    record Extracted(Scope below, Expression input) implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            if (name.startsWith("_")) {
                return below.resolve(name, span);
            }
            Expression inside = new Expression.Call(
                    "spl:inside", List.of(input, new Expression.Literal(Values.of(name), span)), span);
            return new Expression.Call("spl:alias", List.of(inside, below.resolve(name, span)), span);
        }

        @Override
        public boolean open() {
            return below.open();
        }

        @Override
        public List<String> bound() {
            return below.bound();
        }
    }

    /** {@code fillnull} of all fields. */
    record Filled(Scope below, String value) implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            return new Expression.Call(
                    "spl:alias",
                    List.of(below.resolve(name, span), new Expression.Literal(Values.of(value), span)),
                    span);
        }

        @Override
        public boolean open() {
            return below.open();
        }

        @Override
        public List<String> bound() {
            return below.bound();
        }
    }

    /** Rows of two kinds in one: those that have the marking column are named as {@code marked} says, the others as {@code plain} does. */
    record Either(Scope plain, Scope marked, String mark) implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            Expression one = plain.resolve(name, span);
            Expression other = marked.resolve(name, span);
            return one.equals(other)
                    ? one
                    : new Expression.Conditional(
                            new Expression.Test(
                                    TestKind.EXISTS,
                                    new Expression.Column(mark, span),
                                    List.of(),
                                    SearchLowering.MATCHING,
                                    span),
                            other,
                            one,
                            span);
        }

        @Override
        public boolean open() {
            return plain.open() || marked.open();
        }

        @Override
        public List<String> bound() {
            var names = new ArrayList<>(plain.bound());
            marked.bound().stream().filter(n -> !names.contains(n)).forEach(names::add);
            return names;
        }
    }

    /** What a join has brought of rows whose fields only their events know: those first, then the row's own. */
    record Joined(Scope below, Scope right, Transplant transplant, boolean overwrites) implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            Expression own = below.resolve(name, span);
            Expression brought = transplant.of(right.resolve(name, span));
            return name.startsWith("_")
                    ? own
                    : new Expression.Call(
                            "spl:alias", overwrites ? List.of(brought, own) : List.of(own, brought), span);
        }

        @Override
        public boolean open() {
            return below.open();
        }

        @Override
        public List<String> bound() {
            var names = new ArrayList<>(below.bound());
            right.bound().stream().filter(n -> !names.contains(n)).forEach(names::add);
            return names;
        }
    }

    /** {@code values(a.*) as b.*} of an open event: names of the form are members of an object. */
    record Members(Scope below, String column, NamePattern from, NamePattern to) implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            Optional<String> star = below.bound().contains(name) ? Optional.empty() : to.star(name);
            return star.isEmpty()
                    ? below.resolve(name, span)
                    : new Expression.Call(
                            "spl:member",
                            List.of(
                                    new Expression.Column(column, span),
                                    new Expression.Literal(Values.of(star.get()), span)),
                            span);
        }

        @Override
        public boolean open() {
            return below.open();
        }

        @Override
        public List<String> bound() {
            return below.bound();
        }
    }

    /** {@code eval {name}=value}: the field whose name the column holds. */
    record Computed(Scope below, String nameColumn, String valueColumn) implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            return new Expression.Conditional(
                    new Expression.Test(
                            TestKind.EQ,
                            new Expression.Column(nameColumn, span),
                            List.of(new Expression.Literal(Values.of(name), span)),
                            SearchLowering.MATCHING.withCase(true),
                            span),
                    new Expression.Column(valueColumn, span),
                    below.resolve(name, span),
                    span);
        }

        @Override
        public boolean open() {
            return below.open();
        }

        @Override
        public List<String> bound() {
            return below.bound();
        }
    }

    /** One value of a field, bound to a column, where an expression is computed for each. */
    record Each(Scope below, String name, String variable) implements Scope {
        @Override
        public Expression resolve(String wanted, Span span) {
            return wanted.equals(name) ? new Expression.Column(variable, span) : below.resolve(wanted, span);
        }

        @Override
        public boolean open() {
            return below.open();
        }

        @Override
        public List<String> bound() {
            return below.bound();
        }
    }

    /** A transaction's rows: every field has the values that the events of the transaction have of it. */
    record Gathered(Scope event, String column) implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            Expression one = event.resolve(name, span);
            String path = one instanceof Expression.Field field
                    ? field.path().toString()
                    : one instanceof Expression.Call call
                                    && !call.arguments().isEmpty()
                                    && call.arguments().get(0) instanceof Expression.Field field
                            ? field.path().toString()
                            : name;
            return new Expression.Call(
                    "spl:each_event",
                    List.of(
                            new Expression.Column(column, span),
                            new Expression.Literal(Values.of(path.replace("[]", "{}")), span)),
                    span);
        }

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public List<String> bound() {
            return List.of();
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
            if (!key.isEmpty() || segments.isEmpty()) {
                segments.add(new FieldPath.Segment.Key(key));
            }
            segments.addAll(steps);
        }
        return new FieldPath(segments, false);
    }
}
