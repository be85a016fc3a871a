package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Expression.Call;
import io.telltale.detection.ir.Expression.Column;
import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Expression.Not;
import io.telltale.detection.ir.Expression.Test;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Stage.Binding;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.ParsePart;
import io.telltale.detection.language.kusto.KustoSyntax.ParsePattern;
import io.telltale.detection.language.kusto.KustoSyntax.TypedName;
import io.telltale.detection.text.Patterns;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lowers {@code parse}, {@code parse-where} and {@code parse-kv}: to one call that cuts the text, and a column a piece. */
final class KustoParses {
    private final KustoPipeline pipeline;
    private final KustoScalars scalars;

    KustoParses(KustoPipeline pipeline, KustoScalars scalars) {
        this.pipeline = pipeline;
        this.scalars = scalars;
    }

    void parse(KustoSyntax.Parse parse) throws RuleSyntaxException {
        Span span = parse.span();
        ParsePattern pattern = parse.pattern();
        var columns = new ArrayList<TypedName>();
        for (ParsePart part : pattern.parts()) {
            part.column().ifPresent(columns::add);
        }
        String regex = regex(pattern);
        scalars.checkPattern(regex, span);
        Typed text = scalars.lower(parse.text(), pipeline.scope());
        String types = columns.stream().map(column -> column.type().shown()).collect(Collectors.joining(","));
        var cut = new Call(
                "kusto:parsed",
                List.of(
                        KustoScalars.asText(text, text.span()),
                        new Literal(Values.of(regex), span),
                        new Literal(Values.of(types), span),
                        new Literal(Values.of(pattern.mode().equals("relaxed")), span)),
                span);
        if (parse.only()) {
            var missed = new Test(TestKind.IS_NULL, cut, List.of(), KustoComparisons.value(), span);
            pipeline.add(new Stage.Filter(new Not(missed, span), span));
        }
        bind(columns, cut, (carrier, i) -> new Literal(Values.of(i), span), span);
    }

    /** Binds the first column to what was cut, then each column to its piece of it. */
    private void bind(List<TypedName> columns, Expression cut, PieceKey key, Span span) {
        if (columns.isEmpty()) {
            return;
        }
        String carrier = columns.get(0).name();
        pipeline.add(new Stage.Extend(List.of(new Binding(carrier, cut)), span));
        var bindings = new ArrayList<Binding>();
        for (int i = 0; i < columns.size(); i++) {
            TypedName column = columns.get(i);
            Expression piece = new Call("kusto:member", List.of(new Column(carrier, span), key.of(carrier, i)), span);
            boolean converts = !column.type().conversion().isEmpty();
            bindings.add(new Binding(
                    column.name(), converts ? new Call(column.type().conversion(), List.of(piece), span) : piece));
        }
        pipeline.add(new Stage.Extend(bindings, span));
        for (TypedName column : columns) {
            pipeline.scope().bind(column.name(), column.type(), Optional.empty());
        }
    }

    private interface PieceKey {
        Expression of(String carrier, int index);
    }

    /** The pattern as a regular expression over the whole text, with a group for each column. */
    private static String regex(ParsePattern pattern) {
        boolean regex = pattern.mode().equals("regex");
        var out = new StringBuilder(flags(pattern));
        if (!regex) {
            out.append('^');
        }
        List<ParsePart> parts = pattern.parts();
        int groups = 0;
        for (ParsePart part : parts) {
            if (part.text().isPresent()) {
                out.append(
                        regex
                                ? "(?:" + part.text().get() + ")"
                                : Patterns.quote(part.text().get()));
            } else if (part.column().isEmpty()) {
                out.append(regex ? ".*" : ".*?");
            } else {
                out.append("(?P<c").append(groups++).append('>');
                String piece = piece(part.column().get().type(), regex);
                boolean relaxed = pattern.mode().equals("relaxed");
                out.append(relaxed && !piece.equals(".*?") ? piece + "|.*?" : piece)
                        .append(')');
            }
        }
        boolean open = !parts.isEmpty()
                && parts.get(parts.size() - 1).text().isEmpty()
                && parts.get(parts.size() - 1).column().isEmpty();
        return out.append(open ? "" : "$").toString();
    }

    /** A dot stands for the end of a line too, unless the pattern is a regular expression and its flags do not say so. */
    private static String flags(ParsePattern pattern) {
        var flags = new StringBuilder(pattern.mode().equals("regex") ? "" : "s");
        for (char flag : pattern.flags().toCharArray()) {
            if ("imsU".indexOf(flag) >= 0 && flags.indexOf(Character.toString(flag)) < 0) {
                flags.append(flag);
            }
        }
        return flags.isEmpty() ? "" : "(?" + flags + ")";
    }

    /** What a column takes: of a regular expression as much as it can, unless its flags say otherwise. */
    private static String piece(KustoType type, boolean greedy) {
        return switch (type) {
            case LONG -> "\\s*-?\\d+";
            case REAL -> "\\s*-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?";
            default -> greedy ? ".*" : ".*?";
        };
    }

    void parseKv(KustoSyntax.ParseKv parse) throws RuleSyntaxException {
        Span span = parse.span();
        var options = new java.util.HashMap<String, String>(Map.of(
                "pair_delimiter", "", "kv_delimiter", "", "quote", "", "escape", "", "greedy", "false", "regex", ""));
        for (Named option : parse.options()) {
            String name = option.name().orElse("");
            Typed value = scalars.lower(option.value(), pipeline.scope());
            if (!options.containsKey(name) || !(value.expression() instanceof Literal literal)) {
                pipeline.unsupported("parse-kv with " + name, span);
                return;
            }
            options.put(name, literal.value().asText());
        }
        Typed text = scalars.lower(parse.text(), pipeline.scope());
        var arguments = new ArrayList<Expression>(List.of(KustoScalars.asText(text, text.span())));
        for (String name : List.of("pair_delimiter", "kv_delimiter", "quote", "escape", "greedy", "regex")) {
            arguments.add(new Literal(Values.of(options.getOrDefault(name, "")), span));
        }
        var cut = new Call("kusto:parsed_kv", arguments, span);
        List<TypedName> keys = parse.keys();
        bind(keys, cut, (carrier, i) -> new Literal(Values.of(keys.get(i).name()), span), span);
    }
}
