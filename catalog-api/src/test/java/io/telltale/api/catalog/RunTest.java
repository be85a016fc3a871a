package io.telltale.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.telltale.api.rest.PostgresResource;
import io.telltale.catalog.LogUpload;
import io.telltale.catalog.RunService;
import io.telltale.catalog.entity.RunEntity;
import io.telltale.catalog.view.ExplanationView;
import io.telltale.catalog.view.FindingView;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RunView;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the catalog's rules and what PostgreSQL keeps of them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunTest {
    private static final String TOKEN =
            "{\"eventSource\":\"ecr.amazonaws.com\",\"eventName\":\"GetAuthorizationToken\","
                    + "\"eventID\":\"one\",\"eventTime\":\"2026-01-05T10:00:00Z\",\"userAgent\":\"a\\u0000b\"}\n";

    @TempDir
    Path folder;

    @Inject
    RunService runs;

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
    void textsThatPostgresqlCannotHoldAreKeptAsFarAsItCan() throws IOException {
        Path file = Files.writeString(folder.resolve("upload"), TOKEN);
        long id = runs.start("a\u0000b \ud83d", List.of(new LogUpload("log", file)), Map.of());
        assertThat(runs.run(id).orElseThrow().name()).isEqualTo("a\ufffdb \ufffd");
        assertThat(runs.findings(id, "\u0000", "\u0000", PageRequest.FIRST)
                        .orElseThrow()
                        .items())
                .isEmpty();
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
        long id = QuarkusTransaction.requiringNew().call(() -> {
            var run = new RunEntity();
            run.name = "cut off";
            run.parameters = "{}";
            run.started = Instant.now().minus(Duration.ofDays(1));
            run.persist();
            return run.id;
        });
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
