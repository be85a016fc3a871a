package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;

/** Lowers equality with a text that the data model derives to the condition that it is derived from. */
final class DerivedTexts {
    private final ExpressionLowering expressions;

    DerivedTexts(ExpressionLowering expressions) {
        this.expressions = expressions;
    }

    /** The condition under which the field is the text; empty where the field is read from the record as it is. */
    Optional<Expression> equal(Syntax.Field field, String text, boolean nocase) {
        UdmField udm = expressions.udm(field);
        Span span = field.span();
        if (udm instanceof UdmField.Constant constant) {
            boolean same = nocase
                    ? constant.text().equalsIgnoreCase(text)
                    : constant.text().equals(text);
            return Optional.of(new Expression.Literal(Values.of(same), span));
        }
        if (udm instanceof UdmField.Prefixed prefixed && !text.isEmpty()) {
            boolean begins = text.regionMatches(
                    nocase, 0, prefixed.prefix(), 0, prefixed.prefix().length());
            if (!begins || text.length() == prefixed.prefix().length()) {
                return Optional.of(new Expression.Literal(Values.FALSE, span));
            }
            return Optional.of(new Expression.Test(
                    TestKind.EQ,
                    expressions.placed(field, prefixed.value()),
                    List.of(ExpressionLowering.text(
                            text.substring(prefixed.prefix().length()), span)),
                    ExpressionLowering.matching(nocase),
                    span));
        }
        if (udm instanceof UdmField.Cases cases) {
            if (text.isEmpty()) {
                List<Expression> none = cases.cases().stream()
                        .map(each -> ValueTests.not(expressions.placed(field, each.condition()), span))
                        .toList();
                return Optional.of(Expression.allOf(none, span));
            }
            return Optional.of(cases.cases().stream()
                    .filter(each -> nocase
                            ? each.text().equalsIgnoreCase(text)
                            : each.text().equals(text))
                    .map(each -> expressions.placed(field, each.condition()))
                    .findFirst()
                    .orElse(new Expression.Literal(Values.FALSE, span)));
        }
        return Optional.empty();
    }
}
