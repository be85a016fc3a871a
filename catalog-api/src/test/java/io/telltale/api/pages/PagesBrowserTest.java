package io.telltale.api.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.telltale.api.rest.PostgresResource;
import io.telltale.catalog.CatalogImport;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Each page as Chromium shows it: without complaints, without overflow, readable in both schemes; and an upload. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesBrowserTest {
    private static final String EVENT = "/services/AWS-ecr/events/DescribeImages";

    /** Text whose contrast with what lies behind it is less than WCAG's AA asks for. */
    private static final String PALE_TEXT = """
            const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
            const luminance = (color) => {
              const [r, g, b] = color.map((each) => {
                const part = each / 255;
                return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
              });
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const behind = (element) => {
              for (let each = element; each; each = each.parentElement) {
                const [r, g, b, a = 1] = rgb(getComputedStyle(each).backgroundColor);
                if (a === 1) return [r, g, b];
              }
              return [255, 255, 255];
            };
            const pale = [];
            for (const element of document.body.querySelectorAll("*")) {
              const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
              if (!own || element.offsetParent === null) continue;
              const a = luminance(rgb(getComputedStyle(element).color).slice(0, 3));
              const b = luminance(behind(element));
              const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              if (ratio < 4.5) pale.push(`${element.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
            }
            return pale.join("; ");
            """;

    @TestHTTPResource("/")
    URI root;

    @Inject
    CatalogImport catalog;

    private Browser browser;
    private String runPath;

    @BeforeAll
    void openBrowser(@TempDir Path folder) throws IOException {
        var started = Browser.start();
        assumeTrue(started.isPresent(), "no chromium with chromedriver on the path");
        browser = started.get();
        catalog.importBuiltIn();
        runPath = upload(sample(folder));
    }

    @AfterAll
    void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void showsEveryPageWithoutComplaintOrOverflow() {
        List<String> rules = rulePages();
        assertThat(rules).isNotEmpty();
        List<String> paths = pages();
        paths.addAll(rules);
        for (String path : paths) {
            browser.width(1280);
            show(path);
            assertThat(browser.find("h1").getText()).as(path).isNotEmpty();
            assertThat(browser.complaints()).as("console of " + path).isEmpty();
            assertThat(overflow()).as("overflow of " + path + " at 1280 px").isZero();
            browser.width(360);
            assertThat(overflow()).as("overflow of " + path + " at 360 px").isZero();
        }
    }

    @Test
    void isReadableInBothSchemes() {
        browser.width(1280);
        for (String scheme : List.of("light", "dark")) {
            browser.scheme(scheme);
            for (String path : pages()) {
                show(path);
                assertThat(browser.run(PALE_TEXT))
                        .as("pale text of " + path + " in " + scheme)
                        .isEqualTo("");
            }
        }
    }

    @Test
    void showsTheIndicatorTableOfAnEventAndLeadsToTheRules() {
        browser.width(1280);
        show(EVENT);

        WebElement row = browser.findAll("table.indicators tbody tr").stream()
                .filter(each -> each.getText().startsWith("aws::eventName eq DescribeImages")
                        || each.getText().startsWith("aws::eventName eq Aa DescribeImages"))
                .findFirst()
                .orElseThrow();
        WebElement count = row.findElement(By.cssSelector("a"));
        String rules = count.getText();
        count.click();

        assertThat(browser.find("[role=status]").getText()).startsWith(rules + " rule");
        assertThat(browser.findAll(".rows > li")).hasSize(Integer.parseInt(rules));
    }

    @Test
    void highlightsARuleAndLeadsFromItsLogicToItsLines() {
        browser.width(1280);
        show(EVENT);
        browser.find(".rows .head > a[href^='/rules/']").click();

        assertThat(browser.findAll("pre.body .token")).isNotEmpty();
        browser.find(".stages a[href^='#L']").click();
        assertThat(browser.findAll(".gutter a:target")).hasSize(1);
    }

    @Test
    void tellsTheVerdictsOfAnUploadAndWhyARuleFired() {
        browser.width(1280);
        show(runPath);
        assertThat(browser.findAll("td .badge.fired")).isNotEmpty();

        browser.find("a[href='" + runPath + "/findings/1']").click();
        assertThat(browser.address()).endsWith(runPath + "/findings/1");
        assertThat(browser.findAll(".stages > li")).isNotEmpty();
        assertThat(browser.find("pre.body").getText()).isNotEmpty();
    }

    @Test
    void leadsFromHowManyRulesAreAttachedToThose() {
        browser.width(1280);
        show("/services/AWS-ecr/events/PutImage");
        WebElement pinned = browser.find("table.indicators a[href*='attachment=pinned']");
        String count = pinned.getText().replaceAll("\\D", "");
        pinned.click();
        assertThat(browser.find("[role=status]").getText()).startsWith(count + " rule");
    }

    @Test
    void leadsFromASourceToItsRules() {
        browser.width(1280);
        show("/sources");
        WebElement runnable = browser.find("a[href='/rules?vendor=suzaku&log=aws.cloudtrail&readiness=runnable']");
        String count = runnable.getText();
        runnable.click();
        assertThat(browser.find("[role=status]").getText()).startsWith(count + " rule");
        assertThat(browser.findAll(".rows .badge.vendor"))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.getText()).isEqualTo("Suzaku"));
    }

    @Test
    void runsARulesOwnTests() {
        browser.width(1280);
        show("/rules/panther/AWS.ECR.CRUD");
        int tests = browser.findAll(".tests > li").size();
        assertThat(tests).isPositive();
        browser.find("#tests + p .button").click();
        assertThat(browser.findAll(".tests .badge.passed")).hasSize(tests);

        browser.find("#test-1 .head a").click();
        assertThat(browser.findAll("#test-1 .stages .badge.helps")).isNotEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void letsTheKeyboardSkipToTheContent() {
        show("/rules");
        browser.find("body").sendKeys(Keys.TAB);
        assertThat(browser.run("return document.activeElement.className")).isEqualTo("skip");
        assertThat((Boolean) browser.run("return document.activeElement.getBoundingClientRect().left >= 0"))
                .isTrue();
    }

    @Test
    void reachesTheSearchByAKeyAndTakesDroppedFiles() {
        show("/rules/new-to-nobody");
        browser.find("body").sendKeys("/");
        assertThat(browser.run("return document.activeElement.name")).isEqualTo("q");
        browser.run("document.activeElement.value = ''");
        browser.find("header input[name=q]").sendKeys("DescribeImages", Keys.ENTER);
        browser.waitForAddress(".*/search\\?q=DescribeImages");
        assertThat(browser.findAll(".rows a[href='" + EVENT + "']")).isNotEmpty();

        show("/runs/new");
        browser.run("""
                const data = new DataTransfer();
                data.items.add(new File(["{}"], "dropped.json"));
                document.querySelector(".drop").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true}));
                """);
        assertThat(browser.find(".drop output").getText()).isEqualTo("dropped.json");
        browser.complaints();
    }

    private List<String> pages() {
        return new ArrayList<>(List.of(
                "/",
                "/services",
                "/services?page=2",
                "/services/AWS-ecr",
                EVENT,
                "/services/AWS-ecr/events/_catch_all",
                "/rules",
                "/rules?vendor=splunk&severity=high",
                "/search?q=image",
                "/runs",
                "/rules/panther/AWS.ECR.CRUD?test=1",
                "/sources",
                "/sources/splunk",
                "/languages",
                "/languages/compare/failures-then-success",
                "/runs/new",
                runPath,
                runPath + "?verdict=fired&vendor=splunk",
                runPath + "/findings",
                runPath + "/findings/1",
                runPath + "/lost"));
    }

    /** Two of each vendor. */
    private List<String> rulePages() {
        show("/rules");
        Map<String, List<String>> byVendor = browser.findAll(".rows .head > a").stream()
                .map(each -> URI.create(Objects.requireNonNull(each.getDomProperty("href")))
                        .getRawPath())
                .collect(Collectors.groupingBy(path -> path.split("/", -1)[2]));
        return byVendor.values().stream()
                .flatMap(paths -> paths.stream().limit(2))
                .toList();
    }

    private String upload(Path log) {
        browser.width(1280);
        show("/runs/new");
        browser.find("#logs").sendKeys(log.toString());
        browser.find("form.upload button[type=submit]").click();
        browser.waitForAddress(".*/runs/\\d+");
        return URI.create(browser.address()).getPath();
    }

    private static Path sample(Path folder) throws IOException {
        try (InputStream log = Objects.requireNonNull(
                PagesBrowserTest.class.getResourceAsStream("/catalog/samples/ecr-cloudtrail.ndjson"))) {
            Path file = folder.resolve("ecr-cloudtrail.ndjson");
            Files.copy(log, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        }
    }

    private void show(String path) {
        browser.open(root.resolve(path).toString());
    }

    private long overflow() {
        return (Long) browser.run(
                "return Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)");
    }
}
