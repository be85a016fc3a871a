package io.telltale.catalog;

import io.telltale.catalog.view.EventSummary;
import io.telltale.catalog.view.EventView;
import io.telltale.catalog.view.HomeView;
import io.telltale.catalog.view.IndicatorFilter;
import io.telltale.catalog.view.IndicatorView;
import io.telltale.catalog.view.LanguageView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RuleFacets;
import io.telltale.catalog.view.RuleFilter;
import io.telltale.catalog.view.RuleSummary;
import io.telltale.catalog.view.RuleView;
import io.telltale.catalog.view.SearchHit;
import io.telltale.catalog.view.ServiceSummary;
import io.telltale.catalog.view.ServiceView;
import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SourceView;
import java.util.List;
import java.util.Optional;

/** Answers what pages and REST ask of the catalog. Read only; safe to call from many threads, which may block. */
public interface CatalogQueries {
    HomeView home();

    Page<ServiceSummary> services(PageRequest page);

    Optional<ServiceView> service(String id);

    /** A service's events, the catch-all first, then by name; empty where there is no such service. */
    Optional<Page<EventSummary>> events(String service, PageRequest page);

    Optional<EventView> event(String service, String name);

    /** Rules by title. */
    Page<RuleSummary> rules(RuleFilter filter, PageRequest page);

    /** What the rules that pass a filter could further be narrowed by. */
    RuleFacets facets(RuleFilter filter);

    Optional<RuleView> rule(String vendor, String id);

    /** Indicators, the most used on the event (or service) first. */
    Page<IndicatorView> indicators(IndicatorFilter filter, PageRequest page);

    /** Services, events, fields, rules and techniques that hold the words, best first. */
    Page<SearchHit> search(String words, PageRequest page);

    /** Where each vendor's rules come from, by the vendors' titles; vendors that were never imported too. */
    List<SourceView> sources();

    Optional<SourceView> source(String vendor);

    /** The report of the last import of a vendor's repository; empty where there was none. */
    Optional<SourceReport> sourceReport(String vendor);

    /** The rule languages by their titles: what of each runs, and what keeps rules on CloudTrail from running. */
    List<LanguageView> languages();

    /** Changes whenever the catalog does; for cache validation. */
    String version();
}
