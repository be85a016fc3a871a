package io.telltale.detection.language;

import io.telltale.detection.text.SourceText;
import java.util.Optional;

/** The files of a vendor's repository that its rules lean on: macros, helper modules, data models, lookups, other rules. */
@FunctionalInterface
public interface Companions {
    Companions NONE = (kind, name) -> Optional.empty();

    /**
     * The file that a rule calls by a name, if the repository has it.
     *
     * @param kind {@code macro}, {@code module}, {@code data_model}, {@code lookup}, {@code rule}, …: the vendor's word
     * @param name what a rule calls it by
     */
    Optional<SourceText> find(String kind, String name);
}
