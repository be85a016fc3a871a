package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Conditional;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Aggregation;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Stage.JoinKey;
import io.telltale.detection.ir.Stage.JoinKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.snowflake.Syntax.Identifier;
import io.telltale.detection.language.snowflake.Syntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers joins: equalities between the sides become keys, what else is asked of pairs a filter behind them. */
final class JoinLowering {
    private static final Map<String, JoinKind> OUTER =
            Map.of("LEFT", JoinKind.LEFT_OUTER, "RIGHT", JoinKind.RIGHT_OUTER, "FULL", JoinKind.FULL_OUTER);

    private final Context context;
    private final QueryLowering queries;
    private final Ctes ctes;

    JoinLowering(Context context, QueryLowering queries, Ctes ctes) {
        this.context = context;
        this.queries = queries;
        this.ctes = ctes;
    }

    /**
     * Adds the right rows to the left ones.
     *
     * @param shared columns of both sides that must be equal
     * @param more conditions that hold behind the join, among which keys are looked for too
     */
    void inner(Rows left, Rows right, List<Scalar> on, List<Identifier> shared, List<Scalar> more, Span span)
            throws RuleSyntaxException {
        var keys = new ArrayList<>(shared(left, right, shared, span));
        var rest = new ArrayList<Scalar>();
        for (Scalar condition : on) {
            if (belongs(condition, right.scope())) {
                right.add(filter(right, condition));
            } else if (!key(condition, left, right, keys)) {
                rest.add(condition);
            }
        }
        for (Scalar condition : more) {
            key(condition, left, right, keys);
        }
        join(left, right, JoinKind.INNER, keys, span);
        for (Scalar condition : rest) {
            left.add(filter(left, condition));
        }
    }

    void outer(Rows left, Rows right, String kind, List<Scalar> on, List<Identifier> shared, Span span)
            throws RuleSyntaxException {
        var keys = new ArrayList<>(shared(left, right, shared, span));
        var rest = new ArrayList<Scalar>();
        for (Scalar condition : on) {
            if (kind.equals("LEFT") && belongs(condition, right.scope())) {
                right.add(filter(right, condition));
            } else if (kind.equals("LEFT") && belongs(condition, left.scope())) {
                keys.add(new JoinKey(where(left, condition), new Literal(Values.TRUE, condition.span())));
            } else if (!key(condition, left, right, keys)) {
                rest.add(condition);
            }
        }
        if (rest.isEmpty()) {
            Optional<Source> merged = merged(left, right, kind, shared, span);
            join(left, right, OUTER.getOrDefault(kind, JoinKind.LEFT_OUTER), keys, span);
            merged.ifPresent(source -> left.scope().sources().add(0, source));
        } else if (kind.equals("LEFT")) {
            leftWithRest(left, right, keys, rest, span);
        } else {
            context.unsupported(kind + " JOIN on more than equality", span);
            join(left, right, OUTER.getOrDefault(kind, JoinKind.LEFT_OUTER), keys, span);
        }
    }

    /** Shared columns are the left side's, or the right side's where there is no left row. */
    private Optional<Source> merged(Rows left, Rows right, String kind, List<Identifier> shared, Span span) {
        if (shared.isEmpty() || kind.equals("LEFT")) {
            return Optional.empty();
        }
        var columns = new ArrayList<Source.Column>();
        for (Identifier name : shared) {
            Optional<Typed> mine = left.scope().known(Scope.name(name, span));
            Optional<Typed> theirs = right.scope().known(Scope.name(name, span));
            if (mine.isPresent() && theirs.isPresent()) {
                String hidden = context.hiddenColumn(name.text());
                right.add(new Stage.Extend(
                        List.of(new Binding(hidden, theirs.get().expression())), span));
                Expression absent = ScalarLowering.isNull(mine.get(), span);
                columns.add(new Source.Column(
                        name,
                        new Typed(
                                new Conditional(
                                        absent,
                                        new Column(hidden, span),
                                        mine.get().expression(),
                                        span),
                                mine.get().type().or(theirs.get().type()))));
                Source extra = new Source(
                        List.of(),
                        List.of(new Source.Column(
                                new Identifier(hidden, true, span), new Typed(new Column(hidden, span), Type.UNKNOWN))),
                        Optional.empty());
                right.scope().add(extra);
            }
        }
        return Optional.of(new Source(List.of(), columns, Optional.empty()));
    }

    /** A left join whose condition asks for more than equality: the pairs that meet it, and the left rows of none. */
    private void leftWithRest(Rows left, Rows right, List<JoinKey> keys, List<Scalar> rest, Span span)
            throws RuleSyntaxException {
        String id = number(left, span);
        Rows alone = copy(left);
        join(left, right, JoinKind.INNER, keys, span);
        for (Scalar condition : rest) {
            left.add(filter(left, condition));
        }
        Rows pairs = copy(left);
        var idKey = new JoinKey(new Column(id, span), new Column(id, span));
        alone.add(new Stage.Join(
                JoinKind.LEFT_ANTI, pairs.pipeline(), List.of(idKey), List.of(), Optional.empty(), false, span));
        left.add(new Stage.Union(List.of(alone.pipeline()), span));
    }

    /** Numbers the rows, and gives the column of the number. */
    String number(Rows rows, Span span) {
        String id = context.hiddenColumn("row");
        var count = new Aggregation(id, "snowflake:rows", List.of(), Optional.empty());
        rows.add(new Stage.Running(List.of(), List.of(count), true, Optional.empty(), Optional.empty(), span));
        return id;
    }

    static Rows copy(Rows rows) {
        Rows copy = new Rows(rows.pipeline().source(), rows.sources());
        rows.stages().forEach(copy::add);
        return copy;
    }

    private void join(Rows left, Rows right, JoinKind kind, List<JoinKey> keys, Span span) {
        var carried = new ArrayList<Binding>();
        List<Source> moved = right.carried(context, carried, span);
        left.add(new Stage.Join(kind, right.pipeline(), keys, carried, Optional.empty(), span));
        moved.forEach(left.scope()::add);
    }

    private List<JoinKey> shared(Rows left, Rows right, List<Identifier> names, Span span) throws RuleSyntaxException {
        var keys = new ArrayList<JoinKey>();
        for (Identifier name : names) {
            Syntax.Name column = Scope.name(name, span);
            keys.add(key(
                    queries.scalars(left, ctes).lower(column),
                    queries.scalars(right, ctes).lower(column)));
        }
        return keys;
    }

    private Stage.Filter filter(Rows rows, Scalar condition) throws RuleSyntaxException {
        return new Stage.Filter(queries.scalars(rows, ctes).condition(condition), condition.span());
    }

    /** A condition as a key: it is true, or equals nothing. */
    private Expression where(Rows rows, Scalar condition) throws RuleSyntaxException {
        return new Conditional(
                queries.scalars(rows, ctes).condition(condition),
                new Literal(Values.TRUE, condition.span()),
                new Literal(Values.NULL, condition.span()),
                condition.span());
    }

    /** Takes a condition as a key where it says that something of the one side equals something of the other. */
    private boolean key(Scalar condition, Rows left, Rows right, List<JoinKey> keys) throws RuleSyntaxException {
        if (!(condition instanceof Syntax.Binary binary) || !binary.operator().equals("=")) {
            return false;
        }
        boolean straight = belongs(binary.left(), left.scope()) && belongs(binary.right(), right.scope());
        boolean turned = belongs(binary.right(), left.scope()) && belongs(binary.left(), right.scope());
        if (!straight && !turned) {
            return false;
        }
        Typed mine = queries.scalars(left, ctes).lower(straight ? binary.left() : binary.right());
        Typed theirs = queries.scalars(right, ctes).lower(straight ? binary.right() : binary.left());
        keys.add(key(mine, theirs));
        return true;
    }

    /** Two values as keys: a text and a value of another type are compared as texts. */
    static JoinKey key(Typed left, Typed right) {
        boolean texts = left.type() == Type.TEXT || right.type() == Type.TEXT;
        return new JoinKey(part(left, texts), part(right, texts));
    }

    private static Expression part(Typed value, boolean text) {
        return text ? Casts.text(value) : new Call("snowflake:join_key", List.of(value.expression()), value.span());
    }

    /** Whether an expression reads columns of these sources, and of none else. */
    static boolean belongs(Scalar scalar, Scope scope) {
        List<Syntax.Name> names = Walk.names(scalar);
        return !names.isEmpty() && !Walk.hasQuery(scalar) && names.stream().allMatch(name -> has(scope, name));
    }

    static boolean has(Scope scope, Syntax.Name name) {
        return scope.known(name).isPresent()
                || (name.parts().size() > 1 && scope.possible(name).isPresent());
    }
}
