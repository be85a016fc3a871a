package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What names mean on rows that were joined, united, gathered, or given fields that only run time knows. */
final class RowScopes {
    private RowScopes() {}

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
                                    SearchComparison.MATCHING,
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
    record Joined(Scope below, Scope right, Transplant transplant, boolean overwrites) implements Scope.Over {
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
        public List<String> bound() {
            var names = new ArrayList<>(below.bound());
            right.bound().stream().filter(n -> !names.contains(n)).forEach(names::add);
            return names;
        }
    }

    /** {@code values(a.*) as b.*} of an open event: names of the form are members of an object. */
    record Members(Scope below, String column, NamePattern from, NamePattern to) implements Scope.Over {
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
    }

    /** {@code eval {name}=value}: the field whose name the column holds. */
    record Computed(Scope below, String nameColumn, String valueColumn) implements Scope.Over {
        @Override
        public Expression resolve(String name, Span span) {
            return new Expression.Conditional(
                    new Expression.Test(
                            TestKind.EQ,
                            new Expression.Column(nameColumn, span),
                            List.of(new Expression.Literal(Values.of(name), span)),
                            SearchComparison.MATCHING.withCase(true),
                            span),
                    new Expression.Column(valueColumn, span),
                    below.resolve(name, span),
                    span);
        }
    }

    /** One value of a field, bound to a column, where an expression is computed for each. */
    record Each(Scope below, String name, String variable) implements Scope.Over {
        @Override
        public Expression resolve(String wanted, Span span) {
            return wanted.equals(name) ? new Expression.Column(variable, span) : below.resolve(wanted, span);
        }
    }

    /** A transaction's rows: every field has the values that the events of the transaction have of it. */
    record Gathered(Scope event, String column) implements Scope {
        @Override
        public Expression resolve(String name, Span span) {
            String one = column + " one";
            Expression ofOne = new Transplant(one, Map.of()).of(event.resolve(name, span));
            Expression each = new Expression.Comprehension(
                    one, new Expression.Column(column, span), Optional.empty(), ofOne, span);
            return new Expression.Call("spl:each_event", List.of(each), span);
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
}
