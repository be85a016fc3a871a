package io.telltale.detection.vendor;

import io.telltale.detection.text.Position;
import java.util.List;

/**
 * What came of reading a vendor's repository.
 *
 * @param files how many files were opened as rules or companions
 * @param problems files, or parts of them, that could not be read as what they claim to be
 */
public record Reading(int files, List<Rule> rules, List<Companion> companions, List<Problem> problems) {
    /** A named place and what is wrong with it. */
    public record Problem(Position position, String message) {}

    public Reading {
        rules = List.copyOf(rules);
        companions = List.copyOf(companions);
        problems = List.copyOf(problems);
    }
}
