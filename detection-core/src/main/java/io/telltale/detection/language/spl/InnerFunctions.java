package io.telltale.detection.language.spl;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Wildcard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions that no rule calls by name: what the lowering makes of fields, commands and words. */
final class InnerFunctions {
    private InnerFunctions() {}

    static List<FunctionEntry> entries(RegexCache regexes) {
        var out = new ArrayList<FunctionEntry>();
        var places = new Places();
        out.add(FunctionEntry.transparent("spl:alias", (a, c) -> TypeFunctions.firstPresent(a)));
        out.add(FunctionEntry.transparent("spl:event_time", (a, c) -> SplTime.seconds(a.get(0))));
        out.add(FunctionEntry.transparent(
                "spl:epoch_ms",
                (a, c) -> Numbers.of(SplTime.seconds(a.get(0)))
                        .map(s -> Numbers.value(Math.rint(s * 1000)))
                        .orElse(Values.NULL)));
        for (String field : SplTime.DATE_FIELDS) {
            out.add(FunctionEntry.of("spl:" + field, (a, c) -> SplTime.dateField(field, a.get(0))));
        }
        out.add(FunctionEntry.part("spl:inside", (a, c) -> inside(a.get(0), a.get(1))));
        out.add(FunctionEntry.part(
                "spl:leaf_inside", (a, c) -> Scope.path(a.get(1).asText()).asLeaf(inside(a.get(0), a.get(1)))));
        out.add(FunctionEntry.of(
                "spl:member",
                (a, c) -> a.get(0) instanceof Value.ObjectOf object
                        ? object.get(a.get(1).asText())
                        : Values.MISSING));
        out.add(FunctionEntry.transparent("spl:each_event", (a, c) -> eachEvent(a.get(0))));
        out.add(FunctionEntry.transparent(
                "spl:key", (a, c) -> a.get(0).isAbsent() ? Values.NULL : Values.of(Parts.text(a.get(0)))));
        out.add(FunctionEntry.transparent(
                "spl:folded",
                (a, c) -> a.get(0).isAbsent()
                        ? Values.NULL
                        : Values.of(Parts.text(a.get(0)).toLowerCase(Locale.ROOT))));
        out.add(FunctionEntry.of(
                "spl:raw",
                (a, c) -> a.get(0) instanceof Value.ObjectOf object
                                && !object.members().isEmpty()
                        ? Values.of(ValueText.json(object))
                        : Values.NULL));
        out.add(FunctionEntry.of(
                        "spl:term",
                        (a, c) -> Values.of(Terms.found(
                                Scanner.lower(a.get(0).asText()),
                                Scanner.lower(a.get(1).asText()))))
                .as(TestKind.CONTAINS, 0, 1, false));
        out.add(FunctionEntry.of(
                        "spl:term_with_case",
                        (a, c) -> Values.of(
                                Terms.found(a.get(0).asText(), a.get(1).asText())))
                .as(TestKind.CONTAINS, 0, 1, true));
        out.add(FunctionEntry.of("spl:words", (a, c) -> Terms.all(a.get(0), a.get(1))));
        out.add(FunctionEntry.of("spl:meets", (a, c) -> SearchComparison.meets(a.get(0), a.get(1))));
        out.add(FunctionEntry.of("spl:record", (a, c) -> record(a)));
        out.add(FunctionEntry.of("spl:pairs", (a, c) -> pairs(a)));
        out.add(FunctionEntry.of("spl:leaves", (a, c) -> leaves(a.get(0), a.get(1))));
        out.add(FunctionEntry.of("spl:in_model", (a, c) -> DataModels.isMember(a)));
        out.add(FunctionEntry.of("spl:filtered", (a, c) -> Parts.several(Parts.of(a.get(0)))));
        out.add(FunctionEntry.of(
                "spl:without_empty",
                (a, c) -> Parts.several(Parts.of(a.get(0)).stream()
                        .filter(v -> !v.asText().isEmpty())
                        .toList())));
        out.add(FunctionEntry.of("spl:address", (a, c) -> Places.sortable(a.get(0))));
        out.add(FunctionEntry.of("spl:looked_up", (a, c) -> LookupTable.value(a)));
        out.add(FunctionEntry.of("spl:place", (a, c) -> places.of(a.get(0), a.get(1), a.get(2))));
        out.add(FunctionEntry.of("spl:rex", (a, c) -> rex(a, regexes)));
        out.add(FunctionEntry.of("spl:sed", (a, c) -> sed(a, regexes)));
        out.add(FunctionEntry.of("spl:translated", (a, c) -> translated(a)));
        out.add(FunctionEntry.of("spl:pieces", (a, c) -> pieces(a, regexes)));
        out.add(FunctionEntry.of("spl:replaced", (a, c) -> replaced(a)));
        out.add(FunctionEntry.transparent("spl:bin", (a, c) -> TimeSpan.bin(a.get(0), a.get(1), a.get(2))));
        out.add(FunctionEntry.of("spl:bin_factor", (a, c) -> TimeSpan.binByFactor(a.get(0), a.get(1), a.get(2))));
        out.add(FunctionEntry.transparent("spl:bin_month", (a, c) -> TimeSpan.binMonths(a.get(0), a.get(1))));
        out.add(FunctionEntry.of(
                "spl:range_text",
                (a, c) -> a.get(0).isAbsent()
                        ? Values.NULL
                        : Values.of(a.get(0).asText() + "-"
                                + Numbers.of(a.get(0))
                                        .flatMap(x -> Numbers.of(a.get(1))
                                                .map(y -> Numbers.value(x + y).asText()))
                                        .orElse(""))));
        out.addAll(Conversions.entries());
        return out;
    }

    /** The value at a path that is written as the event's own: what a field is in an event kept as a value. */
    private static Value inside(Value whole, Value path) {
        return Json.walk(Json.structure(whole), Scope.path(path.asText()).segments());
    }

    /** Arguments: names and values in turn; those that have a value, as objects of the two. */
    private static Value pairs(List<Value> arguments) {
        var out = new ArrayList<Value>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            if (!arguments.get(i + 1).isAbsent()) {
                out.add(Values.objectOf(Map.of("name", arguments.get(i), "value", arguments.get(i + 1))));
            }
        }
        return Values.listOf(out);
    }

    /** Arguments: names and values in turn; one object of those that have a value. */
    private static Value record(List<Value> arguments) {
        var members = new LinkedHashMap<String, Value>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            if (!arguments.get(i + 1).isAbsent()) {
                members.put(arguments.get(i).asText(), arguments.get(i + 1));
            }
        }
        return Values.objectOf(members);
    }

    /** The values of all fields of an event whose names are of a form. */
    private static Value leaves(Value event, Value form) {
        var pattern = new NamePattern(form.asText());
        var found = new ArrayList<Value>();
        Leaves.of(event).forEach((path, value) -> {
            if (pattern.matches(path)) {
                found.addAll(Parts.of(value));
            }
        });
        return Parts.several(found);
    }

    /** The different values that events have of a field, in the order of their texts. */
    private static Value eachEvent(Value ofEach) {
        var found = new java.util.TreeMap<String, Value>();
        for (Value one : Parts.of(ofEach)) {
            Parts.of(one).forEach(v -> found.put(v.asText(), v));
        }
        return Parts.several(List.copyOf(found.values()));
    }

    /** Arguments: the text, the expression, the group, how many matches at the most (0: all). */
    private static Value rex(List<Value> arguments, RegexCache regexes) {
        if (arguments.get(0).isAbsent()) {
            return Values.NULL;
        }
        try {
            Pattern pattern = regexes.get(arguments.get(1).asText());
            String group = arguments.get(2).asText();
            int most = Numbers.of(arguments.get(3)).orElse(1.0).intValue();
            var found = new ArrayList<String>();
            for (String text : Parts.texts(arguments.get(0))) {
                Matcher matcher = pattern.matcher(text);
                while ((most == 0 || found.size() < most) && matcher.find()) {
                    String value = matcher.group(group);
                    if (value != null) {
                        found.add(value);
                    }
                }
            }
            return Parts.ofTexts(found);
        } catch (IllegalArgumentException e) {
            return Values.failure("rex: " + e.getMessage());
        }
    }

    /** Arguments: the text, the expression, its replacement, which match is replaced (0: all, n: the n-th). */
    private static Value sed(List<Value> arguments, RegexCache regexes) {
        if (arguments.get(0).isAbsent()) {
            return arguments.get(0);
        }
        try {
            Pattern pattern = regexes.get(arguments.get(1).asText());
            String with = TextFunctions.groups(arguments.get(2).asText());
            int which = Numbers.of(arguments.get(3)).orElse(1.0).intValue();
            var out = new ArrayList<String>();
            for (String text : Parts.texts(arguments.get(0))) {
                Matcher matcher = pattern.matcher(text);
                if (which == 0) {
                    out.add(matcher.replaceAll(with));
                    continue;
                }
                int seen = 0;
                var changed = new StringBuffer();
                while (matcher.find()) {
                    if (++seen == which) {
                        matcher.appendReplacement(changed, with);
                        break;
                    }
                }
                out.add(matcher.appendTail(changed).toString());
            }
            return Parts.ofTexts(out);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Values.failure("rex mode=sed: " + e.getMessage());
        }
    }

    /** Arguments: the text, characters, and what is put in the place of each. */
    private static Value translated(List<Value> arguments) {
        String from = arguments.get(1).asText();
        String to = arguments.get(2).asText();
        return Parts.ofTexts(Parts.texts(arguments.get(0)).stream()
                .map(text -> {
                    var out = new StringBuilder();
                    for (int i = 0; i < text.length(); i++) {
                        int at = from.indexOf(text.charAt(i));
                        out.append(at < 0 ? text.charAt(i) : to.charAt(at));
                    }
                    return out.toString();
                })
                .toList());
    }

    /** {@code makemv tokenizer=…}: the first group of each match. */
    private static Value pieces(List<Value> arguments, RegexCache regexes) {
        if (arguments.get(0).isAbsent()) {
            return arguments.get(0);
        }
        try {
            Matcher matcher = regexes.get(arguments.get(1).asText())
                    .matcher(arguments.get(0).asText());
            var out = new ArrayList<String>();
            while (matcher.find()) {
                String piece = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
                if (piece != null) {
                    out.add(piece);
                }
            }
            return Parts.ofTexts(out);
        } catch (IllegalArgumentException e) {
            return Values.failure("makemv: " + e.getMessage());
        }
    }

    /** {@code replace wanted WITH new}: the wanted text may hold stars, what they stand for can be used again. */
    private static Value replaced(List<Value> arguments) {
        if (arguments.get(0).isAbsent()) {
            return arguments.get(0);
        }
        String wanted = arguments.get(1).asText();
        Wildcard pattern = Wildcard.compile(Wildcard.quote(wanted).replace("\\*", "*"), true);
        var out = new ArrayList<String>();
        for (String text : Parts.texts(arguments.get(0))) {
            out.add(
                    pattern.matches(text)
                            ? filled(text, wanted, arguments.get(2).asText())
                            : text);
        }
        return Parts.ofTexts(out);
    }

    private static String filled(String text, String wanted, String with) {
        if (with.indexOf('*') < 0) {
            return with;
        }
        String regex = "(?s)^" + Pattern.quote(wanted).replace("\\*", "(.*)") + "$";
        Matcher matcher = Pattern.compile(regex).matcher(text);
        if (!matcher.find()) {
            return text;
        }
        var out = new StringBuilder();
        int group = 0;
        for (int i = 0; i < with.length(); i++) {
            char c = with.charAt(i);
            if (c == '*' && group < matcher.groupCount()) {
                out.append(matcher.group(++group));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
