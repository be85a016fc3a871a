package io.telltale.detection.language.python;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** What a program finds outside the vendor's repository: builtins, and the modules that are run here. */
final class Library {
    private final Interpreter interpreter;
    private final Map<String, Object> modules = new HashMap<>();
    private Optional<Builtins> builtins = Optional.empty();

    Library(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    Optional<Object> builtin(String name) {
        return builtins().find(name);
    }

    Builtins builtins() {
        Builtins known = builtins.orElseGet(() -> new Builtins(interpreter));
        builtins = Optional.of(known);
        return known;
    }

    /** A module that is run here, or an opaque one. */
    Object module(String name) {
        Object known = modules.get(name);
        if (known == null) {
            BiFunction<String, Interpreter, Map<String, Object>> made = Modules.TABLE.get(name);
            known = made == null ? new Py.Opaque("module " + name) : new Py.Module(name, made.apply(name, interpreter));
            modules.put(name, known);
        }
        return known;
    }

    /** Whether a module is Python's or Panther's own, and never the vendor's repository's. */
    static boolean isBuiltIn(String module) {
        return Modules.TABLE.containsKey(module);
    }

    static Set<String> moduleNames() {
        return Modules.TABLE.keySet();
    }

    /** A class method of one of the library's types. */
    Optional<Object> classMember(String type, String name) {
        return switch (type) {
            case "datetime" -> DatetimeModule.ofDatetime(interpreter, name);
            case "date" -> DatetimeModule.ofDate(interpreter, name);
            case "time" ->
                name.equals("fromisoformat")
                        ? Members.method(
                                name,
                                a -> new Day.Time(IsoTime.parse("2000-01-01T" + a.text(0))
                                        .time()
                                        .toLocalTime()))
                        : Optional.empty();
            case "timedelta" -> Moment.ofTimedelta(name);
            case "int" ->
                name.equals("from_bytes")
                        ? Members.method(name, a -> Numbers.ofBytes((Py.Bytes) a.get(0), a))
                        : Optional.empty();
            case "timezone" -> name.equals("utc") ? Optional.of(Moment.Zone.UTC) : Optional.empty();
            case "dict" ->
                name.equals("fromkeys")
                        ? Members.method(name, a -> new DictMethods(interpreter, interpreter.expressions()).fromKeys(a))
                        : Optional.empty();
            case "str" -> name.equals("maketrans") ? Members.method(name, TextMethods::translation) : Optional.empty();
            case "chain" ->
                name.equals("from_iterable")
                        ? Members.method(name, a -> ItertoolsModule.chained(interpreter, a.get(0)))
                        : Optional.empty();
            case "PantherEvent" ->
                name.equals("json_encoder")
                        ? Members.method(name, a -> EventValues.encodable(a.get(0), interpreter.budget()))
                        : Optional.empty();
            case "bytes" ->
                name.equals("fromhex")
                        ? Members.method(name, a -> HashModules.unhex(a.text(0), "ValueError"))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }
}
