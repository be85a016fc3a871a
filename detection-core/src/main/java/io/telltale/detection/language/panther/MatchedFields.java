package io.telltale.detection.language.panther;

import io.telltale.detection.language.Unsupported;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values that the outputs of a correlation must have in common: for each, the fields that hold it. */
final class MatchedFields {
    private final RuleText text;
    private final List<Unsupported> unsupported;

    /**
     * A value that outputs have in common.
     *
     * @param name the column that holds it
     * @param byMember the fields of each member, by its id; of several, all must have it
     */
    record Key(String name, Map<String, Set<String>> byMember) {
        boolean isOf(String member) {
            return byMember.containsKey(member);
        }

        Set<String> fields(String member) {
            return byMember.getOrDefault(member, Set.of());
        }
    }

    MatchedFields(RuleText text, List<Unsupported> unsupported) {
        this.text = text;
        this.unsupported = unsupported;
    }

    List<Key> ofGroup(Correlation correlation) {
        var keys = new ArrayList<Key>();
        for (Correlation.Criterion criterion : correlation.criteria()) {
            var byMember = new LinkedHashMap<String, Set<String>>();
            criterion.parts().forEach(part -> add(byMember, part.memberId(), part.field()));
            boolean namesAll = correlation.members().stream()
                    .filter(member -> !member.absent())
                    .allMatch(member -> byMember.containsKey(member.id()));
            if (!namesAll) {
                unsupported.add(
                        new Unsupported("MatchCriteria that name only some of the rules", text.at(criterion.path())));
            }
            add(keys, byMember, correlation, criterion.name());
        }
        return keys;
    }

    /**
     * Along a sequence one value is handed on: what a member shares with the one before it is what it shares with the one
     * behind it.
     */
    List<Key> ofSequence(Correlation correlation) {
        List<Correlation.Member> members = correlation.members();
        var matches = new ArrayList<List<Correlation.Match>>();
        for (int i = 0; i + 1 < members.size(); i++) {
            String from = members.get(i).id();
            String to = members.get(i + 1).id();
            matches.add(correlation.transitions().stream()
                    .filter(t -> t.from().equals(from) && t.to().equals(to))
                    .findFirst()
                    .map(Correlation.Transition::matches)
                    .orElse(List.of()));
        }
        for (Correlation.Transition transition : correlation.transitions()) {
            if (index(members, transition.to()) != index(members, transition.from()) + 1) {
                unsupported.add(new Unsupported(
                        "transition between rules that do not follow each other", text.at(transition.path())));
            }
        }
        int size = matches.isEmpty() ? 0 : matches.get(0).size();
        if (matches.stream().anyMatch(m -> m.size() != size)) {
            Span span = text.at(correlation.path());
            unsupported.add(new Unsupported("transitions that match on different numbers of fields", span));
            return List.of();
        }
        var keys = new ArrayList<Key>();
        for (int key = 0; key < size; key++) {
            var byMember = new LinkedHashMap<String, Set<String>>();
            for (int i = 0; i < matches.size(); i++) {
                Correlation.Match match =
                        handedOn(matches.get(i), byMember.get(members.get(i).id()), key);
                add(byMember, members.get(i).id(), match.from());
                add(byMember, members.get(i + 1).id(), match.to());
            }
            add(keys, byMember, correlation, "match " + (key + 1));
        }
        return keys;
    }

    /** The match that begins with a field that the one before ended with, or else the one of the same number. */
    private static Correlation.Match handedOn(
            List<Correlation.Match> matches, @org.jspecify.annotations.Nullable Set<String> before, int number) {
        Optional<Correlation.Match> same = matches.stream()
                .filter(match -> before != null && before.contains(match.from()))
                .findFirst();
        return same.orElse(matches.get(number));
    }

    private static int index(List<Correlation.Member> members, String id) {
        return members.stream().map(Correlation.Member::id).toList().indexOf(id);
    }

    private static void add(Map<String, Set<String>> byMember, String member, String field) {
        byMember.computeIfAbsent(member, m -> new LinkedHashSet<>()).add(field);
    }

    /** A key is called as the first member that must be there calls its field. */
    private static void add(
            List<Key> keys, Map<String, Set<String>> byMember, Correlation correlation, String otherwise) {
        String name = correlation.members().stream()
                .filter(member -> !member.absent() && byMember.containsKey(member.id()))
                .map(member -> byMember.get(member.id()).iterator().next())
                .filter(field -> keys.stream().noneMatch(key -> key.name().equals(field)))
                .findFirst()
                .orElse(otherwise);
        keys.add(new Key(name, byMember));
    }
}
