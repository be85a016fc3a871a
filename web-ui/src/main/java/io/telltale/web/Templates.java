package io.telltale.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.telltale.catalog.view.ComparisonView;
import io.telltale.catalog.view.EventView;
import io.telltale.catalog.view.ExplanationView;
import io.telltale.catalog.view.FindingView;
import io.telltale.catalog.view.HomeView;
import io.telltale.catalog.view.LanguageView;
import io.telltale.catalog.view.LintView;
import io.telltale.catalog.view.LostView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.RuleFacets;
import io.telltale.catalog.view.RuleFilter;
import io.telltale.catalog.view.RuleSummary;
import io.telltale.catalog.view.RuleTestView;
import io.telltale.catalog.view.RuleView;
import io.telltale.catalog.view.RunView;
import io.telltale.catalog.view.SearchHit;
import io.telltale.catalog.view.ServiceSummary;
import io.telltale.catalog.view.ServiceView;
import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SourceView;
import io.telltale.catalog.view.SyncView;
import io.telltale.catalog.view.VerdictView;
import java.util.List;
import java.util.Optional;

/** The pages' templates and what each is made from; the build checks the one against the other. */
@CheckedTemplate(basePath = "")
final class Templates {
    private Templates() {}

    static native TemplateInstance home(HomeView home);

    static native TemplateInstance services(Page<ServiceSummary> services, ListAddress address);

    static native TemplateInstance service(ServiceView service);

    static native TemplateInstance event(EventView event);

    static native TemplateInstance rules(
            Page<RuleSummary> rules,
            RuleFacets facets,
            RuleFilter filter,
            List<ListAddress.Narrowing> narrowings,
            ListAddress address);

    /**
     * A rule.
     *
     * @param lint what would make it silently dead
     * @param results of the tests that were asked for
     */
    static native TemplateInstance rule(RuleView view, List<LintView> lint, List<RuleTestView> results);

    static native TemplateInstance sources(List<SourceView> sources);

    static native TemplateInstance source(SourceView source, Optional<SourceReport> imported, Optional<SyncView> sync);

    static native TemplateInstance languages(List<LanguageView> languages, List<ComparisonView> comparisons);

    static native TemplateInstance comparison(ComparisonView view);

    static native TemplateInstance search(String query, Page<SearchHit> hits, ListAddress address);

    static native TemplateInstance runs(Page<RunView> runs, ListAddress address);

    static native TemplateInstance newRun(String problem, String name, String parameters);

    static native TemplateInstance run(
            RunView run,
            String verdict,
            String vendor,
            Page<VerdictView> verdicts,
            Page<FindingView> findings,
            ListAddress address);

    static native TemplateInstance findings(
            RunView run, Page<FindingView> findings, String vendor, String rule, ListAddress address);

    static native TemplateInstance lost(RunView run, Page<LostView> lost, ListAddress address);

    static native TemplateInstance finding(RunView run, ExplanationView view);

    static native TemplateInstance notFound();

    static native TemplateInstance trouble(int status);
}
