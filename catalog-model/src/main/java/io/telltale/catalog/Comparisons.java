package io.telltale.catalog;

import io.telltale.catalog.view.ComparisonView;
import java.util.List;
import java.util.Optional;

/** Detections that are written in each language, side by side, with what each makes of the same events. */
public interface Comparisons {
    /** By their titles. */
    List<ComparisonView> all();

    Optional<ComparisonView> comparison(String id);
}
