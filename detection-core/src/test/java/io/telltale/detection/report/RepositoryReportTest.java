package io.telltale.detection.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.vendor.VendorFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report on a repository counts. */
class RepositoryReportTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path folder = Path.of("");

    private final DetectionCore core = DetectionCore.standard();

    @Test
    void everyRuleOnCloudTrailCountsOnceAndEveryErrorHasItsPlace() throws IOException {
        write(".git/HEAD", COMMIT);
        rule("runs", "aws", "cloudtrail", "sel:\n    eventName: A\n  condition: sel");
        rule("waits", "aws", "cloudtrail", "sel:\n    userName|expand: '%admins%'\n  condition: sel");
        rule("strange", "aws", "cloudtrail", "sel:\n    eventName|sideways: A\n  condition: sel");
        rule("broken", "aws", "cloudtrail", "sel:\n    eventName: A\n  condition: sel and (");
        rule("elsewhere", "windows", "security", "sel:\n    EventID: 1\n  condition: sel");
        write("rules/no-yaml.yml", "title: [one\n");

        RepositoryReport report = report("sigma");

        assertThat(report.vendor()).isEqualTo("sigma");
        assertThat(report.commit()).isEqualTo(COMMIT);
        assertThat(report.files()).isEqualTo(6);
        assertThat(report.rules()).isEqualTo(5);
        assertThat(report.cloudtrail()).isEqualTo(new RepositoryReport.CloudTrail(4, 1, 1, 2));
        assertThat(report.unsupported())
                .hasSize(2)
                .containsEntry(RepositoryReport.SYNTAX_ERROR, 1)
                .containsValue(1)
                .anySatisfy((construct, rules) -> assertThat(construct).contains("sideways"));
        assertThat(report.errors())
                .extracting(e -> e.file() + ":" + e.line())
                .containsExactly("rules/broken.yml:10", "rules/no-yaml.yml:2");
        assertThat(report.errors()).allSatisfy(e -> assertThat(e.message()).isNotBlank());
    }

    @Test
    void aFolderWithoutAnyRuleIsReportedAsSuch() {
        for (VendorFormat vendor : core.vendors()) {
            assertThat(report(vendor.vendor()))
                    .isEqualTo(new RepositoryReport(
                            vendor.vendor(),
                            "",
                            0,
                            0,
                            new RepositoryReport.CloudTrail(0, 0, 0, 0),
                            Map.of(),
                            java.util.List.of()));
        }
    }

    private RepositoryReport report(String vendor) {
        var repository = VendorRepository.read(core.vendor(vendor).orElseThrow(), folder);
        return repository.report(repository.prepare(core, RepositoryReport::onCloudTrail, Map.of()));
    }

    private void rule(String name, String product, String service, String detection) throws IOException {
        write(
                "rules/" + name + ".yml",
                "title: " + name + "\nid: " + name + "\nlevel: low\nlogsource:\n  product: " + product + "\n  service: "
                        + service + "\ndetection:\n  " + detection + "\n");
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
