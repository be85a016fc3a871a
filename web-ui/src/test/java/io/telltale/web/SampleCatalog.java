package io.telltale.web;

import io.telltale.catalog.CatalogQueries;
import io.telltale.catalog.view.AttachedRule;
import io.telltale.catalog.view.EventSummary;
import io.telltale.catalog.view.EventView;
import io.telltale.catalog.view.Facet;
import io.telltale.catalog.view.FieldView;
import io.telltale.catalog.view.HomeView;
import io.telltale.catalog.view.IndicatorFilter;
import io.telltale.catalog.view.IndicatorView;
import io.telltale.catalog.view.LanguageView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RuleFacets;
import io.telltale.catalog.view.RuleFilter;
import io.telltale.catalog.view.RuleGroup;
import io.telltale.catalog.view.RuleRef;
import io.telltale.catalog.view.RuleSummary;
import io.telltale.catalog.view.RuleView;
import io.telltale.catalog.view.SearchHit;
import io.telltale.catalog.view.ServiceRef;
import io.telltale.catalog.view.ServiceSummary;
import io.telltale.catalog.view.ServiceView;
import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SourceView;
import io.telltale.catalog.view.VendorSummary;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalog of one service, one event and one rule, made by hand. */
@ApplicationScoped
public class SampleCatalog implements CatalogQueries {
    static final String BODY = """
            `cloudtrail` eventSource=ecr.amazonaws.com eventName=PutImage
            | search NOT `aws_ecr_users`
            | stats count min(_time) as firstTime by user, requestParameters.repositoryName
            """;

    static final RuleSummary RULE = new RuleSummary(
            "splunk",
            "Splunk",
            "a-rule",
            "An image is <pushed>",
            "Finds pushes by those who should not push.",
            "detection",
            "high",
            "production",
            true,
            "spl",
            "waiting",
            "waiting for aws_ecr_users",
            List.of("T1204.003"),
            "javascript:alert(1)");

    private static final ServiceRef SERVICE =
            new ServiceRef("AWS-ecr", "Amazon Elastic Container Registry (ECR)", "aws", "ecr.amazonaws.com");
    private static final EventSummary EVENT =
            new EventSummary("AWS-ecr", "PutImage", "write", "Writes the manifest of an image.", 3, false);

    @Override
    public HomeView home() {
        return new HomeView(
                300,
                59,
                24,
                22,
                61,
                1,
                services(PageRequest.FIRST).items(),
                List.of(new VendorSummary("splunk", "Splunk", 7, 5)),
                List.of(SampleRuns.RUN));
    }

    @Override
    public Page<ServiceSummary> services(PageRequest page) {
        return page(List.of(new ServiceSummary(
                SERVICE.id(), SERVICE.title(), "aws", SERVICE.eventSource(), "Keeps container images.", 59, 24)));
    }

    @Override
    public Optional<ServiceView> service(String id) {
        return Optional.of(new ServiceView(
                        SERVICE.id(),
                        SERVICE.title(),
                        "aws",
                        SERVICE.eventSource(),
                        "eventName",
                        "Keeps container images.",
                        "https://docs.aws.amazon.com/ecr/",
                        59,
                        24,
                        List.of(
                                new EventSummary("AWS-ecr", "_catch_all", "", "Everything else.", 1, true),
                                EVENT,
                                new EventSummary(
                                        "AWS-ecr", "GetLifecyclePolicy", "read", "Reads a policy.", 0, false))))
                .filter(each -> each.id().equals(id));
    }

    @Override
    public Optional<Page<EventSummary>> events(String service, PageRequest page) {
        return Optional.of(page(List.of(EVENT)));
    }

    @Override
    public Optional<EventView> event(String service, String name) {
        IndicatorView indicator = new IndicatorView(
                "aws::eventName",
                "eq",
                "PutImage",
                false,
                false,
                new IndicatorView.EventRules(7, 4, 2, 1),
                9,
                List.of("panther", "splunk"),
                List.of(new RuleRef("splunk", "a-rule", "An image is <pushed>", "pinned")),
                new IndicatorView.Links("/api/v1/rules", "/api/v1/rules"));
        return Optional.of(new EventView(
                        SERVICE,
                        "PutImage",
                        "write",
                        "Writes the manifest of an image and its tag.",
                        false,
                        List.of(
                                new FieldView("eventName", "string", "The operation.", "provider"),
                                new FieldView(
                                        "requestParameters.imageTag", "string", "The tag that is pushed.", "event")),
                        List.of(indicator),
                        3,
                        List.of(new RuleGroup(
                                "splunk",
                                "Splunk",
                                List.of(new AttachedRule(RULE, "pinned", "It names the source and the event.")))),
                        "{\n  \"eventName\": \"PutImage\"\n}",
                        List.of("https://docs.aws.amazon.com/ecr/put-image")))
                .filter(each -> each.name().equals(name));
    }

    @Override
    public Page<RuleSummary> rules(RuleFilter filter, PageRequest page) {
        return new Page<>(filter.vendor().equals("nobody") ? List.of() : List.of(RULE), 120, page.page(), page.size());
    }

    @Override
    public RuleFacets facets(RuleFilter filter) {
        return new RuleFacets(
                List.of(new Facet("splunk", "Splunk", 7)),
                List.of(new Facet("AWS-ecr", "ECR", 24)),
                List.of(new Facet("high", "high", 3)),
                List.of(new Facet("spl", "SPL", 7)),
                List.of(),
                List.of(new Facet("T1204.003", "T1204.003 Malicious Image", 2)),
                List.of(new Facet("runnable", "runnable", 22)),
                List.of(new Facet("aws.cloudtrail", "aws.cloudtrail", 20)));
    }

    @Override
    public Optional<RuleView> rule(String vendor, String id) {
        return Optional.of(new RuleView(
                        RULE,
                        "An author",
                        "aws.cloudtrail",
                        "detections/cloud/a_rule.yml",
                        "PT1H over PT2H",
                        List.of("user"),
                        List.of("https://example.org/why", "no address"),
                        List.of(new RuleView.Technique("T1204.003", "Malicious Image")),
                        List.of(new RuleView.Tactic("TA0002", "Execution", "execution")),
                        List.of(new RuleView.EventCoverage(
                                "aws", "AWS-ecr", "ECR", "PutImage", "pinned", "It names the source and the event.")),
                        List.of(new RuleView.RelatedRule("panther", "AWS.ECR.CRUD", "ECR calls", "medium", 1)),
                        "SPL",
                        BODY,
                        List.of(
                                new RuleView.StageText("filter", "eventSource = 'ecr.amazonaws.com'", 13, 61),
                                new RuleView.StageText("aggregate", "count() by user", 92, 120)),
                        List.of(
                                new RuleView.PredicateCount(
                                        "aws::eventName", "eq", "PutImage", false, true, 9, List.of("splunk"), 43, 61),
                                new RuleView.PredicateCount(
                                        "aws::errorCode", "exists", "", true, true, 5, List.of("splunk"), 0, 0),
                                new RuleView.PredicateCount(
                                        "count", "gt", "10", false, true, 1, List.of("splunk"), 0, 0)),
                        List.of(new RuleView.Exclusion("aws::userIdentity.userName", "in", List.of("ci", "cd"))),
                        List.of("aws::eventName", "aws::eventSource"),
                        List.of(new RuleView.OutputField("firstTime", "aggregate")),
                        List.of(new RuleView.ParameterValue("aws_ecr_users", "macro", "", "", false)),
                        List.of(),
                        List.of(new RuleView.TestCase("a push", true, "{\n  \"eventName\": \"PutImage\"\n}")),
                        List.of(new RuleView.Revision(1, "abc", "2026-01-05T10:00:00Z"))))
                .filter(each -> vendor.equals("splunk") && id.equals("a-rule"));
    }

    @Override
    public Page<IndicatorView> indicators(IndicatorFilter filter, PageRequest page) {
        return page(List.of());
    }

    @Override
    public Page<SearchHit> search(String words, PageRequest page) {
        return page(
                words.equals("nothing")
                        ? List.of()
                        : List.of(new SearchHit(
                                "event", "PutImage", "/services/AWS-ecr/events/PutImage", "Writes an image", "ECR")));
    }

    @Override
    public List<SourceView> sources() {
        return List.of(new SourceView(
                "splunk",
                "Splunk",
                "https://git.example/security_content.git",
                "develop",
                "Apache-2.0",
                "0123456789abcdef0123456789abcdef01234567",
                "2026-01-05T10:00:00Z",
                2_400,
                2_100,
                2_101,
                3,
                new SourceView.CloudTrailRules(60, 52, 3, 5),
                List.of(new SourceView.ConstructCount("command <mstats>", 4)),
                1));
    }

    @Override
    public Optional<SourceView> source(String vendor) {
        return sources().stream()
                .filter(source -> source.vendor().equals(vendor))
                .findFirst();
    }

    @Override
    public Optional<SourceReport> sourceReport(String vendor) {
        return source(vendor)
                .map(source -> new SourceReport(
                        vendor,
                        source.commit(),
                        source.imported(),
                        41_000,
                        2_400,
                        2_100,
                        2_090,
                        4,
                        6,
                        3,
                        source.cloudtrail(),
                        Map.of("command <mstats>", 4),
                        List.of(new SourceReport.FileError("detections/broken.yml", 7, "expected a <mapping>"))));
    }

    @Override
    public List<LanguageView> languages() {
        return List.of(new LanguageView(
                "spl",
                "SPL",
                2_101,
                new SourceView.CloudTrailRules(60, 52, 3, 5),
                List.of(new LanguageView.ConstructGroup("command", List.of("eval", "stats"))),
                List.of(new LanguageView.Missing("command <mstats>", "splunk", "Splunk", 4))));
    }

    @Override
    public String version() {
        return "1";
    }

    static <T> Page<T> page(List<T> items) {
        return new Page<>(items, items.size(), 1, 50);
    }
}
