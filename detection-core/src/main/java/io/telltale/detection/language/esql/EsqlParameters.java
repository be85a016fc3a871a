package io.telltale.detection.language.esql;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a query leaves to whoever runs it: the values of {@code ?name}, lookup indices, the cluster's limits of rows. */
final class EsqlParameters {
    private final Map<String, String> given;
    private final Map<String, Parameter> asked = new LinkedHashMap<>();

    EsqlParameters(Map<String, String> given) {
        this.given = given;
    }

    /** The parameters that the query has, in the order in which it asks for them. */
    List<Parameter> all() {
        return List.copyOf(asked.values());
    }

    /** The value of a parameter, which the query then has. */
    Optional<String> value(String name, String kind, Optional<String> byDefault) {
        Optional<String> value = Optional.ofNullable(given.get(name)).or(() -> byDefault);
        asked.put(name, new Parameter(name, kind, value, byDefault));
        return value;
    }

    /** A value inside of a query: a number where it reads as one, else a text. */
    Expression read(EsqlSyntax.Parameter parameter) {
        return new Expression.Literal(
                value(parameter.name(), "value", Optional.empty())
                        .map(EsqlParameters::typed)
                        .orElse(Values.NULL),
                parameter.span());
    }

    /** A cell or a value as the type that its text reads as; whole numbers that begin with a zero stay text. */
    static Value typed(String text) {
        if (text.matches("-?(0|[1-9]\\d{0,17})")) {
            return Values.of(Long.parseLong(text));
        }
        if (text.matches("-?\\d{1,300}\\.\\d{1,300}")) {
            return Values.of(Double.parseDouble(text));
        }
        return text.equals("true") || text.equals("false") ? Values.of(text.equals("true")) : Values.of(text);
    }
}
