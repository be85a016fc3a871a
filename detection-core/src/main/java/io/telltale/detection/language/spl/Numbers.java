package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.Optional;
import java.util.regex.Pattern;

/** Splunk's weak typing: a text that reads as a number is one. */
final class Numbers {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})([eE][+-]?\\d{1,3})?");

    private Numbers() {}

    static Optional<Double> of(Value value) {
        if (value instanceof Value.Int number) {
            return Optional.of((double) number.value());
        }
        if (value instanceof Value.Decimal number) {
            return Optional.of(number.value());
        }
        if (value instanceof Value.Text text
                && NUMBER.matcher(text.value().strip()).matches()) {
            return Optional.of(Double.parseDouble(text.value().strip()));
        }
        return Optional.empty();
    }

    /** Numbers by size and before texts, texts by their characters. */
    static int compare(Value left, Value right) {
        Optional<Double> x = of(left);
        Optional<Double> y = of(right);
        if (x.isPresent() && y.isPresent()) {
            return Double.compare(x.get(), y.get());
        }
        return x.isPresent() ? -1 : y.isPresent() ? 1 : left.asText().compareTo(right.asText());
    }

    /** The number, whole where it has no fraction. */
    static Value value(double number) {
        return number == Math.rint(number) && Math.abs(number) < 9e15 ? Values.of((long) number) : Values.of(number);
    }
}
