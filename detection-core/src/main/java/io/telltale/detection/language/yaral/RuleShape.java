package io.telltale.detection.language.yaral;

import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the statements of the events section are: declarations of placeholders by fields of one event variable, filters of
 * one event variable, and joins of several.
 */
final class RuleShape {
    private final SourceText source;
    private final Set<String> events = new LinkedHashSet<>();
    private final List<Declaration> declarations = new ArrayList<>();
    private final Map<String, String> owners = new LinkedHashMap<>();
    private final List<Syntax> filters = new ArrayList<>();

    /** A placeholder and the value that an event gives it. */
    record Declaration(String placeholder, String event, Syntax value, Span span) {}

    RuleShape(SourceText source, Syntax.Rule rule) throws RuleSyntaxException {
        this.source = source;
        rule.events().forEach(statement -> fields(statement, events));
        if (events.isEmpty()) {
            throw new RuleSyntaxException(
                    source, rule.events().get(0).span(), "found no field of an event variable in the events section");
        }
        for (Syntax statement : rule.events()) {
            sort(statement);
        }
        for (Syntax filter : filters) {
            check(filter);
        }
    }

    /** The column of a placeholder. */
    static String column(String placeholder) {
        return "$" + placeholder;
    }

    /** Event variables in the order of the text. */
    List<String> events() {
        return List.copyOf(events);
    }

    boolean isEvent(String name) {
        return events.contains(name);
    }

    /** Which event variable gives a placeholder its value first. */
    Optional<String> owner(String placeholder) {
        return Optional.ofNullable(owners.get(placeholder));
    }

    List<Declaration> declarations(String event) {
        return declarations.stream().filter(d -> d.event().equals(event)).toList();
    }

    /** Whether a field gives a placeholder its value, not only a function. */
    boolean isOfField(String placeholder) {
        return declarations.stream()
                .anyMatch(d -> d.placeholder().equals(placeholder) && d.value() instanceof Syntax.Field);
    }

    /** Whether an event variable gives a placeholder its value. */
    boolean declares(String event, String placeholder) {
        return declarations(event).stream().anyMatch(d -> d.placeholder().equals(placeholder));
    }

    /** Whether a condition asks anything of an event variable or of a placeholder that it gives a value. */
    boolean speaksOf(Syntax condition, String event) {
        var found = new ArrayList<String>();
        walk(condition, node -> {
            if (node instanceof Syntax.Variable variable) {
                found.add(variable.name());
            } else if (node instanceof Syntax.Count count) {
                found.add(count.name());
            }
        });
        return found.stream().anyMatch(name -> name.equals(event) || declares(event, name));
    }

    /** The placeholders that both events declare. */
    List<String> shared(String event, Set<String> others) {
        return declarations(event).stream()
                .map(Declaration::placeholder)
                .distinct()
                .filter(name ->
                        declarations.stream().anyMatch(d -> d.placeholder().equals(name) && others.contains(d.event())))
                .toList();
    }

    /** Statements that declare nothing. */
    List<Syntax> filters() {
        return filters;
    }

    /** Whether two event variables ask for different texts of one field, so that no event is both. */
    boolean areApart(String one, String other) {
        Map<List<Syntax.Step>, String> wanted = textsOf(other);
        return textsOf(one).entrySet().stream()
                .anyMatch(text ->
                        !wanted.getOrDefault(text.getKey(), text.getValue()).equals(text.getValue()));
    }

    /** The texts that an event variable's fields must be. */
    private Map<List<Syntax.Step>, String> textsOf(String event) {
        var texts = new LinkedHashMap<List<Syntax.Step>, String>();
        for (Syntax filter : filters) {
            if (filter instanceof Syntax.Compare compare
                    && compare.operator().equals("=")
                    && !compare.nocase()
                    && compare.left() instanceof Syntax.Field field
                    && compare.right() instanceof Syntax.Text text
                    && field.event().equals(event)) {
                texts.put(field.steps(), text.value());
            }
        }
        return texts;
    }

    /** The event variables that an expression speaks of, those behind placeholders among them. */
    Set<String> eventsOf(Syntax expression) {
        var found = new LinkedHashSet<String>();
        fields(expression, found);
        placeholders(expression).forEach(name -> owner(name.name()).ifPresent(found::add));
        return found;
    }

    List<Syntax.Variable> placeholders(Syntax expression) {
        var found = new ArrayList<Syntax.Variable>();
        walk(expression, node -> {
            if (node instanceof Syntax.Variable variable && !events.contains(variable.name())) {
                found.add(variable);
            }
        });
        return found;
    }

    private void sort(Syntax statement) {
        if (statement instanceof Syntax.And and) {
            and.operands().forEach(this::sort);
            return;
        }
        if (statement instanceof Syntax.Compare compare
                && compare.operator().equals("=")
                && !compare.nocase()
                && (declares(compare.left(), compare.right(), compare.span())
                        || declares(compare.right(), compare.left(), compare.span()))) {
            return;
        }
        filters.add(statement);
    }

    private boolean declares(Syntax name, Syntax value, Span span) {
        if (!(name instanceof Syntax.Variable variable)
                || events.contains(variable.name())
                || value instanceof Syntax.Variable
                || value instanceof Syntax.Regex) {
            return false;
        }
        Set<String> of = eventsOf(value);
        if (of.size() != 1) {
            return false;
        }
        String event = of.iterator().next();
        declarations.add(new Declaration(variable.name(), event, value, span));
        owners.putIfAbsent(variable.name(), event);
        return true;
    }

    private void check(Syntax filter) throws RuleSyntaxException {
        for (Syntax.Variable placeholder : placeholders(filter)) {
            if (owner(placeholder.name()).isEmpty()) {
                throw new RuleSyntaxException(
                        source,
                        placeholder.span(),
                        "found $" + placeholder.name() + ", which no field of an event declares");
            }
        }
    }

    private static void fields(Syntax expression, Set<String> into) {
        walk(expression, node -> {
            if (node instanceof Syntax.Field field) {
                into.add(field.event());
            }
        });
    }

    /** Goes through an expression and all within it. */
    static void walk(Syntax expression, java.util.function.Consumer<Syntax> visit) {
        visit.accept(expression);
        children(expression).forEach(child -> walk(child, visit));
    }

    static List<Syntax> children(Syntax expression) {
        if (expression instanceof Syntax.Compare compare) {
            return List.of(compare.left(), compare.right());
        }
        if (expression instanceof Syntax.In in) {
            return List.of(in.operand());
        }
        if (expression instanceof Syntax.Each each) {
            return List.of(each.condition());
        }
        if (expression instanceof Syntax.Not not) {
            return List.of(not.operand());
        }
        if (expression instanceof Syntax.And and) {
            return and.operands();
        }
        if (expression instanceof Syntax.Or or) {
            return or.operands();
        }
        if (expression instanceof Syntax.AtLeast some) {
            return some.operands();
        }
        if (expression instanceof Syntax.Named named) {
            return List.of(named.value());
        }
        if (expression instanceof Syntax.Arithmetic arithmetic) {
            return List.of(arithmetic.left(), arithmetic.right());
        }
        return expression instanceof Syntax.Call call ? call.arguments() : List.of();
    }
}
