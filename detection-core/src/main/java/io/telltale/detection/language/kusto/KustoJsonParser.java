package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoToken.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Parses the inside of {@code dynamic(…)}: JSON, in which texts may also be written as Kusto's. */
final class KustoJsonParser {
    private final KustoTokens tokens;

    KustoJsonParser(KustoTokens tokens) {
        this.tokens = tokens;
    }

    Value value() throws RuleSyntaxException {
        tokens.enter();
        KustoToken token = tokens.next();
        Value value;
        if (token.is("[")) {
            value = list();
        } else if (token.is("{")) {
            value = bag();
        } else if (token.kind() == Kind.QUOTED_NAME) {
            // A list of one text is cut as a name in brackets.
            value = Values.listOf(List.of(Values.of(token.text())));
        } else if (token.is("-") && tokens.peek().kind() == Kind.NUMBER) {
            value = negative(tokens.next().value());
        } else if (token.is("dynamic") && tokens.accept("(")) {
            value = value();
            tokens.expect(")");
        } else if (token.is("true") || token.is("false")) {
            value = Values.of(token.is("true"));
        } else if (token.is("null")) {
            value = Values.NULL;
        } else if (token.kind() == Kind.TEXT
                || token.kind() == Kind.NUMBER
                || token.kind() == Kind.DATETIME
                || token.kind() == Kind.TIMESPAN) {
            value = token.value();
        } else {
            throw tokens.error(token.span(), "found " + token.shown() + ", expected a JSON value");
        }
        tokens.leave();
        return value;
    }

    private Value list() throws RuleSyntaxException {
        var elements = new ArrayList<Value>();
        while (!tokens.peek().is("]")) {
            elements.add(value());
            if (!tokens.accept(",")) {
                break;
            }
        }
        tokens.expect("]");
        return Values.listOf(elements);
    }

    private Value bag() throws RuleSyntaxException {
        var members = new LinkedHashMap<String, Value>();
        while (tokens.peek().kind() == Kind.TEXT) {
            String key = tokens.next().value().asText();
            tokens.expect(":");
            members.put(key, value());
            if (!tokens.accept(",")) {
                break;
            }
        }
        tokens.expect("}");
        return Values.objectOf(members);
    }

    static Value negative(Value number) {
        return number instanceof Value.Int whole
                ? Values.of(-whole.value())
                : Values.of(-((Value.Decimal) number).value());
    }
}
