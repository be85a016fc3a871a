package io.telltale.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.telltale.api.rest.PostgresResource;
import io.telltale.catalog.CatalogImport;
import io.telltale.catalog.CatalogQueries;
import io.telltale.catalog.SourceService;
import io.telltale.catalog.SourceService.ImportProgress;
import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.entity.SourceEntity;
import io.telltale.catalog.view.IndicatorFilter;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RuleFilter;
import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SourceView;
import io.telltale.catalog.view.SourceView.CloudTrailRules;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkouts of a vendor's repository brought into the catalog, again and again as the vendor goes on. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SourceImportTest {
    private static final String PUSH = "11111111-0000-4000-8000-000000000001";
    private static final String LOGON = "11111111-0000-4000-8000-000000000002";

    @TempDir
    Path checkout;

    @Inject
    SourceService sources;

    @Inject
    CatalogImport catalogImport;

    @Inject
    CatalogQueries queries;

    @AfterEach
    void forget() {
        QuarkusTransaction.requiringNew().run(() -> SourceEntity.delete("name", SourceEntity.REPOSITORY));
        catalogImport.importBuiltIn();
    }

    @Test
    void rulesOnEveryLogAreCataloguedAndThoseOnCloudTrailCount() throws IOException {
        rule("rules/cloud/aws/push.yml", PUSH, "aws", "cloudtrail", "eventName: PutImage");
        rule("rules/windows/logon.yml", LOGON, "windows", "security", "EventID: 4624");

        SourceReport report = importCheckout("sigma");

        assertThat(report.rules()).isEqualTo(2);
        assertThat(report.added()).isEqualTo(2);
        assertThat(report.cloudtrail()).isEqualTo(new CloudTrailRules(1, 1, 0, 0));
        assertThat(report.errors()).isEmpty();
        assertThat(queries.rule("sigma", LOGON).orElseThrow().predicates()).isNotEmpty();
        SourceView source = queries.source("sigma").orElseThrow();
        assertThat(source.read()).isEqualTo(2);
        assertThat(source.catalogued()).isEqualTo(2);
        assertThat(source.address()).isEqualTo("https://github.com/SigmaHQ/sigma.git");
        assertThat(source.imported()).isEqualTo(report.imported());
        assertThat(queries.sourceReport("sigma")).contains(report);
    }

    @Test
    void whatIsUnchangedStaysAndWhatIsChangedGetsARevision() throws IOException {
        rule("rules/cloud/aws/push.yml", PUSH, "aws", "cloudtrail", "eventName: PutImage");
        rule("rules/windows/logon.yml", LOGON, "windows", "security", "EventID: 4624");
        importCheckout("sigma");
        String version = queries.version();

        SourceReport again = importCheckout("sigma");
        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(again.added() + again.revised() + again.removed()).isZero();
        assertThat(queries.version()).isEqualTo(version);

        rule("rules/cloud/aws/push.yml", PUSH, "aws", "cloudtrail", "eventName: PutReplicationConfiguration");
        SourceReport changed = importCheckout("sigma");
        assertThat(changed.revised()).isEqualTo(1);
        assertThat(changed.unchanged()).isEqualTo(1);
        assertThat(queries.version()).isNotEqualTo(version);
        assertThat(queries.rule("sigma", PUSH).orElseThrow().revisions()).hasSize(2);
        assertThat(queries.rule("sigma", PUSH).orElseThrow().events())
                .extracting("event")
                .containsExactly("PutReplicationConfiguration");
    }

    @Test
    void aWithdrawnRuleStaysWithItsHistoryAndCountsNowhere() throws IOException {
        rule("rules/cloud/aws/push.yml", PUSH, "aws", "cloudtrail", "eventName: PutImage");
        rule("rules/windows/logon.yml", LOGON, "windows", "security", "EventID: 4624");
        importCheckout("sigma");
        long onEvent = onPutImage();
        Files.delete(checkout.resolve("rules/cloud/aws/push.yml"));

        SourceReport report = importCheckout("sigma");

        assertThat(report.removed()).isEqualTo(1);
        assertThat(report.cloudtrail().rules()).isZero();
        assertThat(queries.rules(ofSigma(), PageRequest.FIRST).items())
                .extracting("id")
                .containsExactly(LOGON);
        var page = queries.rule("sigma", PUSH).orElseThrow();
        assertThat(page.rule().readiness()).isEqualTo("removed");
        assertThat(page.revisions()).hasSize(1);
        assertThat(page.stages()).isNotEmpty();
        assertThat(onPutImage()).isEqualTo(onEvent - 1);
        assertThat(queries.event("AWS-ecr", "PutImage").orElseThrow().ruleGroups())
                .extracting("vendor")
                .doesNotContain("sigma");
        assertThat(queries.source("sigma").orElseThrow().removed()).isEqualTo(1);

        rule("rules/cloud/aws/push.yml", PUSH, "aws", "cloudtrail", "eventName: PutImage");
        assertThat(importCheckout("sigma").added()).isEqualTo(1);
        assertThat(queries.rule("sigma", PUSH).orElseThrow().rule().readiness()).isEqualTo("runnable");
        assertThat(queries.rule("sigma", PUSH).orElseThrow().revisions()).hasSize(1);
        assertThat(onPutImage()).isEqualTo(onEvent);
    }

    @Test
    void aRuleWhoseFileCannotBeReadTodayIsNotWithdrawn() throws IOException {
        rule("rules/push.yml", PUSH, "aws", "cloudtrail", "eventName: PutImage");
        rule("rules/logon.yml", LOGON, "windows", "security", "EventID: 4624");
        importCheckout("sigma");
        Files.writeString(checkout.resolve("rules/push.yml"), "title: [\n");
        Files.delete(checkout.resolve("rules/logon.yml"));

        SourceReport report = importCheckout("sigma");

        assertThat(report.removed()).isEqualTo(1);
        assertThat(report.errors()).extracting("file").containsExactly("rules/push.yml");
        assertThat(queries.rule("sigma", PUSH).orElseThrow().rule().readiness()).isEqualTo("runnable");
        assertThat(queries.rule("sigma", LOGON).orElseThrow().rule().readiness())
                .isEqualTo("removed");
    }

    @Test
    void nothingIsLeftOutWithoutALineInTheReport() throws IOException {
        rule("rules/a.yml", PUSH, "aws", "cloudtrail", "eventName: PutImage");
        rule("rules/b.yml", PUSH, "aws", "cloudtrail", "eventName: PutImage");
        Files.writeString(checkout.resolve("rules/c.yml"), "title: a\n  b: [\n");
        rule("rules/d.yml", LOGON, "aws", "cloudtrail", "eventName|nosuchmodifier: PutImage");

        SourceReport report = importCheckout("sigma");

        assertThat(report.errors()).extracting("file").contains("rules/b.yml", "rules/c.yml");
        assertThat(report.cloudtrail().rules()).isEqualTo(3);
        assertThat(report.cloudtrail().notRunnable()).isEqualTo(1);
        assertThat(report.unsupported()).hasSize(1);
        assertThat(report.unsupported().values()).containsExactly(1);
    }

    @Test
    void theVendorsRepositoryTakesThePlaceOfWhatIsBuiltIn() throws IOException {
        String builtIn = "cf9f92dd-4d68-59e0-994f-3ea3ec634cb2";
        String title = queries.rule("suzaku", builtIn).orElseThrow().rule().title();
        rule("suzaku/aws/token.yml", builtIn, "aws", "cloudtrail", "eventName: GetAuthorizationToken");

        assertThat(importCheckout("suzaku").revised()).isEqualTo(1);
        assertThat(queries.rule("suzaku", builtIn).orElseThrow().rule().title()).isNotEqualTo(title);
        assertThat(catalogImport.importBuiltIn().revised()).isZero();
        assertThat(queries.rule("suzaku", builtIn).orElseThrow().rule().title()).isNotEqualTo(title);
    }

    @Test
    void progressIsToldAndAnUnknownVendorRefused() throws IOException {
        rule("rules/cloud/aws/push.yml", PUSH, "aws", "cloudtrail", "eventName: PutImage");
        var told = new ArrayList<String>();
        sources.importCheckout("sigma", checkout, (done, total) -> told.add(done + "/" + total));
        assertThat(told).containsExactly("0/1", "1/1");
        assertThatThrownBy(() -> importCheckout("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void everyVendorHasASource() {
        assertThat(queries.sources()).extracting("vendor").contains("splunk", "kusto", "panther", "sigma", "suzaku");
        assertThat(queries.sources()).allSatisfy(source -> {
            // The reader's own rules lie where the reader says, at each import.
            boolean published = !source.vendor().equals("local");
            assertThat(source.address()).startsWith(published ? "https://" : "");
            assertThat(source.licence().isEmpty()).isNotEqualTo(published);
            assertThat(source.imported()).isEmpty();
        });
        assertThat(QuarkusTransaction.requiringNew().call(() -> RuleEntity.count("removed is not null")))
                .isZero();
    }

    private SourceReport importCheckout(String vendor) {
        return sources.importCheckout(vendor, checkout, ImportProgress.IGNORED);
    }

    private long onPutImage() {
        var filter = new IndicatorFilter("AWS-ecr", "PutImage", "aws::eventName", "eq", "PutImage", "");
        return queries.indicators(filter, PageRequest.FIRST)
                .items()
                .get(0)
                .eventRules()
                .total();
    }

    private static RuleFilter ofSigma() {
        return RuleFilter.of(Map.of("vendor", "sigma"));
    }

    private void rule(String path, String id, String product, String service, String condition) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                title: A rule at %s
                id: %s
                status: test
                description: Finds what a test puts before it.
                logsource:
                    product: %s
                    service: %s
                detection:
                    call:
                        %s
                    condition: call
                level: low
                """.formatted(path, id, product, service, condition));
    }
}
