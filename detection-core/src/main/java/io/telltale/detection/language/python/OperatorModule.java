package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** The module operator, as far as it is run here. */
final class OperatorModule {
    private OperatorModule() {}

    static Map<String, Object> names(Interpreter interpreter) {
        var names = new HashMap<String, Object>();
        Expressions expressions = interpreter.expressions();
        names.put(
                "itemgetter",
                Modules.function(
                        "itemgetter",
                        keys -> Modules.function("itemgetter", a -> {
                            var found = new ArrayList<Object>();
                            keys.values()
                                    .forEach(key ->
                                            found.add(expressions.subscripts().item(a.get(0), key)));
                            return found.size() == 1 ? found.get(0) : new Py.Tuple(found);
                        })));
        names.put(
                "attrgetter",
                Modules.function(
                        "attrgetter",
                        keys -> Modules.function("attrgetter", a -> {
                            Object value = a.get(0);
                            for (String part : keys.text(0).split("\\.", -1)) {
                                value = expressions.members().get(value, part);
                            }
                            return value;
                        })));
        Map<String, String> operators = Map.of(
                "add",
                "+",
                "sub",
                "-",
                "mul",
                "*",
                "truediv",
                "/",
                "floordiv",
                "//",
                "mod",
                "%",
                "and_",
                "&",
                "or_",
                "|");
        Map.of("xor", "^", "pow", "**")
                .forEach((name, sign) -> names.put(
                        name,
                        Modules.function(name, a -> expressions.operators().binary(sign, a.get(0), a.get(1)))));
        operators.forEach((name, sign) -> names.put(
                name, Modules.function(name, a -> expressions.operators().binary(sign, a.get(0), a.get(1)))));
        Map<String, String> comparisons = Map.of("eq", "==", "ne", "!=", "lt", "<", "le", "<=", "gt", ">", "ge", ">=");
        comparisons.forEach((name, sign) -> names.put(
                name, Modules.function(name, a -> expressions.operators().compare(sign, a.get(0), a.get(1)))));
        names.put(
                "contains",
                Modules.function("contains", a -> expressions.operators().contains(a.get(0), a.get(1))));
        Map.of("is_", "is", "is_not", "is not")
                .forEach((name, sign) -> names.put(
                        name,
                        Modules.function(name, a -> expressions.operators().compare(sign, a.get(0), a.get(1)))));
        names.put("truth", Modules.function("truth", a -> Py.truthy(a.get(0))));
        names.put("neg", Modules.function("neg", a -> expressions.operators().unary("-", a.get(0))));
        names.put(
                "methodcaller",
                Modules.function(
                        "methodcaller",
                        given -> Modules.function(
                                "methodcaller",
                                a -> expressions
                                        .calls()
                                        .call(
                                                expressions.members().get(a.get(0), given.text(0)),
                                                given.values().subList(1, given.size()),
                                                given.named()))));
        names.put("not_", Modules.function("not_", a -> !Py.truthy(a.get(0))));
        names.put(
                "getitem",
                Modules.function("getitem", a -> expressions.subscripts().item(a.get(0), a.get(1))));
        return names;
    }
}
