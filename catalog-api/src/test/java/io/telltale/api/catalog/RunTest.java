package io.telltale.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.catalog.LogUpload;
import io.telltale.catalog.importing.ResourceCatalogImport;
import io.telltale.catalog.running.PostgresRunService;
import io.telltale.catalog.view.ExplanationView;
import io.telltale.catalog.view.FindingView;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class RunTest {
    @RegisterExtension
    static final CatalogDatabase CATALOG = new CatalogDatabase();

    private static final String TOKEN =
            "{\"eventSource\":\"ecr.amazonaws.com\",\"eventName\":\"GetAuthorizationToken\","
                    + "\"eventID\":\"one\",\"eventTime\":\"2026-01-05T10:00:00Z\",\"userAgent\":\"a\\u0000b\"}\n";

    @TempDir
    Path folder;

    private final PostgresRunService runs = new PostgresRunService(CATALOG.database());

    @BeforeAll
    static void importOnce() {
        new ResourceCatalogImport(CATALOG.database()).importBuiltIn();
    }

    @Test
    void keepsVerdictsFindingsAndWhatWasLost() throws IOException {
        long id = start(TOKEN + "{broken\n" + TOKEN.replace("one", "two"));

        RunView run = runs.run(id).orElseThrow();
        assertThat(run.state()).isEqualTo("done");
        assertThat(run.name()).isEqualTo("log.ndjson");
        assertThat(run.events()).isEqualTo(2);
        assertThat(run.lost()).isEqualTo(1);
        assertThat(run.lostRecords()).singleElement().satisfies(lost -> {
            assertThat(lost.file()).isEqualTo("log.ndjson");
            assertThat(lost.line()).isEqualTo(2);
        });
        assertThat(run.fired() + run.notFired() + run.notRunnable() + run.waiting() + run.failed())
                .isEqualTo(run.rules());
        assertThat(runs.verdicts(id, PageRequest.FIRST)
                        .orElseThrow()
                        .items()
                        .get(0)
                        .verdict())
                .isEqualTo("fired");
        assertThat(ofTokenRule(id)).extracting(FindingView::eventIds).containsExactly(List.of("one"), List.of("two"));
    }

    @Test
    void explainsAFindingFromTheEvidenceThatItKept() throws IOException {
        long id = start(TOKEN);
        FindingView finding = ofTokenRule(id).get(0);

        ExplanationView explanation = runs.explanation(id, finding.n()).orElseThrow();

        assertThat(explanation.explanation().fired()).isTrue();
        assertThat(explanation.explanation().stages()).isNotEmpty();
        assertThat(explanation.events())
                .singleElement()
                .satisfies(event -> assertThat(event).contains("a\\u0000b"));
        assertThat(explanation.body()).contains("GetAuthorizationToken");
        assertThat(runs.explanation(id, 1_000_000)).isEmpty();
    }

    @Test
    void aFileThatIsNoLogIsToldOfButLosesNothing() throws IOException {
        RunView run = runs.run(start("hello")).orElseThrow();
        assertThat(run.state()).isEqualTo("done");
        assertThat(run.lost()).isZero();
        assertThat(run.lostRecords())
                .singleElement()
                .satisfies(lost -> assertThat(lost.reason()).startsWith("skipped: "));
    }

    @Test
    void aDeletedRunIsGone() throws IOException {
        long id = start(TOKEN);
        assertThat(runs.delete(id)).isTrue();
        assertThat(runs.delete(id)).isFalse();
        assertThat(runs.run(id)).isEmpty();
        assertThat(runs.findings(id, PageRequest.FIRST)).isEmpty();
    }

    @Test
    void aRunThatItsProcessDidNotSurviveHasFailed() {
        long id = CATALOG.database()
                .inTransaction(sql -> sql.number("insert into runs (name, state, started)"
                        + " values ('cut off', 'running', now() - interval '1 day') returning id"));
        assertThat(runs.run(id).orElseThrow().state()).isEqualTo("failed");
    }

    private List<FindingView> ofTokenRule(long id) {
        return runs.findings(id, "suzaku", "cf9f92dd-4d68-59e0-994f-3ea3ec634cb2", PageRequest.FIRST)
                .orElseThrow()
                .items();
    }

    private long start(String log) throws IOException {
        Path file = Files.writeString(folder.resolve("upload"), log);
        return runs.start("", List.of(new LogUpload("log.ndjson", file)), Map.of());
    }
}
