package io.telltale.detection.language.python;

import io.telltale.detection.ir.RunMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Panther's module of caching helpers, over what the rules of a run keep. Panther's table outlives everything; here it is
 * empty when a run begins, and a key is forgotten when the events' time, not the clock's, has passed its expiry: 90 days,
 * or as the rule says.
 */
final class CachingModule {
    private static final long DEFAULT_SECONDS = 90L * 24 * 3600;
    /** A number of seconds below this is a length of time, else a moment since the epoch. */
    private static final long LEAST_MOMENT = 1_000_000_000L;

    private static final String COUNTER = "counter ";
    private static final String TEXTS = "texts ";
    private static final String DICTIONARY = "dictionary ";

    private final Interpreter interpreter;

    CachingModule(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    Map<String, Object> names() {
        var names = new HashMap<String, Object>();
        names.put("get_counter", Modules.function("get_counter", a -> counter(key(a))));
        names.put("increment_counter", Modules.function("increment_counter", a -> {
            long sum = counter(key(a)) + a.integer(1, "val", 1);
            keep(COUNTER, key(a), sum, a.get(2, "epoch_seconds", Py.None.NONE));
            return sum;
        }));
        names.put("reset_counter", Modules.function("reset_counter", a -> forget(COUNTER, key(a))));
        names.put("get_string_set", Modules.function("get_string_set", a -> set(texts(key(a)))));
        names.put("put_string_set", Modules.function("put_string_set", a -> {
            List<String> texts = given(a.required(1, "val"));
            if (texts.isEmpty()) {
                return forget(TEXTS, key(a));
            }
            keep(TEXTS, key(a), texts, a.get(2, "epoch_seconds", Py.None.NONE));
            return Py.None.NONE;
        }));
        names.put("add_to_string_set", Modules.function("add_to_string_set", a -> changed(a, true)));
        names.put("remove_from_string_set", Modules.function("remove_from_string_set", a -> changed(a, false)));
        names.put("reset_string_set", Modules.function("reset_string_set", a -> forget(TEXTS, key(a))));
        names.put("get_dictionary", Modules.function("get_dictionary", a -> dictionary(key(a))));
        names.put("put_dictionary", Modules.function("put_dictionary", a -> {
            if (!(a.required(1, "val") instanceof Dict dict)) {
                throw Py.error("TypeError", "panther_oss_helpers.put_dictionary: value is not a dictionary");
            }
            String json = new JsonWriter(interpreter).dumps(new Arguments("dumps", List.of(dict), Map.of()));
            keep(DICTIONARY, key(a), json, a.get(2, "epoch_seconds", Py.None.NONE));
            return Py.None.NONE;
        }));
        names.put("reset_dictionary", Modules.function("reset_dictionary", a -> forget(DICTIONARY, key(a))));
        names.put("set_key_expiration", Modules.function("set_key_expiration", a -> {
            for (String kind : List.of(COUNTER, TEXTS, DICTIONARY)) {
                stored(kind, key(a)).ifPresent(value -> keep(kind, key(a), value, a.required(1, "epoch_seconds")));
            }
            return Py.None.NONE;
        }));
        names.put("evaluate_threshold", Modules.function("evaluate_threshold", this::threshold));
        names.put("check_account_age", Modules.function("check_account_age", a -> known(a.get(0))));
        return names;
    }

    private static String key(Arguments a) {
        return Text.str(a.required(0, "key"));
    }

    private RunMemory memory() {
        return interpreter.memory();
    }

    private Optional<Object> stored(String kind, String key) {
        return memory().get(kind + key, interpreter.now().toEpochMilli());
    }

    private Object forget(String kind, String key) {
        memory().remove(kind + key);
        return Py.None.NONE;
    }

    private void keep(String kind, String key, Object value, Object seconds) {
        long now = interpreter.now().getEpochSecond();
        Object number = seconds instanceof String text ? Numbers.decimal(text) : seconds;
        long given = Equality.isNumber(number) ? (long) Equality.number(number) : now + DEFAULT_SECONDS;
        long until = given < LEAST_MOMENT ? now + given : given;
        if (!memory().put(kind + key, value, Math.multiplyExact(Math.min(until, 1L << 40), 1000L))) {
            throw Stopped.budget("more than " + RunMemory.MOST_NAMES + " keys cached");
        }
    }

    private long counter(String key) {
        return stored(COUNTER, key).map(v -> (Long) v).orElse(0L);
    }

    @SuppressWarnings("unchecked") // what is kept under this prefix is a list of texts
    private List<String> texts(String key) {
        return stored(TEXTS, key).map(v -> (List<String>) v).orElse(List.of());
    }

    private static Object set(List<String> texts) {
        var set = new Py.SetObject(false);
        texts.forEach(set::add);
        return set;
    }

    private List<String> given(Object value) {
        if (value instanceof String text) {
            return List.of(text);
        }
        var texts = new TreeSet<String>();
        interpreter.expressions().iteration().list(value).forEach(item -> texts.add(Text.str(item)));
        return List.copyOf(texts);
    }

    private Object changed(Arguments a, boolean add) {
        var texts = new TreeSet<>(texts(key(a)));
        List<String> given = given(a.required(1, "val"));
        interpreter.budget().make(texts.size());
        if (add) {
            texts.addAll(given);
        } else {
            given.forEach(texts::remove);
        }
        keep(TEXTS, key(a), List.copyOf(texts), a.get(2, "epoch_seconds", Py.None.NONE));
        return set(new ArrayList<>(texts));
    }

    private Object dictionary(String key) {
        return stored(DICTIONARY, key)
                .map(json -> new Json(interpreter.budget()).loads(json))
                .orElseGet(Dict::new);
    }

    /** Counts a key's calls, none further from the next than the expiry; true, and nought again, at the threshold. */
    private Object threshold(Arguments a) {
        long sum = counter(key(a)) + 1;
        if (sum >= a.integer(1, "threshold", 10)) {
            forget(COUNTER, key(a));
            return true;
        }
        keep(COUNTER, key(a), sum, a.get(2, "expiry_seconds", 3600L));
        return false;
    }

    /** Whether another rule has kept the account, or the user, as new. */
    private Object known(Object key) {
        return key instanceof String text && !texts(text).isEmpty();
    }
}
