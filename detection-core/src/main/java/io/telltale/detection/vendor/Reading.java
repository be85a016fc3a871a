package io.telltale.detection.vendor;

import io.telltale.detection.language.Companions;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.SourceText;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a vendor's repository.
 *
 * @param files how many files were opened as rules or companions
 * @param problems files, or parts of them, that could not be read as what they claim to be
 */
public record Reading(int files, List<Rule> rules, List<Companion> companions, List<Problem> problems) {
    /** A named place and what is wrong with it. */
    public record Problem(Position position, String message, Kind kind) {
        /** Whether something could not be read, or was read under another id than it gives itself. */
        public enum Kind {
            UNREADABLE,
            REPEATED_ID
        }

        /** A place that could not be read. */
        public Problem(Position position, String message) {
            this(position, message, Kind.UNREADABLE);
        }
    }

    public Reading {
        rules = List.copyOf(rules);
        companions = List.copyOf(companions);
        problems = List.copyOf(problems);
    }

    /** The companions as rules find them; of two with one kind and name the first counts. */
    public Companions companionsByName() {
        var byName = new HashMap<List<String>, SourceText>();
        companions.forEach(c -> byName.putIfAbsent(List.of(c.kind(), c.name()), c.text()));
        return (kind, name) -> Optional.ofNullable(byName.get(List.of(kind, name)));
    }
}
