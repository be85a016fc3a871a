package io.telltale.detection.language.python;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's own exception classes, and those of the modules that are run here. */
final class Exceptions {
    /** Class and base, a base before its classes. */
    private static final String[][] TREE = {
        {"BaseException", ""},
        {"Exception", "BaseException"},
        {"ArithmeticError", "Exception"},
        {"FloatingPointError", "ArithmeticError"},
        {"OverflowError", "ArithmeticError"},
        {"ZeroDivisionError", "ArithmeticError"},
        {"AssertionError", "Exception"},
        {"AttributeError", "Exception"},
        {"BufferError", "Exception"},
        {"EOFError", "Exception"},
        {"ImportError", "Exception"},
        {"ModuleNotFoundError", "ImportError"},
        {"LookupError", "Exception"},
        {"IndexError", "LookupError"},
        {"KeyError", "LookupError"},
        {"MemoryError", "Exception"},
        {"NameError", "Exception"},
        {"UnboundLocalError", "NameError"},
        {"OSError", "Exception"},
        {"FileNotFoundError", "OSError"},
        {"PermissionError", "OSError"},
        {"TimeoutError", "OSError"},
        {"ReferenceError", "Exception"},
        {"RuntimeError", "Exception"},
        {"NotImplementedError", "RuntimeError"},
        {"RecursionError", "RuntimeError"},
        {"StopIteration", "Exception"},
        {"SyntaxError", "Exception"},
        {"SystemError", "Exception"},
        {"TypeError", "Exception"},
        {"ValueError", "Exception"},
        {"UnicodeError", "ValueError"},
        {"UnicodeDecodeError", "UnicodeError"},
        {"UnicodeEncodeError", "UnicodeError"},
        {"Warning", "Exception"},
        {"DeprecationWarning", "Warning"},
        {"UserWarning", "Warning"},
        {"FrozenInstanceError", "AttributeError"},
        {"JSONDecodeError", "ValueError"},
        {"AddressValueError", "ValueError"},
        {"NetmaskValueError", "ValueError"},
        {"ParserError", "ValueError"},
        {"binascii.Error", "ValueError"},
        {"re.error", "Exception"},
        {"PantherError", "Exception"},
    };

    /** Those that a program has without importing a module. */
    private static final int BUILT_IN = TREE.length - 8;

    private static final Map<String, ClassObject> ALL = build();

    private Exceptions() {}

    static ClassObject of(String name) {
        return Optional.ofNullable(ALL.get(name)).orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** A class that programs know without an import. */
    static Optional<ClassObject> builtin(String name) {
        for (int i = 0; i < BUILT_IN; i++) {
            if (TREE[i][0].equals(name)) {
                return Optional.of(of(name));
            }
        }
        return Optional.ofNullable(
                name.equals("IOError") || name.equals("EnvironmentError") ? ALL.get("OSError") : null);
    }

    /** Those that a program has without importing a module. */
    static List<String> builtinNames() {
        return Arrays.stream(TREE).limit(BUILT_IN).map(row -> row[0]).toList();
    }

    static boolean isException(ClassObject type) {
        return type.isA(of("BaseException"));
    }

    /** What an exception has beside its own attributes. */
    static Optional<Object> attribute(Instance exception, String name) {
        return switch (name) {
            case "__cause__", "__context__", "__traceback__" -> Optional.of(Py.None.NONE);
            case "with_traceback" -> Members.method(name, a -> exception);
            case "add_note" -> Members.method(name, a -> Py.None.NONE);
            default -> Optional.empty();
        };
    }

    private static Map<String, ClassObject> build() {
        var all = new HashMap<String, ClassObject>();
        for (String[] row : TREE) {
            ClassObject base = all.get(row[1]);
            String name = row[0].substring(row[0].lastIndexOf('.') + 1);
            Map<String, Object> attributes = Map.of("__name__", name);
            all.put(row[0], new ClassObject(name, base == null ? List.of() : List.of(base), attributes));
        }
        return Map.copyOf(all);
    }
}
