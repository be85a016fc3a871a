package io.telltale.detection.language.python;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The modules that are run here: one entry of the table a module. A module that is not in it keeps a rule from running. */
final class Modules {
    /** By the name that programs import. */
    static final Map<String, BiFunction<String, Interpreter, Map<String, Object>>> TABLE = table();

    private Modules() {}

    private static Map<String, BiFunction<String, Interpreter, Map<String, Object>>> table() {
        var table = new TreeMap<String, BiFunction<String, Interpreter, Map<String, Object>>>();
        table.put("__future__", (name, i) -> Map.of("annotations", Py.None.NONE));
        table.put("abc", (name, i) -> Map.of("ABC", emptyClass("ABC"), "abstractmethod", identity("abstractmethod")));
        table.put("base64", (name, i) -> HashModules.base64());
        table.put("binascii", (name, i) -> HashModules.binascii());
        table.put("calendar", (name, i) -> DatetimeModule.calendar());
        table.put("collections", CollectionsModule::names);
        table.put("collections.abc", (name, i) -> abstractTypes());
        table.put("contextlib", (name, i) -> ContextModule.names());
        table.put("copy", (name, i) -> copying(i));
        table.put("dataclasses", (name, i) -> DataclassModule.names(i));
        table.put("datetime", (name, i) -> DatetimeModule.names(i));
        table.put("dateutil", (name, i) -> Map.of());
        table.put("dateutil.parser", (name, i) -> DatetimeModule.parser(i));
        table.put("difflib", (name, i) -> Map.of("SequenceMatcher", SequenceMatcher.type(i)));
        table.put("enum", (name, i) -> EnumModule.names(i));
        table.put("fnmatch", (name, i) -> fnmatch(i));
        table.put("functools", (name, i) -> FunctoolsModule.names(i));
        table.put("hashlib", (name, i) -> HashModules.hashlib());
        table.put("ipaddress", (name, i) -> Networks.names());
        table.put("itertools", (name, i) -> ItertoolsModule.names(i));
        table.put("json", (name, i) -> json(i));
        table.put("json.decoder", (name, i) -> Map.of("JSONDecodeError", Exceptions.of("JSONDecodeError")));
        table.put("logging", (name, i) -> logging());
        table.put("math", (name, i) -> MathModule.names(i));
        table.put("operator", (name, i) -> OperatorModule.names(i));
        table.put(
                "os",
                (name, i) -> Map.of(
                        "getenv", function("getenv", a -> a.get(1, "default", Py.None.NONE)), "environ", new Dict()));
        table.put("panther_core", (name, i) -> panther());
        table.put("panther_core.enriched_event", (name, i) -> panther());
        table.put("panther_core.immutable", (name, i) -> panther());
        table.put("panther_detection_helpers", (name, i) -> Map.of());
        table.put("panther_detection_helpers.caching", (name, i) -> new CachingModule(i).names());
        table.put("policyuniverse", (name, i) -> Map.of());
        table.put("policyuniverse.policy", (name, i) -> Map.of("Policy", ResourcePolicy.type(i)));
        table.put("policyuniverse.statement", (name, i) -> Map.of("Statement", ResourcePolicy.statementType(i)));
        table.put("pycountry", (name, i) -> Countries.names());
        table.put("re", (name, i) -> RegularExpressions.names(i));
        table.put("shlex", (name, i) -> Shell.names());
        table.put("string", (name, i) -> strings());
        table.put("time", (name, i) -> DatetimeModule.time(i));
        table.put("typing", (name, i) -> Typing.names(i));
        table.put("unittest", (name, i) -> Map.of());
        table.put("unittest.mock", (name, i) -> mocks());
        table.put("urllib", (name, i) -> Map.of());
        table.put("urllib.parse", (name, i) -> UrlModule.names(i));
        return Map.copyOf(table);
    }

    static Py.Function function(String name, Function<Arguments, Object> body) {
        return new Py.Function(name, (values, named) -> body.apply(new Arguments(name, values, named)));
    }

    private static Py.Function identity(String name) {
        return function(name, a -> a.get(0));
    }

    private static ClassObject emptyClass(String name) {
        return new ClassObject(name, List.of(), Map.of("__name__", name));
    }

    private static Map<String, Object> abstractTypes() {
        var names = new HashMap<String, Object>();
        for (String type : List.of(
                "Callable",
                "Collection",
                "Container",
                "Hashable",
                "Iterable",
                "Mapping",
                "MutableMapping",
                "Sequence",
                "Set",
                "Sized")) {
            names.put(type, Typing.type(type));
        }
        return names;
    }

    private static Map<String, Object> panther() {
        var names = new HashMap<String, Object>();
        for (String type : List.of("ImmutableCaseInsensitiveDict", "ImmutableList", "PantherEvent")) {
            names.put(
                    type,
                    new Py.BuiltinType(type, (values, named) -> frozen(new Arguments(type, values, named).get(0))));
        }
        return names;
    }

    /** The event object, or a part of one, that a program makes of its own data. */
    private static Object frozen(Object value) {
        if (value instanceof Dict dict && dict.isEvent()) {
            return dict;
        }
        if (value instanceof Dict || value instanceof Py.ListObject) {
            return EventValues.of(EventValues.toValue(value));
        }
        return value;
    }

    private static Map<String, Object> copying(Interpreter interpreter) {
        return Map.of(
                "deepcopy", function("deepcopy", a -> EventValues.mutable(a.get(0), interpreter.budget(), 0)),
                "copy",
                        function(
                                "copy",
                                a -> a.get(0) instanceof Dict
                                                || a.get(0) instanceof Py.ListObject
                                                || a.get(0) instanceof Py.SetObject
                                        ? interpreter
                                                .expressions()
                                                .calls()
                                                .call(
                                                        interpreter
                                                                .expressions()
                                                                .members()
                                                                .get(a.get(0), "copy"),
                                                        List.of(),
                                                        Map.of())
                                        : a.get(0)));
    }

    private static Map<String, Object> fnmatch(Interpreter interpreter) {
        return Map.of(
                "fnmatch", function("fnmatch", a -> Fnmatch.matches(a.required(0, "name"), a.required(1, "pat"))),
                "fnmatchcase",
                        function("fnmatchcase", a -> Fnmatch.matches(a.required(0, "name"), a.required(1, "pat"))),
                "filter",
                        function("filter", a -> {
                            var kept = new java.util.ArrayList<Object>();
                            for (Object name :
                                    interpreter.expressions().iteration().list(a.get(0))) {
                                if (Fnmatch.matches(name, a.get(1))) {
                                    kept.add(name);
                                }
                            }
                            return Py.list(kept);
                        }));
    }

    private static Map<String, Object> json(Interpreter interpreter) {
        var json = new Json(interpreter.budget());
        return Map.of(
                "loads", function("loads", a -> json.loads(a.required(0, "s"))),
                "dumps", function("dumps", a -> new JsonWriter(interpreter).dumps(a)),
                "JSONDecodeError", Exceptions.of("JSONDecodeError"),
                "decoder", new Py.Module("json.decoder", Map.of("JSONDecodeError", Exceptions.of("JSONDecodeError"))));
    }

    private static Map<String, Object> logging() {
        var names = new HashMap<String, Object>();
        List<String> levels = List.of(
                "debug",
                "info",
                "warning",
                "warn",
                "error",
                "exception",
                "critical",
                "log",
                "setLevel",
                "basicConfig",
                "addHandler");
        Map<String, Object> silent = new HashMap<>();
        levels.forEach(level -> silent.put(level, function(level, a -> Py.None.NONE)));
        names.putAll(silent);
        var logger = new Py.Module("logger", silent);
        names.put("getLogger", function("getLogger", a -> logger));
        names.put("DEBUG", 10L);
        names.put("INFO", 20L);
        names.put("WARNING", 30L);
        names.put("ERROR", 40L);
        names.put("CRITICAL", 50L);
        return names;
    }

    private static Map<String, Object> strings() {
        String lower = "abcdefghijklmnopqrstuvwxyz";
        String upper = lower.toUpperCase(java.util.Locale.ROOT);
        String punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
        return Map.of(
                "ascii_lowercase",
                lower,
                "ascii_uppercase",
                upper,
                "ascii_letters",
                lower + upper,
                "digits",
                "0123456789",
                "hexdigits",
                "0123456789abcdefABCDEF",
                "octdigits",
                "01234567",
                "punctuation",
                punctuation,
                "whitespace",
                " \t\n\r\u000b\f",
                "printable",
                "0123456789" + lower + upper + punctuation + " \t\n\r\u000b\f");
    }

    private static Map<String, Object> mocks() {
        var names = new HashMap<String, Object>();
        for (String type : List.of("MagicMock", "Mock")) {
            names.put(
                    type,
                    new Py.BuiltinType(
                            type, (values, named) -> new Mock(named.getOrDefault("return_value", Py.None.NONE))));
        }
        return names;
    }
}
