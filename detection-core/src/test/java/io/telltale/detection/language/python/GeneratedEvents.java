package io.telltale.detection.language.python;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Makes events at random that a rule has something to say about: samples whose fields, at the paths that the rule reads
 * and elsewhere, are taken away or hold null, nothing, another type, or a text that the rule compares with.
 */
final class GeneratedEvents {
    private final Random random;
    private final List<Value.ObjectOf> samples;
    private final List<String> texts = new ArrayList<>();
    private final List<List<String>> paths = new ArrayList<>();

    GeneratedEvents(Random random, Program program, List<Value.ObjectOf> samples) {
        this.random = random;
        this.samples = samples;
        // What the rule says itself counts for more than what its helpers say.
        for (int i = 0; i < 3; i++) {
            gather(program.main());
        }
        program.modules().values().forEach(this::gather);
    }

    private void gather(List<Node.Stmt> module) {
        for (Object node : FreeNames.nodes(module)) {
            if (node instanceof Node.Constant constant
                    && constant.value() instanceof Value.Text text
                    && text.value().length() < 100) {
                texts.add(text.value());
            } else if (node instanceof Node.Call call && call.function() instanceof Node.Attribute method) {
                boolean reads = List.of("get", "deep_get", "deep_walk", "udm").contains(method.name());
                List<String> keys = reads ? keys(call) : List.of();
                if (!keys.isEmpty()) {
                    paths.add(method.name().equals("get") ? keys.subList(0, 1) : keys);
                }
            }
        }
    }

    private static List<String> keys(Node.Call call) {
        var keys = new ArrayList<String>();
        for (Node.Argument argument : call.arguments()) {
            if (argument.name().isEmpty()
                    && argument.value() instanceof Node.Constant constant
                    && constant.value() instanceof Value.Text text) {
                keys.add(text.value());
            }
        }
        return keys;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    Value.ObjectOf event() {
        Value.ObjectOf event = any(samples);
        for (int i = random.nextInt(6); i > 0; i--) {
            event = random.nextInt(3) == 0 || paths.isEmpty() ? elsewhere(event) : at(event, any(paths));
        }
        return event;
    }

    private String text() {
        return texts.isEmpty() ? "x" : any(texts);
    }

    /** The event with another value at a path, with objects on the way where there are none. */
    private Value.ObjectOf at(Value.ObjectOf object, List<String> path) {
        var members = new LinkedHashMap<>(object.members());
        String name = path.get(0);
        Value before = object.get(name);
        boolean ends = path.size() == 1 || random.nextInt(12) == 0;
        if (!ends) {
            Value.ObjectOf below = before instanceof Value.ObjectOf known ? known : Values.objectOf(Map.of());
            Value inner = at(below, path.subList(1, path.size()));
            members.put(name, random.nextInt(30) == 0 ? Values.listOf(List.of(inner, inner)) : inner);
            return new Value.ObjectOf(members);
        }
        change(members, name, before);
        return new Value.ObjectOf(members);
    }

    /** The event with another value at any of its paths. */
    private Value.ObjectOf elsewhere(Value.ObjectOf object) {
        var members = new LinkedHashMap<>(object.members());
        if (members.isEmpty()) {
            return object;
        }
        String name = any(List.copyOf(members.keySet()));
        Value before = object.get(name);
        if (before instanceof Value.ObjectOf below && random.nextInt(3) > 0) {
            members.put(name, elsewhere(below));
        } else {
            change(members, name, before);
        }
        return new Value.ObjectOf(members);
    }

    private void change(Map<String, Value> members, String name, Value before) {
        switch (random.nextInt(9)) {
            case 0 -> members.remove(name);
            case 1 -> {
                members.remove(name);
                members.put(otherCase(name), value(before));
            }
            case 2 -> {
                members.put(otherCase(name), value(before));
                members.putIfAbsent(name, value(before));
            }
            default -> members.put(name, value(before));
        }
    }

    private String otherCase(String name) {
        if (name.isEmpty()) {
            return name;
        }
        return switch (random.nextInt(3)) {
            case 0 -> name.toLowerCase(Locale.ROOT);
            case 1 -> name.toUpperCase(Locale.ROOT);
            default -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        };
    }

    private Value value(Value before) {
        String text = text();
        return switch (random.nextInt(26)) {
            case 0 -> Values.NULL;
            case 1 -> Values.EMPTY_TEXT;
            case 2 -> Values.of(any(List.of(0L, 1L, 2L, -1L, 443L, 4_294_967_296L)));
            case 3 -> Values.of(any(List.of(0.0, 1.0, 0.5, 443.0)));
            case 4 -> Values.of(random.nextBoolean());
            case 5 -> Values.listOf(List.of());
            case 6 -> Values.listOf(List.of(Values.of(text)));
            case 7 -> Values.listOf(List.of(Values.of(text), Values.NULL, Values.of(text())));
            case 8 -> Values.objectOf(Map.of());
            case 9 -> Values.objectOf(Map.of(text, Values.of(text())));
            case 10 -> before.isAbsent() ? Values.NULL : Values.listOf(List.of(before));
            case 11 -> Values.of(otherCase(text));
            case 12 -> Values.of(text + any(List.of("x", " ", "\n", "/a", "*")));
            case 13 -> Values.of(any(List.of("x", " ", "a:", "\u00e4")) + text);
            case 14 -> Values.listOf(List.of(Values.objectOf(Map.of(text(), Values.of(text)))));
            case 15 -> Values.of(any(List.of("10.0.0.1", "2001:db8::1", "AWS Internal", "true", "false", "null", "0")));
            case 16 -> Values.of(before.asText().replace('"', '\''));
            default -> Values.of(text);
        };
    }
}
