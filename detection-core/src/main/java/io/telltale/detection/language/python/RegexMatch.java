package io.telltale.detection.language.python;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A match: its groups, the whole first, and where they stood. */
record RegexMatch(
        List<Optional<String>> groups, List<Integer> starts, RegularExpressions.Pattern pattern, String subject)
        implements Py.NamedType {
    static RegexMatch of(Matcher matcher, RegularExpressions.Pattern pattern, String subject) {
        var groups = new ArrayList<Optional<String>>();
        var starts = new ArrayList<Integer>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            groups.add(Optional.ofNullable(matcher.group(i)));
            starts.add(matcher.start(i));
        }
        return new RegexMatch(groups, starts, pattern, subject);
    }

    @Override
    public String typeName() {
        return "Match";
    }

    @Override
    public Optional<String> shown() {
        return Optional.of("<re.Match object; span=(" + place(0L, false) + ", " + place(0L, true) + "), match="
                + Text.repr(group(0L)) + ">");
    }

    @Override
    public String toString() {
        return shown().orElse("");
    }

    /** What {@code findall} gives for the match. */
    Object found() {
        if (groups.size() < 3) {
            return groups.get(groups.size() - 1).orElse("");
        }
        var tuple = new ArrayList<Object>();
        groups.stream().skip(1).forEach(g -> tuple.add(g.orElse("")));
        return new Py.Tuple(tuple);
    }

    private int index(Object which) {
        long index = which instanceof Long number
                ? number
                : pattern.compiled()
                        .namedGroups()
                        .getOrDefault(Text.str(which), -1)
                        .longValue();
        if (index < 0 || index >= groups.size()) {
            throw Py.error("IndexError", "no such group");
        }
        return (int) index;
    }

    Object group(Object which) {
        Optional<String> group = groups.get(index(which));
        return group.isPresent() ? group.get() : Py.None.NONE;
    }

    private long place(Object which, boolean end) {
        int index = index(which);
        int start = starts.get(index);
        int place = start < 0 ? -1 : end ? start + groups.get(index).orElse("").length() : start;
        return Characters.place(subject, place);
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "group" ->
                Members.method(name, a -> {
                    if (a.size() < 2) {
                        return group(a.get(0, 0L));
                    }
                    var several = new ArrayList<Object>();
                    a.values().forEach(which -> several.add(group(which)));
                    return new Py.Tuple(several);
                });
            case "groups" ->
                Members.method(name, a -> {
                    var all = new ArrayList<Object>();
                    groups.stream()
                            .skip(1)
                            .forEach(g -> all.add(g.isPresent() ? g.get() : a.get(0, "default", Py.None.NONE)));
                    return new Py.Tuple(all);
                });
            case "groupdict" ->
                Members.method(name, a -> {
                    var dict = new Dict();
                    pattern.compiled().namedGroups().entrySet().stream()
                            .sorted(Map.Entry.comparingByValue())
                            .forEach(e -> dict.put(e.getKey(), group((long) e.getValue())));
                    return dict;
                });
            case "start" -> Members.method(name, a -> place(a.get(0, 0L), false));
            case "end" -> Members.method(name, a -> place(a.get(0, 0L), true));
            case "span" ->
                Members.method(name, a -> new Py.Tuple(List.of(place(a.get(0, 0L), false), place(a.get(0, 0L), true))));
            case "string" -> Optional.of(subject);
            case "re" -> Optional.of(pattern);
            case "expand" -> Members.method(name, a -> expand(a.text(0)));
            case "lastindex" -> {
                int last = 0;
                for (int i = 1; i < groups.size(); i++) {
                    last = groups.get(i).isPresent() ? i : last;
                }
                yield Optional.of(last == 0 ? Py.None.NONE : (Object) (long) last);
            }
            default -> Optional.empty();
        };
    }

    /** A replacement with its references to groups filled in. */
    String expand(String template) {
        var out = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c != '\\' || i + 1 >= template.length()) {
                out.append(c);
                continue;
            }
            char next = template.charAt(++i);
            if (Character.isDigit(next)) {
                int end = i + 1;
                if (end < template.length() && Character.isDigit(template.charAt(end)) && next != '0') {
                    end++;
                }
                out.append(referred(Long.parseLong(template.substring(i, end))));
                i = end - 1;
            } else if (next == 'g' && i + 1 < template.length() && template.charAt(i + 1) == '<') {
                int close = template.indexOf('>', i);
                if (close < 0) {
                    throw Py.error("re.error", "missing >, unterminated name");
                }
                String name = template.substring(i + 2, close);
                out.append(referred(name.matches("\\d+") ? (Object) Long.parseLong(name) : name));
                i = close;
            } else {
                int known = "ntrafv\\".indexOf(next);
                if (known < 0 && Character.isLetter(next)) {
                    throw Py.error("re.error", "bad escape \\" + next);
                }
                out.append(known < 0 ? "\\" + next : "\n\t\r\u0007\f\u000b\\".substring(known, known + 1));
            }
        }
        return out.toString();
    }

    private String referred(Object which) {
        try {
            return Text.str(group(which) == Py.None.NONE ? "" : group(which));
        } catch (Raised e) {
            throw Py.error("re.error", "invalid group reference " + Text.str(which));
        }
    }
}
