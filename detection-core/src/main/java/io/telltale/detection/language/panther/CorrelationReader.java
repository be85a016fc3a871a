package io.telltale.detection.language.panther;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the data of a correlation rule.
 *
 * @see <a href="https://docs.panther.com/detections/correlation-rules/correlation-rule-reference">the reference</a>
 */
final class CorrelationReader {
    /** What a sequence or a group is made of, for the language's page. */
    static final List<String> KEYS = List.of(
            "Sequence",
            "Group",
            "Transitions",
            "MatchCriteria",
            "MinMatchCount",
            "EventEvaluationOrder",
            "LookbackWindowMinutes",
            "Schedule");

    static final List<String> MEMBER_KEYS = List.of("ID", "RuleID", "MinMatchCount", "MaxMatchCount", "Absence");
    static final List<String> TRANSITION_KEYS = List.of("ID", "From", "To", "WithinTimeFrameMinutes", "Match");
    static final List<String> MATCH_KEYS = List.of("On", "From", "To");
    static final List<String> CRITERION_KEYS = List.of("GroupID", "Match");
    static final List<String> SCHEDULE_KEYS = List.of("RateMinutes", "CronExpression", "TimeoutMinutes");

    private static final Pattern CRON = Pattern.compile("\\s*[\\w*,/-]+(\\s+[\\w*,/-]+){4}\\s*");
    private static final long DEFAULT_LOOKBACK = 15;
    private static final long MOST_MINUTES = 60L * 24 * 366;
    private static final int MOST_MEMBERS = 100;
    private static final Set<String> ORDERS = Set.of("Chronological", "ReverseChronological");

    private final RuleText text;

    CorrelationReader(RuleText text) {
        this.text = text;
    }

    Correlation read(Value.ObjectOf document) throws RuleSyntaxException {
        if (!(document.get("Detection") instanceof Value.ListOf list)
                || list.elements().size() != 1
                || !(list.elements().get(0) instanceof Value.ObjectOf detection)) {
            throw text.error(List.of("Detection"), "expected Detection, a list of one Sequence or Group");
        }
        List<String> path = List.of("Detection", "0");
        boolean ordered = detection.members().containsKey("Sequence");
        if (ordered == detection.members().containsKey("Group")) {
            throw text.error(path, "expected either Sequence or Group");
        }
        only(detection, path, KEYS);
        Value order = detection.get("EventEvaluationOrder");
        if (!order.isAbsent() && !ORDERS.contains(order.asText())) {
            throw text.error(
                    then(path, "EventEvaluationOrder"),
                    "found " + order.asText() + ", expected Chronological or ReverseChronological");
        }
        schedule(detection.get("Schedule"), path);
        String section = ordered ? "Sequence" : "Group";
        List<Correlation.Member> members = members(detection.get(section), then(path, section));
        Set<String> ids = new HashSet<>();
        for (Correlation.Member member : members) {
            if (!ids.add(member.id())) {
                throw text.error(member.path(), "found a second " + member.id());
            }
        }
        if (members.stream().allMatch(Correlation.Member::absent)) {
            throw text.error(then(path, section), "expected a rule without Absence");
        }
        return new Correlation(
                members,
                ordered,
                transitions(detection.get("Transitions"), then(path, "Transitions"), ids),
                criteria(detection.get("MatchCriteria"), then(path, "MatchCriteria"), ids),
                number(detection, "MinMatchCount", path),
                minutes(detection, "LookbackWindowMinutes", path).orElse(Duration.ofMinutes(DEFAULT_LOOKBACK)),
                path);
    }

    /** The schedule is the vendor's format's to read; here it is only held to its form. */
    private void schedule(Value value, List<String> path) throws RuleSyntaxException {
        List<String> at = then(path, "Schedule");
        if (!(value instanceof Value.ObjectOf schedule)) {
            throw text.error(path, "expected Schedule, with RateMinutes or CronExpression");
        }
        only(schedule, at, SCHEDULE_KEYS);
        boolean rated = number(schedule, "RateMinutes", at).isPresent();
        boolean timed = CRON.matcher(schedule.get("CronExpression").asText()).matches();
        if (rated == timed) {
            throw text.error(at, "expected either RateMinutes or CronExpression, a line of five fields");
        }
    }

    private List<Correlation.Member> members(Value list, List<String> path) throws RuleSyntaxException {
        var members = new ArrayList<Correlation.Member>();
        for (Value.ObjectOf member : objects(list, path)) {
            List<String> at = then(path, "" + members.size());
            only(member, at, MEMBER_KEYS);
            if (!(member.get("RuleID") instanceof Value.Text ruleId)) {
                throw text.error(at, "expected RuleID");
            }
            Value id = member.get("ID");
            members.add(new Correlation.Member(
                    id.isAbsent() ? ruleId.value() : id.asText(),
                    ruleId.value(),
                    number(member, "MinMatchCount", at).orElse(1L),
                    number(member, "MaxMatchCount", at).map(OptionalLong::of).orElse(OptionalLong.empty()),
                    member.get("Absence").equals(Values.TRUE),
                    at));
        }
        if (members.isEmpty() || members.size() > MOST_MEMBERS) {
            throw text.error(path, "found " + members.size() + " rules, expected 1 to " + MOST_MEMBERS);
        }
        return members;
    }

    private List<Correlation.Transition> transitions(Value list, List<String> path, Set<String> ids)
            throws RuleSyntaxException {
        var transitions = new ArrayList<Correlation.Transition>();
        if (list.isAbsent()) {
            return transitions;
        }
        for (Value.ObjectOf transition : objects(list, path)) {
            List<String> at = then(path, "" + transitions.size());
            only(transition, at, TRANSITION_KEYS);
            var matches = new ArrayList<Correlation.Match>();
            if (!transition.get("Match").isAbsent()) {
                for (Value.ObjectOf match : objects(transition.get("Match"), then(at, "Match"))) {
                    List<String> inner = then(then(at, "Match"), "" + matches.size());
                    only(match, inner, MATCH_KEYS);
                    Value on = match.get("On");
                    Value from = on.isAbsent() ? match.get("From") : on;
                    Value to = on.isAbsent() ? match.get("To") : on;
                    if (from.isAbsent() || to.isAbsent()) {
                        throw text.error(inner, "expected On, or From and To");
                    }
                    matches.add(new Correlation.Match(from.asText(), to.asText()));
                }
            }
            transitions.add(new Correlation.Transition(
                    known(transition, "From", at, ids),
                    known(transition, "To", at, ids),
                    minutes(transition, "WithinTimeFrameMinutes", at),
                    matches,
                    at));
        }
        return transitions;
    }

    private List<Correlation.Criterion> criteria(Value value, List<String> path, Set<String> ids)
            throws RuleSyntaxException {
        var criteria = new ArrayList<Correlation.Criterion>();
        if (value.isAbsent()) {
            return criteria;
        }
        if (!(value instanceof Value.ObjectOf named)) {
            throw text.error(path, "expected criteria by name");
        }
        for (Map.Entry<String, Value> criterion : named.members().entrySet()) {
            List<String> at = then(path, criterion.getKey());
            var parts = new ArrayList<Correlation.Part>();
            for (Value.ObjectOf part : objects(criterion.getValue(), at)) {
                List<String> inner = then(at, "" + parts.size());
                only(part, inner, CRITERION_KEYS);
                if (!(part.get("Match") instanceof Value.Text field)) {
                    throw text.error(inner, "expected Match, the way to a field");
                }
                parts.add(new Correlation.Part(known(part, "GroupID", inner, ids), field.value()));
            }
            criteria.add(new Correlation.Criterion(criterion.getKey(), List.copyOf(parts), at));
        }
        return criteria;
    }

    private String known(Value.ObjectOf object, String key, List<String> path, Set<String> ids)
            throws RuleSyntaxException {
        String id = object.get(key).asText();
        if (!ids.contains(id)) {
            boolean given = object.members().containsKey(key);
            throw text.error(
                    given ? then(path, key) : path,
                    given ? "found " + id + ", expected the ID of one of the rules" : "expected " + key);
        }
        return id;
    }

    private Optional<Long> number(Value.ObjectOf object, String key, List<String> path) throws RuleSyntaxException {
        Value value = object.get(key);
        if (value.isAbsent()) {
            return Optional.empty();
        }
        if (!(value instanceof Value.Int number) || number.value() < 1) {
            throw text.error(then(path, key), "found " + value.asText() + ", expected a whole number of at least 1");
        }
        return Optional.of(number.value());
    }

    private Optional<Duration> minutes(Value.ObjectOf object, String key, List<String> path)
            throws RuleSyntaxException {
        return number(object, key, path).map(n -> Duration.ofMinutes(Math.min(n, MOST_MINUTES)));
    }

    private List<Value.ObjectOf> objects(Value list, List<String> path) throws RuleSyntaxException {
        var objects = new ArrayList<Value.ObjectOf>();
        if (!(list instanceof Value.ListOf elements)) {
            throw text.error(path, "expected a list");
        }
        for (Value element : elements.elements()) {
            if (!(element instanceof Value.ObjectOf object)) {
                throw text.error(then(path, "" + objects.size()), "found " + element.asText() + ", expected keys");
            }
            objects.add(object);
        }
        return objects;
    }

    private void only(Value.ObjectOf object, List<String> path, List<String> keys) throws RuleSyntaxException {
        for (String key : object.members().keySet()) {
            if (!keys.contains(key)) {
                throw text.error(then(path, key), "found " + key + ", expected " + String.join(", ", keys));
            }
        }
    }

    static List<String> then(List<String> path, String step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }
}
