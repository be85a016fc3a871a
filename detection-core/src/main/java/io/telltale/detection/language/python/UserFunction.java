package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A function, or a lambda, of the program. */
final class UserFunction implements Py.Callable {
    private String name;
    private final Node.Parameters parameters;
    private final Map<String, Object> defaults = new HashMap<>();
    private final Frame around;
    private final Set<String> locals;
    private final Function<Frame, Object> body;
    private final Budget budget;
    private String doc;
    private @Nullable ClassObject owner;

    UserFunction(
            String name,
            Node.Parameters parameters,
            Frame around,
            Set<String> locals,
            Interpreter interpreter,
            String doc,
            Function<Frame, Object> body) {
        this.name = name;
        this.parameters = parameters;
        this.around = around;
        this.locals = locals;
        this.body = body;
        this.budget = interpreter.budget();
        this.doc = doc;
        for (List<Node.ParameterNode> group : List.of(parameters.positional(), parameters.keywordOnly())) {
            for (Node.ParameterNode parameter : group) {
                if (parameter.defaultValue().isPresent()) {
                    defaults.put(
                            parameter.name(),
                            interpreter
                                    .expressions()
                                    .evaluate(parameter.defaultValue().get(), around));
                }
            }
        }
    }

    /** Takes the name and the documentation of a function that it stands around. */
    UserFunction named(UserFunction other) {
        name = other.name;
        doc = other.doc;
        return this;
    }

    String name() {
        return name;
    }

    String doc() {
        return doc;
    }

    Map<String, Object> defaults() {
        return defaults;
    }

    Frame around() {
        return around;
    }

    /** The class whose body defines the function, which {@code super()} starts from. */
    Optional<ClassObject> owner() {
        return Optional.ofNullable(owner);
    }

    void ownedBy(ClassObject type) {
        owner = type;
    }

    @Override
    public Object call(List<Object> arguments, Map<String, Object> named) {
        budget.step();
        budget.enter();
        try {
            Frame frame = around.function(locals);
            bind(arguments, named, frame);
            if (owner != null) {
                frame.bind("__class__", owner);
            }
            return body.apply(frame);
        } finally {
            budget.leave();
        }
    }

    private void bind(List<Object> arguments, Map<String, Object> named, Frame frame) {
        var left = new LinkedHashMap<>(named);
        int count = parameters.positional().size();
        var missing = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            Node.ParameterNode parameter = parameters.positional().get(i);
            if (i < arguments.size()) {
                if (left.containsKey(parameter.name())) {
                    throw Py.error(
                            "TypeError",
                            qualifiedName() + "() got multiple values for argument '" + parameter.name() + "'");
                }
                frame.bind(parameter.name(), arguments.get(i));
            } else {
                bindNamed(parameter, left, frame, missing);
            }
        }
        refuse(missing, "positional");
        if (arguments.size() > count && parameters.star().isEmpty()) {
            throw tooMany(count, arguments.size());
        }
        if (!parameters.star().isEmpty()) {
            int from = Math.min(count, arguments.size());
            frame.bind(parameters.star(), new Py.Tuple(new ArrayList<>(arguments.subList(from, arguments.size()))));
        }
        for (Node.ParameterNode parameter : parameters.keywordOnly()) {
            bindNamed(parameter, left, frame, missing);
        }
        refuse(missing, "keyword-only");
        if (!parameters.doubleStar().isEmpty()) {
            var rest = new Dict();
            left.forEach(rest::put);
            frame.bind(parameters.doubleStar(), rest);
        } else if (!left.isEmpty()) {
            throw Py.error(
                    "TypeError",
                    qualifiedName() + "() got an unexpected keyword argument '"
                            + left.keySet().iterator().next() + "'");
        }
    }

    private Raised tooMany(int count, int given) {
        long least = parameters.positional().stream()
                .filter(p -> p.defaultValue().isEmpty())
                .count();
        String takes = least == count ? String.valueOf(count) : "from " + least + " to " + count;
        return Py.error(
                "TypeError",
                qualifiedName() + "() takes " + takes + " positional argument" + (count == 1 ? "" : "s") + " but "
                        + given + (given == 1 ? " was" : " were") + " given");
    }

    private void bindNamed(Node.ParameterNode parameter, Map<String, Object> left, Frame frame, List<String> missing) {
        Object value =
                left.containsKey(parameter.name()) ? left.remove(parameter.name()) : defaults.get(parameter.name());
        if (value == null) {
            missing.add("'" + parameter.name() + "'");
        } else {
            frame.bind(parameter.name(), value);
        }
    }

    private void refuse(List<String> missing, String kind) {
        if (!missing.isEmpty()) {
            throw Py.error("TypeError", missing(qualifiedName(), missing, kind));
        }
    }

    /** The function's name, after its class's where it is of one. */
    private String qualifiedName() {
        return owner == null ? name : owner.name + "." + name;
    }

    /** What Python says of arguments that are missing. */
    static String missing(String name, List<String> missing, String kind) {
        int count = missing.size();
        String last = missing.get(count - 1);
        String all = count == 1
                ? last
                : String.join(", ", missing.subList(0, count - 1)) + (count > 2 ? "," : "") + " and " + last;
        return name + "() missing " + count + " required " + kind + " argument" + (count == 1 ? "" : "s") + ": " + all;
    }
}
