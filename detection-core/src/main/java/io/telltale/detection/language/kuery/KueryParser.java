package io.telltale.detection.language.kuery;

import io.telltale.detection.language.kuery.KuerySyntax.Values;
import io.telltale.detection.language.kuery.KuerySyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses KQL; from loose to tight: {@code or}, {@code and}, {@code not}, a field with its values. */
final class KueryParser {
    private static final int MAX_DEPTH = 200;
    private static final List<String> RANGES = List.of("<=", ">=", "<", ">");

    private final KueryScanner in;
    private int depth;

    KueryParser(SourceText source) throws RuleSyntaxException {
        this.in = new KueryScanner(source);
    }

    /** The query; empty where the text is, which finds everything. */
    Optional<KuerySyntax> parse() throws RuleSyntaxException {
        if (in.atEnd()) {
            return Optional.empty();
        }
        KuerySyntax query = or();
        if (!in.atEnd()) {
            throw in.error("expected and, or, or the end");
        }
        return Optional.of(query);
    }

    private KuerySyntax or() throws RuleSyntaxException {
        enter();
        int start = in.start();
        var operands = new ArrayList<KuerySyntax>();
        do {
            operands.add(and());
        } while (in.keyword("or"));
        depth--;
        return operands.size() == 1 ? operands.get(0) : new KuerySyntax.Or(List.copyOf(operands), in.from(start));
    }

    private KuerySyntax and() throws RuleSyntaxException {
        int start = in.start();
        var operands = new ArrayList<KuerySyntax>();
        do {
            operands.add(not());
        } while (in.keyword("and"));
        return operands.size() == 1 ? operands.get(0) : new KuerySyntax.And(List.copyOf(operands), in.from(start));
    }

    private KuerySyntax not() throws RuleSyntaxException {
        int start = in.start();
        if (!in.keyword("not")) {
            return primary();
        }
        return new KuerySyntax.Not(primary(), in.from(start));
    }

    private KuerySyntax primary() throws RuleSyntaxException {
        int start = in.start();
        if (in.symbol("(")) {
            KuerySyntax inner = or();
            in.expect(")");
            return inner;
        }
        Word word = in.word();
        for (String operator : RANGES) {
            if (in.symbol(operator)) {
                Word value = in.value();
                return new KuerySyntax.Range(word, operator, value, in.from(start));
            }
        }
        if (!in.symbol(":")) {
            return new KuerySyntax.Anywhere(word, in.from(start));
        }
        if (in.symbol("{")) {
            KuerySyntax inner = or();
            in.expect("}");
            return new KuerySyntax.Nested(word, inner, in.from(start));
        }
        Values values = value();
        return new KuerySyntax.FieldValue(word, values, in.from(start));
    }

    private Values value() throws RuleSyntaxException {
        int start = in.start();
        if (in.symbol("(")) {
            Values list = anyOf();
            in.expect(")");
            return list;
        }
        Word word = in.value();
        return new Values.One(word, in.from(start));
    }

    private Values anyOf() throws RuleSyntaxException {
        enter();
        int start = in.start();
        var operands = new ArrayList<Values>();
        do {
            operands.add(allOf());
        } while (in.keyword("or"));
        depth--;
        return operands.size() == 1 ? operands.get(0) : new Values.AnyOf(List.copyOf(operands), in.from(start));
    }

    private Values allOf() throws RuleSyntaxException {
        int start = in.start();
        var operands = new ArrayList<Values>();
        do {
            operands.add(notThis());
        } while (in.keyword("and"));
        return operands.size() == 1 ? operands.get(0) : new Values.AllOf(List.copyOf(operands), in.from(start));
    }

    private Values notThis() throws RuleSyntaxException {
        int start = in.start();
        if (!in.keyword("not")) {
            return value();
        }
        return new Values.NotThis(value(), in.from(start));
    }

    private void enter() throws RuleSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw in.error("expected no more than " + MAX_DEPTH + " levels of nesting");
        }
    }
}
