package io.telltale.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.oneOf;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.telltale.catalog.entity.SourceEntity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vendors' repositories over REST: a sync from its beginning to its end, the source and the report afterwards. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SourceRestTest {
    @Inject
    FetchFromDisk fetch;

    @TempDir
    Path checkout;

    @AfterEach
    void forget() {
        QuarkusTransaction.requiringNew().run(() -> SourceEntity.delete("name", SourceEntity.REPOSITORY));
    }

    @Test
    void aSyncFetchesImportsAndReports() throws IOException {
        Files.createDirectories(checkout.resolve("rules"));
        Files.writeString(checkout.resolve("rules/broken.yml"), "title: [\n");
        Files.writeString(checkout.resolve("rules/call.yml"), """
                title: A call that a test makes
                id: 22222222-0000-4000-8000-000000000001
                logsource:
                    product: aws
                    service: cloudtrail
                detection:
                    call:
                        eventName: PutImage
                    condition: call
                """);
        fetch.put("sigma", checkout);

        String location = given().post("/api/v1/sources/sigma/sync")
                .then()
                .statusCode(202)
                .body("vendor", equalTo("sigma"))
                .body("state", oneOf("waiting", "fetching", "reading", "importing", "done"))
                .extract()
                .header("Location");
        assertThat(location).endsWith("/api/v1/sources/sigma/sync");
        JsonPath ended = await("sigma");
        assertThat(ended.getString("state")).isEqualTo("done");
        assertThat(ended.getInt("done")).isEqualTo(ended.getInt("total")).isEqualTo(1);

        given().get("/api/v1/sources/sigma")
                .then()
                .statusCode(200)
                .body("licence", equalTo("DRL-1.1"))
                .body("read", equalTo(1))
                .body("catalogued", equalTo(1))
                .body("cloudtrail.runnable", equalTo(1))
                .body("errors", equalTo(1));
        given().get("/api/v1/sources/sigma/report")
                .then()
                .statusCode(200)
                .body("vendor", equalTo("sigma"))
                .body("commit", equalTo(""))
                .body("files", equalTo(2))
                .body("rules", equalTo(1))
                .body("cloudtrail.rules", equalTo(1))
                .body("cloudtrail.runnable", equalTo(1))
                .body("cloudtrail.waiting", equalTo(0))
                .body("cloudtrail.notRunnable", equalTo(0))
                .body("unsupported.size()", equalTo(0))
                .body("errors.file", contains("rules/broken.yml"))
                .body("errors", hasSize(1));
    }

    @Test
    void aRepositoryThatCannotBeHadFailsWithTheReason() {
        given().post("/api/v1/sources/chronicle/sync").then().statusCode(202);
        JsonPath ended = await("chronicle");
        assertThat(ended.getString("state")).isEqualTo("failed");
        assertThat(ended.getString("message")).contains("nothing answers at https://");
        given().get("/api/v1/sources/chronicle/report").then().statusCode(404);
    }

    @Test
    void everyVendorIsListedAndAnotherIsNotThere() {
        given().get("/api/v1/sources")
                .then()
                .statusCode(200)
                .body("vendor", hasItems("elastic", "kusto", "panther", "sigma", "splunk", "suzaku"));
        given().get("/api/v1/sources/splunk")
                .then()
                .statusCode(200)
                .body("imported", equalTo(""))
                .body("catalogued", equalTo(8));
        for (String path : new String[] {"nobody", "nobody/report", "nobody/sync", "splunk/report"}) {
            given().get("/api/v1/sources/" + path)
                    .then()
                    .statusCode(404)
                    .contentType(containsString("application/problem+json"));
        }
        given().post("/api/v1/sources/nobody/sync").then().statusCode(404);
    }

    private static JsonPath await(String vendor) {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        while (true) {
            JsonPath sync = given().get("/api/v1/sources/" + vendor + "/sync")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            if (!sync.getString("ended").isEmpty()) {
                return sync;
            }
            assertThat(Instant.now()).isBefore(end);
        }
    }
}
