package io.telltale.detection.language.kusto;

import io.telltale.detection.language.kusto.KustoSyntax.FunctionMeaning;
import io.telltale.detection.language.kusto.KustoSyntax.FunctionParameter;
import io.telltale.detection.language.kusto.KustoSyntax.Let;
import io.telltale.detection.language.kusto.KustoSyntax.Meaning;
import io.telltale.detection.language.kusto.KustoSyntax.Program;
import io.telltale.detection.language.kusto.KustoSyntax.Query;
import io.telltale.detection.language.kusto.KustoSyntax.QueryMeaning;
import io.telltale.detection.language.kusto.KustoSyntax.Scalar;
import io.telltale.detection.language.kusto.KustoSyntax.ScalarMeaning;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses a program: {@code let} statements, then a query. */
final class KustoParser {
    private final KustoTokens tokens;
    private final KustoQueryParser queries;

    private KustoParser(SourceText source) throws RuleSyntaxException {
        this.tokens = new KustoTokens(source);
        this.queries = new KustoQueryParser(tokens);
    }

    static Program parse(SourceText source) throws RuleSyntaxException {
        return new KustoParser(source).program();
    }

    private Program program() throws RuleSyntaxException {
        List<Let> lets = lets();
        Query query = queries.query();
        boolean ended = skipSemicolons();
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.unexpected(ended ? "the end" : "'|' or the end");
        }
        return new Program(lets, query);
    }

    private List<Let> lets() throws RuleSyntaxException {
        var lets = new ArrayList<Let>();
        while (true) {
            if (tokens.accept(";")) {
                continue;
            }
            if (tokens.peek().is("set") && tokens.peek(1).kind() == Kind.NAME) {
                tokens.skipOperator();
                continue;
            }
            if (!tokens.peek().is("let")) {
                return lets;
            }
            lets.add(let());
            if (tokens.peek().kind() == Kind.END || tokens.peek().is("}")) {
                throw tokens.unexpected("';' and a query");
            }
            tokens.expect(";");
        }
    }

    private Let let() throws RuleSyntaxException {
        tokens.enter();
        Span start = tokens.next().span();
        String name = tokens.expectName("a name").text();
        tokens.expect("=");
        Meaning meaning;
        if (tokens.peek().is("view") && tokens.peek(1).is("(")) {
            tokens.next();
            meaning = function(true);
        } else if (tokens.peek().is("(") && isFunction()) {
            meaning = function(false);
        } else {
            meaning = meaning();
        }
        tokens.leave();
        return new Let(name, meaning, tokens.since(start));
    }

    private Meaning meaning() throws RuleSyntaxException {
        return queries.isQuery()
                ? new QueryMeaning(queries.query())
                : new ScalarMeaning(queries.scalars().scalar());
    }

    /** Whether the parentheses ahead are parameters: a body in braces follows. */
    private boolean isFunction() {
        int open = 0;
        for (int i = 0; tokens.peek(i).kind() != Kind.END; i++) {
            KustoToken token = tokens.peek(i);
            open += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (open == 0) {
                return tokens.peek(i + 1).is("{");
            }
        }
        return false;
    }

    private Meaning function(boolean view) throws RuleSyntaxException {
        tokens.expect("(");
        var parameters = new ArrayList<FunctionParameter>();
        while (!tokens.peek().is(")")) {
            String name = tokens.expectName("a parameter").text();
            tokens.expect(":");
            if (tokens.peek().is("(")) {
                tokens.skipBracketed();
                parameters.add(new FunctionParameter(name, true, Optional.empty()));
            } else {
                tokens.expectName("a type");
                Optional<Scalar> otherwise =
                        tokens.accept("=") ? Optional.of(queries.scalars().scalar()) : Optional.empty();
                parameters.add(new FunctionParameter(name, false, otherwise));
            }
            if (!tokens.accept(",")) {
                break;
            }
        }
        tokens.expect(")");
        tokens.expect("{");
        List<Let> lets = lets();
        Meaning body = meaning();
        skipSemicolons();
        tokens.expect("}");
        return new FunctionMeaning(parameters, lets, body, view);
    }

    private boolean skipSemicolons() {
        boolean any = false;
        while (tokens.accept(";")) {
            any = true;
        }
        return any;
    }
}
