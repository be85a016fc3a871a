package io.telltale.detection.language.panther;

import io.telltale.detection.ir.AggregateEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Whether outputs follow each other as the members of a sequence: of each member, so many that the first of them is not
 * before the last of the member before, and not later than the transition allows. An absent first or last member has no
 * output within that time. Outputs at one time follow each other.
 */
final class SequenceMatch implements AggregateEntry.Accumulator {
    static final String SEQUENCE = "panther:sequence";
    static final String COUNT = "panther:count";

    /**
     * A member.
     *
     * @param rule the number of the first member of the same rule
     * @param within from the last output of the member before, in milliseconds
     */
    private record Step(int rule, long least, boolean absent, long within) {}

    private List<Step> steps = List.of();
    private final List<List<Long>> times = new ArrayList<>();

    static List<AggregateEntry> aggregates() {
        return List.of(AggregateEntry.countingRows(COUNT), new AggregateEntry(SEQUENCE, SequenceMatch::new));
    }

    /** A sequence as the constant that {@link #add} is given with each row. */
    static Value steps(Correlation correlation) {
        List<Correlation.Member> members = correlation.members();
        var steps = new ArrayList<Value>();
        for (int i = 0; i < members.size(); i++) {
            Correlation.Member member = members.get(i);
            String before = i == 0 ? "" : members.get(i - 1).id();
            Duration within = correlation.transitions().stream()
                    .filter(t -> t.to().equals(member.id()) && t.from().equals(before))
                    .findFirst()
                    .flatMap(Correlation.Transition::within)
                    .orElse(correlation.lookback());
            int rule = members.stream().map(Correlation.Member::ruleId).toList().indexOf(member.ruleId());
            steps.add(Values.listOf(List.of(
                    Values.of(rule),
                    Values.of(member.least()),
                    Values.of(member.absent()),
                    Values.of(within.toMillis()))));
        }
        return Values.listOf(steps);
    }

    @Override
    public void add(List<Value> arguments, long time) {
        if (steps.isEmpty() && arguments.get(1) instanceof Value.ListOf given) {
            steps = given.elements().stream().map(SequenceMatch::step).toList();
            steps.forEach(step -> times.add(new ArrayList<>()));
        }
        if (arguments.get(0) instanceof Value.Int member) {
            times.get((int) member.value()).add(time);
        }
    }

    private static Step step(Value value) {
        List<Value> parts = ((Value.ListOf) value).elements();
        return new Step(
                (int) number(parts.get(0)),
                number(parts.get(1)),
                parts.get(2).equals(Values.TRUE),
                number(parts.get(3)));
    }

    private static long number(Value value) {
        return value instanceof Value.Int number ? number.value() : 0;
    }

    @Override
    public Value result() {
        times.forEach(Collections::sort);
        Optional<Integer> before = Optional.empty();
        int lastEnd = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).absent()) {
                continue;
            }
            int first = first(i, before, lastEnd);
            if (first < 0 || first + steps.get(i).least() > times.get(i).size()) {
                return Values.FALSE;
            }
            lastEnd = first + (int) steps.get(i).least() - 1;
            before = Optional.of(i);
        }
        return Values.of(endsWell(before.orElseThrow(), lastEnd));
    }

    /**
     * The earliest output of a member that may be the first of its own.
     *
     * @param before the member before; its outputs from the index {@code end} may be the last of its own
     */
    private int first(int member, Optional<Integer> before, int end) {
        List<Long> own = times.get(member);
        for (int i = 0; i < own.size(); i++) {
            long time = own.get(i);
            if (before.isEmpty()) {
                boolean preceded = member > 0
                        && holds(times.get(0), time - steps.get(member).within(), time);
                if (!preceded) {
                    return i;
                }
                continue;
            }
            List<Long> others = times.get(before.get());
            boolean sameRule =
                    steps.get(before.get()).rule() == steps.get(member).rule();
            int closest = Math.min(until(others, time), sameRule ? i : Integer.MAX_VALUE) - 1;
            if (closest >= end
                    && time - others.get(closest) <= steps.get(member).within()) {
                return i;
            }
        }
        return -1;
    }

    /** How many of the times in order are not behind one. */
    private static int until(List<Long> times, long time) {
        int low = 0;
        int high = times.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times.get(middle) <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean holds(List<Long> times, long from, long to) {
        int last = until(times, to) - 1;
        return last >= 0 && times.get(last) >= from;
    }

    /** Whether an output that may be the last is not followed by one of an absent last member. */
    private boolean endsWell(int last, int end) {
        if (last == steps.size() - 1) {
            return true;
        }
        long within = steps.get(last + 1).within();
        List<Long> unwanted = times.get(last + 1);
        return times.get(last).stream().skip(end).anyMatch(time -> !holds(unwanted, time, time + within));
    }
}
