package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Splunk's multivalue fields: a field of no value is null, of one value that value, of several a list. */
final class Parts {
    private Parts() {}

    /** The values of a field; a null among several is none of them. */
    static List<Value> of(Value value) {
        if (value.isAbsent()) {
            return List.of();
        }
        if (!(value instanceof Value.ListOf list)) {
            return List.of(value);
        }
        var present = new ArrayList<Value>(list.elements().size());
        for (Value element : list.elements()) {
            if (!element.isAbsent()) {
                present.add(element);
            }
        }
        return present;
    }

    static List<String> texts(Value value) {
        return of(value).stream().map(Parts::text).toList();
    }

    static Value several(List<? extends Value> values) {
        return values.isEmpty() ? Values.NULL : values.size() == 1 ? values.get(0) : Values.listOf(values);
    }

    static Value ofTexts(List<String> texts) {
        return several(texts.stream().map(Values::of).toList());
    }

    /** The text of one value; truth is written as Splunk writes it, numbers without an exponent. */
    static String text(Value value) {
        if (value instanceof Value.Decimal decimal && Double.isFinite(decimal.value())) {
            String plain = new BigDecimal(Double.toString(decimal.value())).toPlainString();
            return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
        }
        return value instanceof Value.Bool bool ? bool.value() ? "true" : "false" : value.asText();
    }
}
