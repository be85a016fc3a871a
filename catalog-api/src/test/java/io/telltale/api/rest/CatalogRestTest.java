package io.telltale.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.telltale.catalog.CatalogImport;
import io.telltale.catalog.ImportReport;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built-in catalog over REST, from a real PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class CatalogRestTest {
    @Inject
    CatalogImport catalogImport;

    @BeforeEach
    void fillCatalog() {
        catalogImport.importBuiltIn();
    }

    @Test
    void aSecondImportChangesNothing() {
        ImportReport again = catalogImport.importBuiltIn();
        assertThat(again.problems()).isEmpty();
        assertThat(again.added()).isZero();
        assertThat(again.revised()).isZero();
        assertThat(again.unchanged()).isEqualTo(again.rules()).isPositive();
    }

    @Test
    void servicesAndTheirEvents() {
        given().get("/api/v1/services").then().statusCode(200).body("items.id", hasItems("AWS-ecr"));
        given().get("/api/v1/services/AWS-ecr")
                .then()
                .statusCode(200)
                .body("eventSource", equalTo("ecr.amazonaws.com"));
        given().get("/api/v1/services/AWS-ecr/events?size=2")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].name", equalTo("_catch_all"))
                .body("total", greaterThan(20))
                .body("page", equalTo(1))
                .body("size", equalTo(2));
        given().get("/api/v1/services/AWS-ecr/events/PutImage")
                .then()
                .statusCode(200)
                .body("access", equalTo("write"))
                .body("fields.size()", greaterThanOrEqualTo(10))
                .body("example", containsString("PutImage"));
    }

    @Test
    void rulesAreNarrowedByFilters() {
        given().get("/api/v1/rules?vendor=suzaku").then().statusCode(200).body("total", equalTo(8));
        given().get("/api/v1/rules?vendor=nobody").then().statusCode(200).body("total", equalTo(0));
        given().get("/api/v1/rules?runnable=true&size=500")
                .then()
                .statusCode(200)
                .body("items.readiness", everyItem(equalTo("runnable")));
    }

    @Test
    void rulesAreNarrowedByReadinessLogConstructAndAttachment() {
        int all = total("size=1");
        assertThat(total("log=aws.cloudtrail")).isPositive();
        assertThat(total("readiness=runnable")).isEqualTo(total("runnable=true"));
        assertThat(total("readiness=runnable") + total("readiness=waiting") + total("readiness=not runnable"))
                .isEqualTo(all);
        assertThat(total("construct=no such construct")).isZero();
        int attached = total("service=AWS-ecr&event=PutImage");
        assertThat(total("service=AWS-ecr&event=PutImage&attachment=pinned")).isBetween(1, attached - 1);
    }

    private static int total(String filter) {
        return given().get("/api/v1/rules?" + filter)
                .then()
                .statusCode(200)
                .extract()
                .path("total");
    }

    @Test
    void aRulesOwnTestsRunAndAreExplained() {
        String rule = "/api/v1/rules/panther/AWS.ECR.CRUD";
        given().get(rule + "/tests").then().statusCode(200).body("outcome", everyItem(equalTo("passed")));
        given().get(rule + "/tests/1")
                .then()
                .statusCode(200)
                .body("number", equalTo(1))
                .body("got", equalTo("true"))
                .body("explanation[0].kind", equalTo("filter"));
        given().get(rule + "/tests/99").then().statusCode(404);
        given().get("/api/v1/rules/panther/none/tests").then().statusCode(404);
    }

    @Test
    void faultsOfARuleAreTold() {
        given().get("/api/v1/rules/splunk/739ed682-27e9-4ba0-80e5-a91b97698213/lint")
                .then()
                .statusCode(200)
                .body("code", hasItem("bare-word"));
    }

    @Test
    void languagesSayWhatRuns() {
        given().get("/api/v1/languages")
                .then()
                .statusCode(200)
                .body("find { it.slug == 'spl' }.rules", greaterThan(0))
                .body("find { it.slug == 'kusto' }.supported", not(empty()));
    }

    @Test
    void searchFindsAnEventByItsName() {
        given().get("/api/v1/search?q=PutImage").then().statusCode(200).body("items.title", hasItems("PutImage"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services/none",
                "services/none/events",
                "services/AWS-ecr/events/None",
                "rules/splunk/none",
                "runs/999999",
                "runs/999999/verdicts",
                "runs/999999/findings/1/explanation",
                "nowhere"
            })
    void whatIsNotThereIsAProblem(String path) {
        given().get("/api/v1/" + path)
                .then()
                .statusCode(404)
                .contentType(containsString("application/problem+json"))
                .body("status", equalTo(404));
    }

    @ParameterizedTest
    @ValueSource(strings = {"services?page=0", "rules?size=0", "rules?size=501", "rules?size=many", "search?q="})
    void whatCannotBeUnderstoodIsAProblem(String address) {
        int status = given().get("/api/v1/" + address)
                .then()
                .contentType(containsString("application/problem+json"))
                .extract()
                .statusCode();
        // Jakarta REST answers 404 to a query parameter that is no number.
        assertThat(status).isEqualTo(address.endsWith("many") ? 404 : 400);
    }

    @Test
    void whatTheClientHasIsNotSentAgain() {
        String tag = given().get("/api/v1/services/AWS-ecr")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        given().header("If-None-Match", tag)
                .get("/api/v1/services/AWS-ecr")
                .then()
                .statusCode(304);
        given().header("If-None-Match", "\"other\"")
                .get("/api/v1/services/AWS-ecr")
                .then()
                .statusCode(200);
    }

    @Test
    void theInterfaceDescribesItself() {
        given().header("Accept", "application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths.size()", greaterThanOrEqualTo(20));
        given().get("/q/swagger-ui/").then().statusCode(200);
    }
}
