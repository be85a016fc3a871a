package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.Stage.JoinKey;
import io.telltale.detection.ir.Stage.JoinKind;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers {@code join} and {@code lookup}. The joined row has the columns of both sides; those of the right side that the
 * left has too get a number behind their name. Text columns are never null, so that empty text equals empty text.
 */
final class KustoJoins {
    private final KustoPipeline pipeline;
    private final KustoScalars scalars;

    KustoJoins(KustoPipeline pipeline, KustoScalars scalars) {
        this.pipeline = pipeline;
        this.scalars = scalars;
    }

    void join(KustoSyntax.Join join) throws RuleSyntaxException {
        Span span = join.span();
        KustoScope left = pipeline.scope();
        KustoPipeline right = KustoPipeline.lower(join.right(), left.namespace(), scalars);
        var keys = new ArrayList<JoinKey>();
        var rightKeyNames = new HashSet<String>();
        for (Scalar condition : join.conditions()) {
            keys(condition, right.scope(), keys, rightKeyNames);
        }
        JoinKind kind = kind(join.kind());
        if (join.kind().equals("innerunique")) {
            // Of the left rows with the same keys, one takes part: any, says Kusto; here the first.
            pipeline.add(new Stage.Distinct(keys.stream().map(JoinKey::left).toList(), span));
        }
        List<Binding> carried = new ArrayList<>();
        var types = new ArrayList<KustoType>();
        boolean leftOnly = kind == JoinKind.LEFT_SEMI || kind == JoinKind.LEFT_ANTI;
        boolean rightOnly = kind == JoinKind.RIGHT_SEMI || kind == JoinKind.RIGHT_ANTI;
        if (!leftOnly) {
            Set<String> taken = rightOnly ? new HashSet<>() : new HashSet<>(left.names());
            for (String name : right.scope().names()) {
                if (join.lookup() && rightKeyNames.contains(name)) {
                    continue;
                }
                Typed value = scalars.lower(new KustoSyntax.Name(name, span), right.scope());
                carried.add(new Binding(free(name, taken), KustoScalars.column(value)));
                types.add(value.type());
            }
        }
        pipeline.add(new Stage.Join(kind, right.pipeline(), keys, carried, Optional.empty(), span));
        fillText(kind, carried, types, span);
        if (rightOnly) {
            left.close();
        }
        for (int i = 0; i < carried.size(); i++) {
            left.bind(carried.get(i).name(), types.get(i), Optional.empty());
        }
        if (!right.scope().isCertain()) {
            left.blur();
        }
    }

    /** Text is never null: where a side is missing, its text columns are empty. */
    private void fillText(JoinKind kind, List<Binding> carried, List<KustoType> types, Span span) {
        var texts = new ArrayList<String>();
        if (kind == JoinKind.LEFT_OUTER || kind == JoinKind.FULL_OUTER) {
            for (int i = 0; i < carried.size(); i++) {
                if (types.get(i) == KustoType.STRING) {
                    texts.add(carried.get(i).name());
                }
            }
        }
        if (kind == JoinKind.RIGHT_OUTER || kind == JoinKind.FULL_OUTER) {
            for (String name : pipeline.scope().names()) {
                boolean text = pipeline.scope()
                        .bound(name)
                        .map(bound -> bound.type() == KustoType.STRING)
                        .orElse(false);
                if (text) {
                    texts.add(name);
                }
            }
        }
        if (!texts.isEmpty()) {
            pipeline.add(new Stage.Extend(
                    texts.stream()
                            .map(name -> new Binding(
                                    name, new Call("kusto:tostring", List.of(new Expression.Column(name, span)), span)))
                            .toList(),
                    span));
        }
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 1; !taken.add(free); i++) {
            free = name + i;
        }
        return free;
    }

    private static JoinKind kind(String kind) {
        return switch (kind) {
            case "leftouter" -> JoinKind.LEFT_OUTER;
            case "rightouter" -> JoinKind.RIGHT_OUTER;
            case "fullouter" -> JoinKind.FULL_OUTER;
            case "leftsemi" -> JoinKind.LEFT_SEMI;
            case "rightsemi" -> JoinKind.RIGHT_SEMI;
            case "leftanti", "anti", "leftantisemi" -> JoinKind.LEFT_ANTI;
            case "rightanti", "rightantisemi" -> JoinKind.RIGHT_ANTI;
            default -> JoinKind.INNER;
        };
    }

    /** The keys of a condition: a column of both sides, or {@code $left.a == $right.b}, several of them behind {@code and}. */
    private void keys(Scalar condition, KustoScope right, List<JoinKey> keys, Set<String> rightNames)
            throws RuleSyntaxException {
        if (condition instanceof KustoSyntax.Logical logical && logical.all()) {
            for (Scalar operand : logical.operands()) {
                keys(operand, right, keys, rightNames);
            }
            return;
        }
        if (condition instanceof KustoSyntax.Name name) {
            rightNames.add(name.name());
            keys.add(key(scalars.lower(name, pipeline.scope()), scalars.lower(name, right)));
            return;
        }
        if (condition instanceof KustoSyntax.Infix infix && infix.operator().equals("==")) {
            Optional<KustoSyntax.Name> first = of("$left", infix.left()).or(() -> of("$left", infix.right()));
            Optional<KustoSyntax.Name> second = of("$right", infix.right()).or(() -> of("$right", infix.left()));
            if (first.isPresent() && second.isPresent()) {
                rightNames.add(second.get().name());
                keys.add(key(scalars.lower(first.get(), pipeline.scope()), scalars.lower(second.get(), right)));
                return;
            }
        }
        throw scalars.error(condition.span(), "found no column and no '$left.a == $right.b', expected one in on");
    }

    private static Optional<KustoSyntax.Name> of(String side, Scalar scalar) {
        return scalar instanceof KustoSyntax.Member member
                        && member.target() instanceof KustoSyntax.Name name
                        && name.name().equals(side)
                ? Optional.of(new KustoSyntax.Name(member.name(), member.span()))
                : Optional.empty();
    }

    private static JoinKey key(Typed left, Typed right) {
        boolean text = left.type() == KustoType.STRING || right.type() == KustoType.STRING;
        return new JoinKey(side(left, text), side(right, text));
    }

    private static Expression side(Typed value, boolean text) {
        return text ? new Call("kusto:tostring", List.of(value.expression()), value.span()) : value.expression();
    }
}
