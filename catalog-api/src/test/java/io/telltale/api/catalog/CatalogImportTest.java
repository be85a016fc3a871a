package io.telltale.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.telltale.api.rest.PostgresResource;
import io.telltale.catalog.CatalogImport;
import io.telltale.catalog.CatalogQueries;
import io.telltale.catalog.ImportReport;
import io.telltale.catalog.entity.RuleEntity;
import io.telltale.catalog.view.EventSummary;
import io.telltale.catalog.view.EventView;
import io.telltale.catalog.view.IndicatorFilter;
import io.telltale.catalog.view.IndicatorView;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RuleFilter;
import io.telltale.catalog.view.RuleView;
import io.telltale.catalog.view.SearchHit;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The built-in catalog in PostgreSQL, imported and asked as the application does. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class CatalogImportTest {
    private static final String TOKEN_RULE = "cf9f92dd-4d68-59e0-994f-3ea3ec634cb2";

    @Inject
    CatalogImport catalogImport;

    @Inject
    CatalogQueries queries;

    @Test
    void anImportAddsEveryRuleThatIsNotThere() {
        QuarkusTransaction.requiringNew().run(() -> RuleEntity.deleteAll());
        ImportReport report = catalogImport.importBuiltIn();
        assertThat(report.problems()).isEmpty();
        assertThat(report.services()).isEqualTo(1);
        assertThat(report.added()).isEqualTo(report.rules()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void aSecondImportChangesNothing() {
        String before = queries.version();
        ImportReport again = catalogImport.importBuiltIn();
        assertThat(again.unchanged()).isEqualTo(again.rules());
        assertThat(again.added() + again.revised()).isZero();
        assertThat(queries.version()).isEqualTo(before);
    }

    @Test
    void aChangedFileMakesARevision() {
        // The database remembers another content than the file has, as it would had the file changed since.
        QuarkusTransaction.requiringNew()
                .run(() -> RuleEntity.update("hash = 'of older content' where ruleId = ?1", TOKEN_RULE));
        int revisions =
                queries.rule("suzaku", TOKEN_RULE).orElseThrow().revisions().size();
        String before = queries.version();

        ImportReport report = catalogImport.importBuiltIn();

        assertThat(report.revised()).isEqualTo(1);
        assertThat(queries.version()).isNotEqualTo(before);
        assertThat(queries.rule("suzaku", TOKEN_RULE).orElseThrow().revisions())
                .hasSize(revisions + 1)
                .first()
                .satisfies(newest -> assertThat(newest.number()).isEqualTo(revisions + 1));
    }

    @Test
    void anEventShowsItsFieldsAnExampleAndItsRules() {
        EventView event = queries.event("AWS-ecr", "GetAuthorizationToken").orElseThrow();
        assertThat(event.fields()).extracting("level").contains("provider", "service");
        assertThat(event.fields().get(0).name()).isEqualTo("eventName");
        assertThat(event.example()).contains("\"eventName\" : \"GetAuthorizationToken\"");
        assertThat(event.ruleGroups())
                .filteredOn(group -> group.vendor().equals("suzaku"))
                .singleElement()
                .satisfies(group -> assertThat(group.rules())
                        .allSatisfy(rule -> assertThat(rule.attachment()).isEqualTo("pinned"))
                        .hasSize(2));
        assertThat(queries.event("AWS-ecr", "NoSuchEvent")).isEmpty();
        assertThat(queries.event("AWS-ecr", "No\u0000Event")).isEmpty();
    }

    @Test
    void indicatorsCountRulesOnTheEventAndInTheCorpus() {
        IndicatorView name = indicator("GetAuthorizationToken", "aws::eventName", "GetAuthorizationToken");
        assertThat(name.eventRules().pinned()).isEqualTo(2);
        assertThat(name.rules()).hasSameSizeAs(rules(name, "GetAuthorizationToken"));
        IndicatorView source = indicator("GetAuthorizationToken", "aws::eventSource", "ecr.amazonaws.com");
        assertThat(source.corpusRules()).isGreaterThanOrEqualTo(8);
        assertThat(source.vendors()).contains("suzaku");
        assertThat(source.eventRules().total()).isLessThan(source.corpusRules());
        assertThat(source.links().corpusRules())
                .isEqualTo("/api/v1/rules?field=aws%3A%3AeventSource&indicatorKind=eq"
                        + "&value=ecr.amazonaws.com&negated=false");
    }

    @Test
    void bothCountsAreTheNumbersOfRulesBehindTheirFilters() {
        var ofEvent = IndicatorFilter.ofEvent("AWS-ecr", "GetAuthorizationToken");
        for (IndicatorView indicator :
                queries.indicators(ofEvent, PageRequest.ALL).items()) {
            assertThat(count("AWS-ecr", "GetAuthorizationToken", indicator))
                    .as("on the event: %s", indicator)
                    .isEqualTo(indicator.eventRules().total());
            assertThat(count("", "", indicator))
                    .as("in the catalog: %s", indicator)
                    .isEqualTo(indicator.corpusRules());
        }
    }

    private long count(String service, String event, IndicatorView indicator) {
        RuleFilter filter = RuleFilter.of(Map.of(
                "service", service,
                "event", event,
                "field", indicator.field(),
                "indicatorKind", indicator.kind(),
                "value", indicator.value(),
                "negated", String.valueOf(indicator.negated())));
        return queries.rules(filter, PageRequest.FIRST).total();
    }

    @Test
    void rulesAreFiltered() {
        assertThat(queries.rules(filter("T1528", ""), PageRequest.FIRST).items())
                .extracting("id")
                .contains(TOKEN_RULE);
        assertThat(queries.rules(filter("T15", ""), PageRequest.FIRST).items()).isEmpty();
        assertThat(queries.rules(filter("", "registry token"), PageRequest.FIRST)
                        .items())
                .extracting("id")
                .contains(TOKEN_RULE);
        assertThat(queries.facets(RuleFilter.NONE).services())
                .extracting("value")
                .contains("AWS-ecr");
    }

    @Test
    void aRuleIsTakenApart() {
        RuleView rule = queries.rule("suzaku", TOKEN_RULE).orElseThrow();
        assertThat(rule.events())
                .singleElement()
                .satisfies(event -> assertThat(event.why())
                        .isEqualTo("eventSource is ecr.amazonaws.com and eventName is GetAuthorizationToken"));
        assertThat(rule.stages()).isNotEmpty();
        assertThat(rule.exclusions()).extracting("field").contains("aws::errorCode");
        assertThat(rule.predicates()).allSatisfy(predicate -> {
            assertThat(predicate.corpusRules()).isPositive();
            assertThat(predicate.vendors()).contains("suzaku");
            assertThat(predicate.end()).isLessThanOrEqualTo(rule.body().length());
        });
        assertThat(rule.techniques()).extracting("name").doesNotContain("");
    }

    @Test
    void searchFindsByPartsOfNamesAndSurvivesAnyText() {
        assertThat(queries.search("putim", PageRequest.FIRST).items())
                .extracting(SearchHit::address)
                .contains("/services/AWS-ecr/events/PutImage");
        for (String text : new String[] {"' or \\ \" & | ! ( <->", "\u0000", ":*", "%", "a".repeat(5000)}) {
            assertThat(queries.search(text, PageRequest.FIRST).page()).isEqualTo(1);
        }
        assertThat(queries.search(" ", PageRequest.FIRST).items()).isEmpty();
    }

    @Test
    void aServiceWithoutADescriptionHasItsEventsAllTheSame() {
        assertThat(queries.service("AWS-sts").orElseThrow().events())
                .extracting(EventSummary::name)
                .contains("_catch_all", "AssumeRole", "GetCallerIdentity");
    }

    @Test
    void theHomePageCounts() {
        var home = queries.home();
        assertThat(home.services()).isGreaterThan(300);
        assertThat(home.topServices().get(0).id()).isEqualTo("AWS-ecr");
        assertThat(home.events()).isGreaterThan(15_000);
        assertThat(home.rules())
                .isEqualTo(queries.rules(RuleFilter.NONE, PageRequest.FIRST).total());
    }

    private IndicatorView indicator(String event, String field, String value) {
        var filter = new IndicatorFilter("AWS-ecr", event, field, "eq", value, "");
        return queries.indicators(filter, PageRequest.FIRST).items().get(0);
    }

    private java.util.List<?> rules(IndicatorView indicator, String event) {
        RuleFilter filter = RuleFilter.of(Map.of(
                "service", "AWS-ecr",
                "event", event,
                "field", indicator.field(),
                "indicatorKind", indicator.kind(),
                "value", indicator.value()));
        return queries.rules(filter, PageRequest.FIRST).items();
    }

    private static RuleFilter filter(String technique, String text) {
        return RuleFilter.of(Map.of("technique", technique, "text", text));
    }
}
