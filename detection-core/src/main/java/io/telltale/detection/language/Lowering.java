package io.telltale.detection.language;

import io.telltale.detection.ir.Detection;
import java.util.List;
import java.util.Optional;

/**
 * What came of a rule's text.
 *
 * @param detection the whole rule where nothing was unsupported; else as much as analysis can still read of it, which is
 *     never run
 * @param unsupported in the order of the text; empty means that the rule is runnable, unless it waits for a parameter
 */
public record Lowering(Optional<Detection> detection, List<Unsupported> unsupported) {
    public Lowering {
        unsupported = List.copyOf(unsupported);
        if (unsupported.isEmpty() && detection.isEmpty()) {
            throw new IllegalArgumentException("neither a detection nor a reason why there is none");
        }
    }

    public static Lowering of(Detection detection) {
        return new Lowering(Optional.of(detection), List.of());
    }

    public static Lowering notRunnable(Unsupported... reasons) {
        return new Lowering(Optional.empty(), List.of(reasons));
    }
}
