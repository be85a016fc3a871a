package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoSyntax.Named;
import io.telltale.detection.language.kusto.KustoSyntax.Operator;
import io.telltale.detection.language.kusto.KustoSyntax.ParsePart;
import io.telltale.detection.language.kusto.KustoSyntax.ParsePattern;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoSyntax.TypedName;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses the operators that cut text: {@code parse}, {@code parse-where} and {@code parse-kv}. */
final class KustoCutParser {
    private final KustoTokens tokens;
    private final KustoScalarParser scalars;
    private final KustoQueryParser queries;

    KustoCutParser(KustoTokens tokens, KustoScalarParser scalars, KustoQueryParser queries) {
        this.tokens = tokens;
        this.scalars = scalars;
        this.queries = queries;
    }

    Operator parse(Span start, boolean only) throws RuleSyntaxException {
        String mode = "simple";
        String flags = "";
        while (tokens.peek().kind() == Kind.NAME && queries.isOption()) {
            String option = tokens.option();
            String value = tokens.next().text();
            if (option.equals("kind")) {
                mode = value;
            } else {
                flags = value;
            }
        }
        Scalar text = scalars.scalar();
        tokens.expect("with");
        var parts = new ArrayList<ParsePart>();
        while (!tokens.atOperatorEnd()) {
            KustoToken token = tokens.peek();
            if (token.kind() == Kind.TEXT) {
                parts.add(new ParsePart(Optional.of(tokens.next().value().asText()), Optional.empty()));
            } else if (tokens.accept("*")) {
                parts.add(new ParsePart(Optional.empty(), Optional.empty()));
            } else {
                String name = tokens.expectName("a column, a text or '*'").text();
                KustoType type = tokens.accept(":") ? queries.type() : KustoType.STRING;
                parts.add(new ParsePart(Optional.empty(), Optional.of(new TypedName(name, type))));
            }
        }
        return new KustoSyntax.Parse(text, new ParsePattern(mode, flags, parts), only, tokens.since(start));
    }

    Operator parseKv(Span start) throws RuleSyntaxException {
        Scalar text = scalars.scalar();
        tokens.expect("as");
        List<TypedName> keys = queries.typedNames();
        List<Named> options = List.of();
        if (tokens.accept("with")) {
            tokens.expect("(");
            options = tokens.peek().is(")") ? List.of() : scalars.columns();
            tokens.expect(")");
        }
        return new KustoSyntax.ParseKv(text, keys, options, tokens.since(start));
    }
}
