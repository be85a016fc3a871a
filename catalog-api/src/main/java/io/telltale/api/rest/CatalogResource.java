package io.telltale.api.rest;

import io.smallrye.common.annotation.Blocking;
import io.telltale.catalog.CatalogQueries;
import io.telltale.catalog.view.EventSummary;
import io.telltale.catalog.view.EventView;
import io.telltale.catalog.view.IndicatorFilter;
import io.telltale.catalog.view.IndicatorView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RuleFilter;
import io.telltale.catalog.view.RuleSummary;
import io.telltale.catalog.view.RuleView;
import io.telltale.catalog.view.SearchHit;
import io.telltale.catalog.view.ServiceView;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Services, events, rules and indicators. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Catalog")
public class CatalogResource {
    private final CatalogQueries catalog;

    CatalogResource(CatalogQueries catalog) {
        this.catalog = catalog;
    }

    @GET
    @Path("services")
    @Operation(summary = "Services of the catalog")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Page.class)))
    public Response services(
            @RestQuery @DefaultValue("1") int page,
            @RestQuery @DefaultValue("50") int size,
            @Context Request request,
            @Context UriInfo uri) {
        PageRequest which = Answers.page(page, size);
        return cached(request, uri, () -> catalog.services(which));
    }

    @GET
    @Path("services/{id}")
    @Operation(summary = "A service and its events")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ServiceView.class)))
    @APIResponse(responseCode = "404", description = "No such service")
    public Response service(@RestPath String id, @Context Request request, @Context UriInfo uri) {
        return cached(request, uri, () -> Answers.found(catalog.service(id), "service " + id));
    }

    @GET
    @Path("services/{id}/events")
    @Operation(summary = "Events of a service, the catch-all first")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = EventSummary.class)))
    @APIResponse(responseCode = "404", description = "No such service")
    public Response events(
            @RestPath String id,
            @RestQuery @DefaultValue("1") int page,
            @RestQuery @DefaultValue("50") int size,
            @Context Request request,
            @Context UriInfo uri) {
        PageRequest which = Answers.page(page, size);
        return cached(request, uri, () -> Answers.found(catalog.events(id, which), "service " + id));
    }

    @GET
    @Path("services/{id}/events/{name}")
    @Operation(summary = "An event: fields, indicators, rules, an example")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = EventView.class)))
    @APIResponse(responseCode = "404", description = "No such event")
    public Response event(@RestPath String id, @RestPath String name, @Context Request request, @Context UriInfo uri) {
        return cached(
                request, uri, () -> Answers.found(catalog.event(id, name), "event " + name + " of service " + id));
    }

    @GET
    @Path("rules")
    @Operation(summary = "Rules, narrowed by any of the filters")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = RuleSummary.class)))
    public Response rules(
            @BeanParam RuleParameters parameters,
            @RestQuery @DefaultValue("1") int page,
            @RestQuery @DefaultValue("50") int size,
            @Context Request request,
            @Context UriInfo uri) {
        PageRequest which = Answers.page(page, size);
        RuleFilter filter = parameters.filter();
        return cached(request, uri, () -> catalog.rules(filter, which));
    }

    @GET
    @Path("rules/{vendor}/{id}")
    @Operation(summary = "A rule, taken apart")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = RuleView.class)))
    @APIResponse(responseCode = "404", description = "No such rule")
    public Response rule(@RestPath String vendor, @RestPath String id, @Context Request request, @Context UriInfo uri) {
        return cached(request, uri, () -> Answers.found(catalog.rule(vendor, id), "rule " + vendor + "/" + id));
    }

    @GET
    @Path("indicators")
    @Operation(
            summary = "Indicators: what rules look for, with both counts and the rules behind them",
            description = "eventRules counts the rules attached to the event that use the indicator, split by how they"
                    + " are attached; corpusRules counts all rules that use it, and vendors are theirs. A field may be given as it is"
                    + " here, by its path in a record, or by a vendor's name for it.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = IndicatorView.class)))
    public Response indicators(
            @RestQuery @DefaultValue("") String service,
            @RestQuery @DefaultValue("") String event,
            @RestQuery @DefaultValue("") String field,
            @RestQuery @DefaultValue("") String kind,
            @RestQuery @DefaultValue("") String value,
            @RestQuery @DefaultValue("") String vendor,
            @RestQuery @DefaultValue("1") int page,
            @RestQuery @DefaultValue("50") int size,
            @Context Request request,
            @Context UriInfo uri) {
        PageRequest which = Answers.page(page, size);
        var filter = new IndicatorFilter(service, event, field, kind, value, vendor);
        return cached(request, uri, () -> catalog.indicators(filter, which));
    }

    @GET
    @Path("search")
    @Operation(summary = "Services, events, fields, rules and techniques that hold the words, best first")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SearchHit.class)))
    @APIResponse(responseCode = "400", description = "No words")
    public Response search(
            @RestQuery @DefaultValue("") String q,
            @RestQuery @DefaultValue("1") int page,
            @RestQuery @DefaultValue("50") int size,
            @Context Request request,
            @Context UriInfo uri) {
        if (q.isBlank()) {
            throw new BadRequestException("q holds the words to search for");
        }
        PageRequest which = Answers.page(page, size);
        return cached(request, uri, () -> catalog.search(q, which));
    }

    private Response cached(Request request, UriInfo uri, Supplier<?> entity) {
        return Answers.cached(request, catalog.version(), uri.getRequestUri().toString(), entity);
    }
}
