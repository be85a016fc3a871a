package io.telltale.web;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.telltale.catalog.CatalogQueries;
import io.telltale.catalog.Comparisons;
import io.telltale.catalog.RuleExamination;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RuleFilter;
import io.telltale.catalog.view.RuleTestView;
import io.telltale.catalog.view.RuleView;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages that show the catalog: home, services, events, rules, search. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
public class CatalogPages {
    private static final List<String> INDICATOR = List.of("field", "indicatorKind", "value", "negated");

    private final CatalogQueries catalog;
    private final RuleExamination examination;
    private final Comparisons comparisons;

    @Inject
    CatalogPages(CatalogQueries catalog, RuleExamination examination, Comparisons comparisons) {
        this.catalog = catalog;
        this.examination = examination;
        this.comparisons = comparisons;
    }

    @GET
    @Operation(hidden = true)
    public TemplateInstance home() {
        return Templates.home(catalog.home());
    }

    @GET
    @Path("services")
    @Operation(hidden = true)
    public TemplateInstance services(@QueryParam("page") @DefaultValue("1") String page) {
        return Templates.services(catalog.services(PageNumbers.request(page)), ListAddress.of("/services"));
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
    public TemplateInstance rules(@Context UriInfo uri, @QueryParam("page") @DefaultValue("1") String page) {
        RuleFilter filter = RuleFilter.of(uri.getQueryParameters()::getFirst);
        ListAddress address = new ListAddress("/rules", filter.parameters());
        List<ListAddress.Narrowing> narrowings = narrowings(filter, address);
        return Templates.rules(
                catalog.rules(filter, PageNumbers.request(page)), catalog.facets(filter), filter, narrowings, address);
    }

    @GET
    @Path("rules/{vendor}/{id: .+}")
    @Operation(hidden = true)
    public TemplateInstance rule(
            @PathParam("vendor") String vendor,
            @PathParam("id") String id,
            @QueryParam("test") @DefaultValue("") String test) {
        RuleView rule = catalog.rule(vendor, id).orElseThrow(NotFoundException::new);
        return Templates.rule(rule, examination.lint(vendor, id).orElse(List.of()), tests(vendor, id, test));
    }

    /** The results of the tests that the address asks for: all of them, the one of a number, or none. */
    private List<RuleTestView> tests(String vendor, String id, String wanted) {
        if (wanted.equals("all")) {
            return examination.tests(vendor, id).orElse(List.of());
        }
        return wanted.matches("[1-9][0-9]{0,4}")
                ? examination.test(vendor, id, Integer.parseInt(wanted)).stream()
                        .toList()
                : List.of();
    }

    @GET
    @Path("languages")
    @Operation(hidden = true)
    public TemplateInstance languages() {
        return Templates.languages(catalog.languages(), comparisons.all());
    }

    /** The comparisons are listed with the languages. */
    @GET
    @Path("languages/compare")
    @Operation(hidden = true)
    public Response comparisons() {
        return Response.seeOther(URI.create("/languages#comparisons")).build();
    }

    @GET
    @Path("languages/compare/{id}")
    @Operation(hidden = true)
    public TemplateInstance comparison(@PathParam("id") String id) {
        return Templates.comparison(comparisons.comparison(id).orElseThrow(NotFoundException::new));
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
}
