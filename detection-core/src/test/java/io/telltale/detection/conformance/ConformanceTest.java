package io.telltale.detection.conformance;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.telltale.detection.DetectionCore;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case of every language. */
class ConformanceTest {
    @TestFactory
    Stream<DynamicTest> cases() throws URISyntaxException {
        var runner = new ConformanceRunner(DetectionCore.standard(), (address, parameters) -> {
            throw new IllegalStateException("no built-in rules here: " + address);
        });
        Path folder = Path.of(ConformanceTest.class.getResource("/conformance").toURI());
        return ConformanceCase.readAll(folder).stream()
                .map(testCase -> dynamicTest(testCase.toString(), () -> runner.run(testCase)));
    }
}
