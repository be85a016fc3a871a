package io.telltale.detection.language.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.ir.RunMemory;
import io.telltale.detection.ir.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tables that the list of constructs is made of have nothing that the interpreter does not. */
class PythonConstructsTest {
    private final Interpreter interpreter = new Interpreter(Program.EMPTY, Instant.EPOCH, new RunMemory());

    @Test
    void eachStatementHasItsName() {
        var nodes = new ArrayList<Class<?>>(Arrays.asList(Node.Stmt.class.getPermittedSubclasses()));
        nodes.remove(Node.Foreign.class);
        assertThat(StatementParser.STATEMENTS.keySet()).hasSameElementsAs(cast(nodes));
    }

    @SuppressWarnings("unchecked") // what Stmt permits are statements
    private static List<Class<? extends Node.Stmt>> cast(List<Class<?>> nodes) {
        return (List<Class<? extends Node.Stmt>>) (List<?>) nodes;
    }

    @Test
    void eachMethodIsFound() {
        found(TextMethods.NAMES, "text");
        found(BytesMethods.NAMES, new Py.Bytes(""));
        found(SetMethods.NAMES, new Py.SetObject(false));
        found(ListMethods.OF_TUPLES, new Py.Tuple(List.of()));
        found(ListMethods.NAMES, Py.list(new ArrayList<>()), EventValues.of(Values.listOf(List.of())));
        found(EventMethods.NAMES, Dict.event(Values.objectOf(Map.of())));
        Optional<Object> factory = Optional.of("factory");
        found(DictMethods.NAMES, new Dict(), Dict.of("Counter", Optional.empty()), Dict.of("defaultdict", factory));
    }

    private void found(Set<String> names, Object... objects) {
        Members members = interpreter.expressions().members();
        assertThat(names)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(objects)
                        .as(name)
                        .anyMatch(object -> members.find(object, name).isPresent()));
    }
}
