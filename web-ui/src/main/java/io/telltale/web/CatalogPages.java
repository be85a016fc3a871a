package io.telltale.web;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.telltale.catalog.CatalogQueries;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RuleFilter;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages that show the catalog: home, services, events, rules, search. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
public class CatalogPages {
    private static final List<String> INDICATOR = List.of("field", "indicatorKind", "value", "negated");

    private final CatalogQueries catalog;

    @Inject
    CatalogPages(CatalogQueries catalog) {
        this.catalog = catalog;
    }

    @GET
    @Operation(hidden = true)
    public TemplateInstance home() {
        return Templates.home(catalog.home());
    }

    @GET
    @Path("services/{id}")
    @Operation(hidden = true)
    public TemplateInstance service(@PathParam("id") String id) {
        return Templates.service(catalog.service(id).orElseThrow(NotFoundException::new));
    }

    @GET
    @Path("services/{id}/events/{name}")
    @Operation(hidden = true)
    public TemplateInstance event(@PathParam("id") String id, @PathParam("name") String name) {
        return Templates.event(catalog.event(id, name).orElseThrow(NotFoundException::new));
    }

    @GET
    @Path("rules")
    @Operation(hidden = true)
    public TemplateInstance rules(
            @QueryParam("vendor") @DefaultValue("") String vendor,
            @QueryParam("service") @DefaultValue("") String service,
            @QueryParam("event") @DefaultValue("") String event,
            @QueryParam("technique") @DefaultValue("") String technique,
            @QueryParam("severity") @DefaultValue("") String severity,
            @QueryParam("kind") @DefaultValue("") String kind,
            @QueryParam("language") @DefaultValue("") String language,
            @QueryParam("runnable") @DefaultValue("") String runnable,
            @QueryParam("text") @DefaultValue("") String text,
            @QueryParam("field") @DefaultValue("") String field,
            @QueryParam("indicatorKind") @DefaultValue("") String indicatorKind,
            @QueryParam("value") @DefaultValue("") String value,
            @QueryParam("negated") @DefaultValue("") String negated,
            @QueryParam("page") @DefaultValue("1") String page) {
        RuleFilter filter = new RuleFilter(
                vendor,
                service,
                event,
                technique,
                severity,
                kind,
                language,
                runnable,
                text.strip(),
                field,
                indicatorKind,
                value,
                negated);
        ListAddress address = new ListAddress("/rules", parameters(filter));
        List<ListAddress.Narrowing> narrowings = narrowings(filter, address);
        return Templates.rules(
                catalog.rules(filter, PageNumbers.request(page)), catalog.facets(filter), filter, narrowings, address);
    }

    @GET
    @Path("rules/{vendor}/{id: .+}")
    @Operation(hidden = true)
    public TemplateInstance rule(@PathParam("vendor") String vendor, @PathParam("id") String id) {
        return Templates.rule(catalog.rule(vendor, id).orElseThrow(NotFoundException::new));
    }

    @GET
    @Path("search")
    @Operation(hidden = true)
    public TemplateInstance search(
            @QueryParam("q") @DefaultValue("") String query, @QueryParam("page") @DefaultValue("1") String page) {
        String words = query.strip();
        PageRequest wanted = PageNumbers.request(page);
        return Templates.search(
                words, catalog.search(words, wanted), ListAddress.of("/search").with("q", words));
    }

    /** What narrows the list, an indicator taken as one. */
    private static List<ListAddress.Narrowing> narrowings(RuleFilter filter, ListAddress address) {
        boolean indicator = !filter.field().isEmpty() && !filter.indicatorKind().isEmpty();
        List<ListAddress.Narrowing> narrowings = new ArrayList<>();
        address.parameters().forEach((name, value) -> {
            if (!indicator || !INDICATOR.contains(name)) {
                narrowings.add(new ListAddress.Narrowing(name, value, address.without(name)));
            }
        });
        if (indicator) {
            ListAddress without = address;
            for (String name : INDICATOR) {
                without = without.without(name);
            }
            String negation = filter.negated().equals("true") ? "not " : "";
            String text = negation + filter.field() + " " + filter.indicatorKind() + " " + filter.value();
            narrowings.add(new ListAddress.Narrowing("indicator", text.strip(), without));
        }
        return narrowings;
    }

    private static Map<String, String> parameters(RuleFilter filter) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("text", filter.text());
        parameters.put("vendor", filter.vendor());
        parameters.put("service", filter.service());
        parameters.put("event", filter.event());
        parameters.put("technique", filter.technique());
        parameters.put("severity", filter.severity());
        parameters.put("kind", filter.kind());
        parameters.put("language", filter.language());
        parameters.put("runnable", filter.runnable());
        parameters.put("field", filter.field());
        parameters.put("indicatorKind", filter.indicatorKind());
        parameters.put("value", filter.value());
        parameters.put("negated", filter.negated());
        return parameters;
    }
}
