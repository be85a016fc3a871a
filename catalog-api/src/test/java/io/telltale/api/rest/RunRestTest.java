package io.telltale.api.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.telltale.catalog.CatalogImport;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs uploaded over REST, whole and broken, and what the rules say of them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunRestTest {
    @Inject
    CatalogImport catalogImport;

    @BeforeEach
    void fillCatalog() {
        catalogImport.importBuiltIn();
    }

    @Test
    void theSampleFiresRulesAndEachFindingIsExplained() throws IOException {
        byte[] sample = sample();
        JsonPath run = post(sample);
        long id = run.getLong("id");
        assertThat(run.getString("state")).isEqualTo("done");
        assertThat(run.getLong("events"))
                .isEqualTo(new String(sample, UTF_8).lines().count());
        assertThat(run.getLong("lost")).isZero();
        assertThat(run.getLong("fired")).isPositive();

        List<Map<String, Object>> verdicts = given().get("/api/v1/runs/" + id + "/verdicts?size=500")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
        assertThat(verdicts).hasSize(run.getInt("rules"));
        assertThat(verdicts)
                .allSatisfy(v -> assertThat(v.get("verdict"))
                        .isIn("fired", "not fired", "not runnable", "waiting for a parameter", "failed"));
        assertThat(verdicts).noneSatisfy(v -> assertThat(v.get("verdict")).isEqualTo("failed"));

        given().get("/api/v1/runs/" + id + "/verdicts?verdict=fired&size=1")
                .then()
                .statusCode(200)
                .body("total", equalTo(run.getInt("fired")))
                .body("items.verdict", everyItem(equalTo("fired")));

        given().get("/api/v1/runs/" + id + "/findings")
                .then()
                .statusCode(200)
                .body("total", equalTo(run.getInt("findings")))
                .body("items[0].n", equalTo(1));
        given().get("/api/v1/runs/" + id + "/findings/1/explanation")
                .then()
                .statusCode(200)
                .body("explanation.fired", equalTo(true))
                .body("body", not(emptyOrNullString()));
        given().delete("/api/v1/runs/" + id).then().statusCode(204);
        given().get("/api/v1/runs/" + id).then().statusCode(404);
        given().delete("/api/v1/runs/" + id).then().statusCode(404);
    }

    @Test
    void filesOfAFormAreOneRun() throws IOException {
        given().multiPart("file", "one.ndjson.gz", gzip(sample()))
                .multiPart("file", "two.zip", zip("inside.json", "[{\"eventName\":\"PutImage\"}]".getBytes(UTF_8)))
                .post("/api/v1/runs")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/v1/runs/"))
                .body("files", equalTo(2))
                .body("lost", equalTo(0))
                .body(
                        "events",
                        equalTo((int) new String(sample(), UTF_8).lines().count() + 1));
    }

    @Test
    void brokenRecordsAreToldAndTheOthersCount() {
        JsonPath run = post("{\"eventName\":\"A\"}\n{\"eventName\":\n{\"eventName\":\"B\"}\n".getBytes(UTF_8));
        assertThat(run.getLong("events")).isEqualTo(2);
        assertThat(run.getLong("lost")).isEqualTo(1);
        assertThat(run.getLong("lostRecords[0].line")).isEqualTo(2);
        assertThat(run.getString("lostRecords[0].reason")).isNotBlank();
    }

    @Test
    void aCutGzipIsToldAndTheServerGoesOn() throws IOException {
        byte[] whole = gzip(sample());
        JsonPath run = post(Arrays.copyOf(whole, whole.length / 2));
        assertThat(run.getLong("lost")).isPositive();
        assertThat(run.getString("lostRecords[0].reason")).isNotBlank();
        given().get("/api/v1/runs").then().statusCode(200).body("items.id", hasItem(run.getInt("id")));
    }

    @Test
    void oddShapesOfRequestParametersAreEvents() {
        JsonPath run = post(
                "[{\"eventName\":\"PutImage\",\"eventSource\":\"ecr.amazonaws.com\",\"requestParameters\":\"text\",\"responseElements\":null}]"
                        .getBytes(UTF_8));
        assertThat(run.getLong("events")).isEqualTo(1);
        assertThat(run.getLong("failed")).isZero();
    }

    @Test
    void aFileThatIsNoLogHasNoEvents() {
        JsonPath run = post("This is a letter.".getBytes(UTF_8));
        assertThat(run.getLong("events")).isZero();
        assertThat(run.getString("problem") + run.getList("lostRecords")).contains("log");
    }

    @Test
    void nothingIsRefused() {
        given().contentType("application/octet-stream")
                .body(new byte[0])
                .post("/api/v1/runs")
                .then()
                .statusCode(400)
                .contentType(containsString("application/problem+json"));
    }

    private static JsonPath post(byte[] log) {
        return given().contentType("application/octet-stream")
                .queryParam("name", "a log")
                .body(log)
                .post("/api/v1/runs")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/v1/runs/"))
                .extract()
                .jsonPath();
    }

    private static byte[] sample() throws IOException {
        try (InputStream in = RunRestTest.class.getResourceAsStream("/catalog/samples/ecr-cloudtrail.ndjson")) {
            return in.readAllBytes();
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return out.toByteArray();
    }
}
