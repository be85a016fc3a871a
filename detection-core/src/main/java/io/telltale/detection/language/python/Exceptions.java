package io.telltale.detection.language.python;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Python's own exception classes. */
final class Exceptions {
    private static final Map<String, Py.ClassObject> ALL = build();

    private Exceptions() {}

    static Py.ClassObject of(String name) {
        return Optional.ofNullable(ALL.get(name)).orElseThrow(() -> new IllegalArgumentException(name));
    }

    static Map<String, Py.ClassObject> all() {
        return ALL;
    }

    private static Map<String, Py.ClassObject> build() {
        var all = new HashMap<String, Py.ClassObject>();
        String[][] tree = {
            {"BaseException", ""},
            {"Exception", "BaseException"},
            {"ArithmeticError", "Exception"},
            {"ZeroDivisionError", "ArithmeticError"},
            {"OverflowError", "ArithmeticError"},
            {"AssertionError", "Exception"},
            {"AttributeError", "Exception"},
            {"ImportError", "Exception"},
            {"ModuleNotFoundError", "ImportError"},
            {"LookupError", "Exception"},
            {"IndexError", "LookupError"},
            {"KeyError", "LookupError"},
            {"NameError", "Exception"},
            {"UnboundLocalError", "NameError"},
            {"RuntimeError", "Exception"},
            {"NotImplementedError", "RuntimeError"},
            {"RecursionError", "RuntimeError"},
            {"StopIteration", "Exception"},
            {"TypeError", "Exception"},
            {"ValueError", "Exception"},
            {"JSONDecodeError", "ValueError"},
            {"AddressValueError", "ValueError"},
            {"ParserError", "ValueError"},
        };
        for (String[] row : tree) {
            all.put(row[0], new Py.ClassObject(row[0], Optional.ofNullable(all.get(row[1])), Map.of()));
        }
        return Map.copyOf(all);
    }
}
