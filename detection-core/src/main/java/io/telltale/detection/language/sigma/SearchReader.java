package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Value;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the detection section: its searches by name, and its conditions. */
final class SearchReader {
    private static final int MAX_DEPTH = 50;

    private final SourceText body;
    private final Places places;
    private final Map<String, Search> searches = new LinkedHashMap<>();
    private final List<ConditionText> conditions = new ArrayList<>();

    /** A condition and, for each of its characters and its end, the place in the body. */
    record ConditionText(String text, List<Span> places) {
        Span span(int start, int end) {
            return end > start
                    ? places.get(start).to(places.get(end - 1))
                    : new Span(places.get(start).start(), places.get(start).start());
        }
    }

    SearchReader(SourceText body, Places places) {
        this.body = body;
        this.places = places;
    }

    Map<String, Search> searches() {
        return searches;
    }

    List<ConditionText> conditions() {
        return conditions;
    }

    void read(Value detection) throws RuleSyntaxException {
        Span section = places.section("detection");
        if (!(detection instanceof Value.ObjectOf members)) {
            throw error(section, "found no mapping under detection, expected searches and a condition");
        }
        for (Map.Entry<String, Value> member : members.members().entrySet()) {
            Span key = places.key(member.getKey());
            if (member.getKey().equals("condition")) {
                readConditions(member.getValue(), key);
            } else if (!member.getKey().equals("timeframe")) {
                searches.put(member.getKey(), search(member.getValue(), key, 0));
            }
        }
        if (conditions.isEmpty()) {
            throw error(section, "found no condition in the detection section");
        }
    }

    private void readConditions(Value value, Span key) throws RuleSyntaxException {
        for (Value condition : value instanceof Value.ListOf list ? list.elements() : List.of(value)) {
            if (!(condition instanceof Value.Text text)) {
                throw error(key, "found a condition that is no text");
            }
            conditions.add(new ConditionText(text.value(), places.align(text.value())));
        }
    }

    private Search search(Value value, Span key, int depth) throws RuleSyntaxException {
        if (depth > MAX_DEPTH) {
            throw error(key, "searches nested deeper than " + MAX_DEPTH);
        }
        if (value instanceof Value.ObjectOf members) {
            var parts = new ArrayList<Search>();
            for (Map.Entry<String, Value> member : members.members().entrySet()) {
                parts.add(item(member.getKey(), member.getValue()));
            }
            return new Search.All(some(parts, key), key);
        }
        if (value instanceof Value.ListOf list) {
            boolean keywords = list.elements().stream()
                    .noneMatch(element -> element instanceof Value.ObjectOf || element instanceof Value.ListOf);
            if (keywords) {
                return new Search.Item("", List.of(), some(values(value, key), key), key, key);
            }
            var parts = new ArrayList<Search>();
            for (Value element : list.elements()) {
                parts.add(search(element, key, depth + 1));
            }
            return new Search.Any(some(parts, key), key);
        }
        return new Search.Item("", List.of(), values(value, key), key, key);
    }

    private Search item(String name, Value value) throws RuleSyntaxException {
        Span written = places.key(name);
        String[] parts = name.split("\\|", -1);
        Span field = written.end() > written.start()
                ? new Span(written.start(), Math.min(written.end(), written.start() + parts[0].length()))
                : written;
        var modifiers = new ArrayList<String>();
        for (int i = 1; i < parts.length; i++) {
            modifiers.add(parts[i].toLowerCase(Locale.ROOT));
        }
        List<Search.Wanted> values = some(values(value, written), written);
        Span span = written;
        for (Search.Wanted wanted : values) {
            span = span.to(wanted.span());
        }
        return new Search.Item(parts[0], List.copyOf(modifiers), values, field, span);
    }

    private List<Search.Wanted> values(Value value, Span key) throws RuleSyntaxException {
        var values = new ArrayList<Search.Wanted>();
        for (Value element : value instanceof Value.ListOf list ? list.elements() : List.of(value)) {
            if (element instanceof Value.ObjectOf || element instanceof Value.ListOf) {
                throw error(key, "found a nested structure, expected a value or a list of values");
            }
            values.add(new Search.Wanted(element, places.value(element.asText())));
        }
        return values;
    }

    private <T> List<T> some(List<T> parts, Span key) throws RuleSyntaxException {
        if (parts.isEmpty()) {
            throw error(key, "found nothing to search for");
        }
        return List.copyOf(parts);
    }

    private RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(body, span, detail);
    }
}
