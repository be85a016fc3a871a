package io.telltale.detection.language.python;

import java.util.List;
import java.util.Map;

/** The module contextlib, as far as it is run here. */
final class ContextModule {
    private ContextModule() {}

    static Map<String, Object> names() {
        return Map.of(
                "suppress",
                        Modules.function("suppress", a -> manager(new Py.Tuple(List.copyOf(a.values())), Py.None.NONE)),
                "nullcontext",
                        Modules.function(
                                "nullcontext",
                                a -> manager(new Py.Tuple(List.of()), a.get(0, "enter_result", Py.None.NONE))));
    }

    private static Object manager(Py.Tuple swallowed, Object entered) {
        var type = new ClassObject(
                "suppress",
                List.of(),
                Map.of(
                        "__enter__", Modules.function("__enter__", a -> entered),
                        "__exit__",
                                Modules.function(
                                        "__exit__",
                                        a -> a.get(1) instanceof ClassObject raised
                                                && swallowed.items().stream()
                                                        .anyMatch(t -> t instanceof ClassObject wanted
                                                                && raised.isA(wanted)))));
        return new Instance(type);
    }
}
