package io.telltale.detection.language.panther;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A correlation rule as it is written: rules whose outputs it looks for, in any order or one after the other.
 *
 * @param lookback how far back a run looks
 * @param least for a group, how many of its members must be there; all without it
 * @param path the way to it in the rule's file
 */
record Correlation(
        List<Member> members,
        boolean ordered,
        List<Transition> transitions,
        List<Criterion> criteria,
        Optional<Long> least,
        Duration lookback,
        List<String> path) {

    /**
     * A rule whose outputs count.
     *
     * @param least how many of them must be there
     * @param most how many there may be
     * @param absent whether, instead, none may be there
     */
    record Member(String id, String ruleId, long least, OptionalLong most, boolean absent, List<String> path) {}

    /** Of a sequence, how two members follow each other, and what they have in common. */
    record Transition(String from, String to, Optional<Duration> within, List<Match> matches, List<String> path) {}

    /** Two fields whose values must be equal. */
    record Match(String from, String to) {}

    /** Of a group, fields of members whose values must be equal. */
    record Criterion(String name, List<Part> parts, List<String> path) {}

    /** A member's field. */
    record Part(String memberId, String field) {}

    Correlation {
        members = List.copyOf(members);
        transitions = List.copyOf(transitions);
        criteria = List.copyOf(criteria);
        path = List.copyOf(path);
    }
}
