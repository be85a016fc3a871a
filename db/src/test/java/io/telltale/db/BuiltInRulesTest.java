package io.telltale.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.conformance.ConformanceCase;
import io.telltale.detection.conformance.ConformanceRunner;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.vendor.PathFiles;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.VendorFormat;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The built-in rules, read as any vendor's, against the cases that say when each fires. */
class BuiltInRulesTest {
    private final DetectionCore core = DetectionCore.standard();

    @Test
    void everyVendorsFilesAreRead() {
        for (VendorFormat vendor : core.vendors()) {
            Reading reading = read(vendor);
            assertThat(reading.problems()).as(vendor.vendor()).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> cases() throws URISyntaxException {
        var runner = new ConformanceRunner(core, this::prepare);
        Path folder = Path.of(BuiltInRulesTest.class.getResource("/conformance").toURI());
        return ConformanceCase.readAll(folder).stream()
                .filter(testCase -> testCase.builtIn())
                .map(testCase -> dynamicTest(testCase.toString(), () -> runner.run(testCase)));
    }

    private PreparedRule prepare(String address, Map<String, String> parameters) {
        String slug = address.substring(0, address.indexOf('/'));
        String id = address.substring(address.indexOf('/') + 1);
        Reading reading = read(core.vendor(slug).orElseThrow());
        return reading.rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .map(rule -> core.prepare(rule, reading.companionsByName(), parameters))
                .orElseThrow(() -> new IllegalStateException("no built-in rule " + address));
    }

    private static Reading read(VendorFormat vendor) {
        var rules = PathFiles.ofResource(BuiltInRulesTest.class.getResource("/catalog/"));
        return vendor.read(rules.below("rules/" + vendor.vendor()));
    }
}
