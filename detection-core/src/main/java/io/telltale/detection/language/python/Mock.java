package io.telltale.detection.language.python;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands in the place of an object in a test: it answers the same whatever it is called with. */
record Mock(Object answer) implements Py.Callable, Py.NamedType {
    @Override
    public Object call(List<Object> arguments, Map<String, Object> named) {
        return answer;
    }

    @Override
    public String typeName() {
        return "MagicMock";
    }

    @Override
    public Optional<Object> attribute(String name) {
        return name.equals("return_value") ? Optional.of(answer) : Optional.empty();
    }
}
