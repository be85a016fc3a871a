package io.telltale.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page on views made by hand: what it shows, where it leads, what it refuses. */
@QuarkusTest
class PagesTest {
    @Inject
    SampleRuns runs;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | Amazon Elastic Container Registry (ECR)",
                "/ | href=\"/services\">All 300 services</a>",
                "/services | <td class=\"mono tight\">ecr.amazonaws.com</td>",
                "/services/AWS-ecr | 59 operations, identified by <code>eventName</code>",
                "/services/AWS-ecr/events/PutImage | It names the source and the event.",
                "/rules | 120 rules",
                "/rules/splunk/a-rule | Its logic as stages",
                "/rules/splunk/a-rule?test=all | expected true, got false",
                "/rules/splunk/a-rule?test=1 | 1 row in, 0 out",
                "/rules/splunk/a-rule | no record has the field &lt;usr&gt;",
                "/sources | href=\"/rules?vendor=splunk&amp;log=aws.cloudtrail&amp;readiness=not%20runnable\">5</a>",
                "/sources/splunk | expected a &lt;mapping&gt;",
                "/languages | construct=command%20%3Cmstats%3E",
                "/languages | href=\"/languages/compare/a-push\"",
                "/languages/compare | href=\"/languages/compare/a-push\"",
                "/languages/compare/a-push | It does not run here: language yaral",
                "/search?q=image | href=\"/services/AWS-ecr/events/PutImage\"",
                "/search?q=nothing | Nothing in the catalog holds these words",
                "/runs | Monday&#39;s logs",
                "/runs/new | multiple required",
                "/runs/7 | waiting for a parameter",
                "/runs/7/findings | 2026-01-05 10:00:01 UTC",
                "/runs/7/findings/1 | first that failed",
                "/runs/7/findings/1 | How far they came",
                "/runs/7/findings/1 | the joined user",
                "/runs/7/lost | not JSON: expected a value",
            })
    void showsItsView(String address, String text) {
        Response page = given().urlEncodingEnabled(false).get(address);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.contentType()).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'");
        assertThat(page.asString())
                .contains(text)
                .contains("<main id=\"content\"")
                .contains("<h1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/services/AWS-none",
                "/services/AWS-ecr/events/None",
                "/rules/splunk/none",
                "/sources/none",
                "/languages/compare/none",
                "/runs/8",
                "/runs/x",
                "/runs/7/findings/2",
                "/nowhere/at/all",
            })
    void saysWhatIsNotThere(String address) {
        Response page = given().get(address);

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(page.asString()).contains("There is no such page");
    }

    @Test
    void writesStrangersTextAsText() {
        String page = given().get("/rules/splunk/a-rule").asString();

        assertThat(page).contains("An image is &lt;pushed&gt;").doesNotContain("<pushed>");
        assertThat(page).doesNotContain("javascript:");
    }

    @Test
    void leadsFromEachCountOfAnIndicatorToTheRulesBehindIt() {
        String page = given().get("/services/AWS-ecr/events/PutImage").asString();

        assertThat(page)
                .contains(
                        "href=\"/rules?service=AWS-ecr&amp;event=PutImage&amp;field=aws%3A%3AeventName"
                                + "&amp;indicatorKind=eq&amp;value=PutImage&amp;negated=false\" aria-label=\"7 rules on this event\"")
                .contains(
                        "href=\"/rules?field=aws%3A%3AeventName&amp;indicatorKind=eq&amp;value=PutImage&amp;negated=false\""
                                + " aria-label=\"9 rules in the catalog\"")
                .contains(
                        "<a href=\"/rules?field=aws%3A%3AeventName\"><span class=\"muted\">aws::</span>event<wbr>Name</a>");
    }

    @Test
    void takesAnIndicatorAsOneNarrowing() {
        String page = given().urlEncodingEnabled(false)
                .get("/rules?vendor=splunk&field=aws%3A%3AeventName&indicatorKind=eq&value=PutImage&negated=true")
                .asString();

        assertThat(page)
                .contains(
                        "href=\"/rules?vendor=splunk\" aria-label=\"Remove indicator not aws::eventName eq PutImage\"")
                .doesNotContain("Remove negated");
    }

    @Test
    void marksTheCaseOnlyWhereItCounts() {
        String page = given().get("/rules/splunk/a-rule").asString();

        assertThat(page.split("The case counts", -1)).hasSize(2);
    }

    @Test
    void keepsAndRemovesNarrowings() {
        String page = given().get("/rules?vendor=splunk&severity=high&page=2").asString();

        assertThat(page)
                .contains("href=\"/rules?severity=high\" aria-current=\"true\" aria-label=\"Remove Vendor splunk\"")
                .contains("href=\"/rules?vendor=splunk&amp;severity=high&amp;technique=T1204.003\"")
                .contains("href=\"/rules?severity=high\" aria-label=\"Remove vendor splunk\"")
                .contains("href=\"/rules?vendor=splunk&amp;severity=high&amp;page=3\"")
                .contains("rel=\"prev\" href=\"/rules?vendor=splunk&amp;severity=high\"");
    }

    @Test
    void showsTheVerdictsOfOneKind() {
        String page = given().queryParam("verdict", "not fired").get("/runs/7").asString();

        assertThat(page).contains("A quiet rule").doesNotContain("An odd rule");
    }

    @Test
    void startsARunWithTheUploadedLogs() {
        Response answer = given().redirects()
                .follow(false)
                .multiPart("logs", "one.json", "[1]".getBytes(StandardCharsets.UTF_8))
                .multiPart("logs", "two.json", "[2]".getBytes(StandardCharsets.UTF_8))
                .multiPart("name", "Tuesday")
                .multiPart("parameters", "\nusers = a = b\n")
                .post("/runs/new");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("Location")).endsWith("/runs/7");
        assertThat(runs.started).contains("Tuesday: one.json [1] {users=a = b}", "Tuesday: two.json [2] {users=a = b}");
    }

    @Test
    void asksAgainForLogsAndForParametersThatItCannotRead() {
        Response nothing = given().multiPart("name", "kept").post("/runs/new");
        Response unreadable = given().multiPart("logs", "one.json", new byte[] {'x'})
                .multiPart("parameters", "no equals sign")
                .post("/runs/new");

        assertThat(nothing.statusCode()).isEqualTo(400);
        assertThat(nothing.asString()).contains("Choose at least one log file.").contains("value=\"kept\"");
        assertThat(unreadable.statusCode()).isEqualTo(400);
        assertThat(unreadable.asString()).contains("this is not one: no equals sign");
    }

    @Test
    void deletesARunUnlessAnotherSiteAsks() {
        int before = runs.deleted.size();

        assertThat(given().header("Sec-Fetch-Site", "cross-site")
                        .post("/runs/7/delete")
                        .statusCode())
                .isEqualTo(403);
        assertThat(runs.deleted).hasSize(before);
        assertThat(given().redirects().follow(false).post("/runs/7/delete").statusCode())
                .isEqualTo(303);
        assertThat(runs.deleted).hasSize(before + 1);
        assertThat(given().post("/runs/8/delete").statusCode()).isEqualTo(404);
    }

    @Test
    void beginsASyncAndTellsHowFarItIs() {
        assertThat(given().get("/sources/splunk").asString()).doesNotContain("http-equiv=\"refresh\"");
        assertThat(given().header("Sec-Fetch-Site", "cross-site")
                        .post("/sources/splunk/sync")
                        .statusCode())
                .isEqualTo(403);

        Response answer = given().redirects().follow(false).post("/sources/splunk/sync");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("Location")).endsWith("/sources/splunk");
        assertThat(given().get("/sources/splunk").asString())
                .contains("imports &lt;rules&gt; 40 of 2,100 rules")
                .contains("http-equiv=\"refresh\"");
        assertThat(given().post("/sources/none/sync").statusCode()).isEqualTo(404);
    }

    @Test
    void answersTroubleWithAPage() {
        Response refused = given().header("Sec-Fetch-Site", "cross-site").post("/runs/7/delete");

        assertThat(refused.contentType()).startsWith("text/html");
        assertThat(refused.asString()).contains("That was refused").contains("Status 403");
    }

    @Test
    void servesItsAssets() {
        for (String asset : new String[] {
            "/assets/telltale.css",
            "/assets/telltale.js",
            "/assets/telltale.svg",
            "/webjars/prismjs/components/prism-core.min.js",
            "/webjars/prismjs/components/prism-splunk-spl.min.js",
            "/webjars/prismjs/components/prism-kusto.min.js",
        }) {
            assertThat(given().get(asset).statusCode()).as(asset).isEqualTo(200);
        }
    }
}
