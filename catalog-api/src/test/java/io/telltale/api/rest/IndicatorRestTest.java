package io.telltale.api.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.telltale.catalog.CatalogImport;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counts of ECR's indicators over REST and the rules behind them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class IndicatorRestTest {
    @Inject
    CatalogImport catalogImport;

    @BeforeEach
    void fillCatalog() {
        catalogImport.importBuiltIn();
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeImageScanFindings, aws::eventName, DescribeImageScanFindings, 3, kusto+splunk",
        "DescribeImageScanFindings, aws::eventSource, ecr.amazonaws.com, 3, panther+splunk",
        "PutImage, aws::eventName, PutImage, 2, splunk",
        "PutImage, eventName, PutImage, 2, splunk",
        "PutImage, event.action, PutImage, 2, splunk",
        "PutImage, aws::eventSource, ecr.amazonaws.com, 2, panther+splunk"
    })
    void indicatorsCountTheRulesThatPinTheEvent(String event, String field, String value, int pinned, String vendors) {
        given().queryParam("service", "AWS-ecr")
                .queryParam("event", event)
                .queryParam("field", field)
                .queryParam("kind", "eq")
                .queryParam("value", value)
                .get("/api/v1/indicators")
                .then()
                .statusCode(200)
                .body("items[0].eventRules.pinned", equalTo(pinned))
                .body("items[0].corpusRules", greaterThanOrEqualTo(pinned))
                .body("items[0].vendors", hasItems(vendors.split("\\+")));
    }

    @Test
    void theLinksOfAnIndicatorLeadToTheRulesBehindItsCounts() {
        var indicator = given().get("/api/v1/indicators?service=AWS-ecr&event=PutImage&field=aws::eventName&kind=eq")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        for (String count : List.of("eventRules", "corpusRules")) {
            int expected =
                    indicator.getInt(count.equals("eventRules") ? "items[0].eventRules.total" : "items[0].corpusRules");
            given().urlEncodingEnabled(false)
                    .get(indicator.getString("items[0].links." + count))
                    .then()
                    .statusCode(200)
                    .body("total", equalTo(expected));
        }
    }

    @Test
    void aRuleIsTakenApart() {
        given().get("/api/v1/rules/splunk/30a0e9f8-f1dd-4f9d-8fc2-c622461d781c")
                .then()
                .statusCode(200)
                .body("rule.language", equalTo("spl"))
                .body("body", containsString("ecr.amazonaws.com"))
                .body("predicates.value", hasItems("DescribeImageScanFindings"))
                .body(
                        "predicates.find { it.value == 'HIGH' }.field",
                        equalTo("aws::responseElements.imageScanFindings.findings[].severity"));
    }

    @Test
    void rulesOfAVendor() {
        given().get("/api/v1/rules?vendor=splunk")
                .then()
                .statusCode(200)
                .body("items.vendor", everyItem(equalTo("splunk")))
                .body("total", equalTo(8));
    }
}
