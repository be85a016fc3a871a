package io.telltale.detection.language.python;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.List;
import java.util.Map;

/** What goes along with an alert: a dictionary that can be written as JSON, and is not too large for that. */
final class AlertContext {
    /** In characters of JSON. */
    private static final int LARGEST = 200 * 1024;

    private AlertContext() {}

    /** The answer of {@code alert_context} as it reads when it has been written; an error where it cannot be. */
    static Value of(Object answer, Interpreter interpreter) {
        if (!(answer instanceof Dict)) {
            throw Py.error("TypeError", "alert_context returned [" + Py.typeName(answer) + "], expected [Mapping]");
        }
        var encoder = new Py.Function(
                "json_encoder", (values, named) -> EventValues.encodable(values.get(0), interpreter.budget()));
        Map<String, Object> style = Map.of("default", encoder, "allow_nan", false);
        String json = new JsonWriter(interpreter).dumps(new Arguments("dumps", List.of(answer), style));
        return json.length() > LARGEST
                ? Values.failure("alert_context of more than " + LARGEST + " characters")
                : EventValues.toValue(new Json(interpreter.budget()).loads(json));
    }
}
