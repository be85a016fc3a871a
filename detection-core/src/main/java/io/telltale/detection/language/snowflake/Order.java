package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Value;
import java.time.Instant;
import java.util.Optional;

/** The order of two values whose types are not known before: the one is read as what the other is. */
final class Order {
    private Order() {}

    /** Their order; values that have none are ordered by their text. */
    static int compare(Value a, Value b) {
        return comparable(a, b).orElseGet(() -> Integer.signum(Times.text(a).compareTo(Times.text(b))));
    }

    /** The order of two values that are there; empty where the one cannot be read as what the other is. */
    static Optional<Integer> comparable(Value a, Value b) {
        if (a instanceof Value.Time || b instanceof Value.Time) {
            Optional<Instant> x = Times.of(a);
            Optional<Instant> y = Times.of(b);
            return x.isPresent() && y.isPresent()
                    ? Optional.of(Integer.signum(x.get().compareTo(y.get())))
                    : Optional.empty();
        }
        boolean numbers = isNumber(a) || isNumber(b);
        if (numbers) {
            if (a instanceof Value.Int x && b instanceof Value.Int y) {
                return Optional.of(Long.compare(x.value(), y.value()));
            }
            Value x = Numbers.of(a);
            Value y = Numbers.of(b);
            return x instanceof Value.Failure || y instanceof Value.Failure
                    ? Optional.empty()
                    : Optional.of(Double.compare(Numbers.decimal(x), Numbers.decimal(y)));
        }
        if (a instanceof Value.Bool || b instanceof Value.Bool) {
            Optional<Boolean> x = Casts.truth(Times.text(a));
            Optional<Boolean> y = Casts.truth(Times.text(b));
            return x.isPresent() && y.isPresent() ? Optional.of(Boolean.compare(x.get(), y.get())) : Optional.empty();
        }
        return Optional.of(Integer.signum(Times.text(a).compareTo(Times.text(b))));
    }

    private static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Decimal;
    }
}
