package io.telltale.api.rest;

import io.smallrye.common.annotation.Blocking;
import io.telltale.catalog.CatalogQueries;
import io.telltale.catalog.SourceService;
import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SourceView;
import io.telltale.catalog.view.SyncView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Vendors' repositories: where they are, what was imported from them, and what keeps their rules from running. */
@Path("/api/v1/sources")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Sources")
public class SourceResource {
    private final CatalogQueries catalog;
    private final SourceService sources;

    SourceResource(CatalogQueries catalog, SourceService sources) {
        this.catalog = catalog;
        this.sources = sources;
    }

    @GET
    @Operation(summary = "Where each vendor's rules come from")
    public List<SourceView> sources() {
        return catalog.sources();
    }

    @GET
    @Path("{vendor}")
    @Operation(summary = "Where a vendor's rules come from and what became of them")
    @APIResponse(responseCode = "404", description = "No such vendor")
    public SourceView source(@RestPath String vendor) {
        return Answers.found(catalog.source(vendor), "source " + vendor);
    }

    @GET
    @Path("{vendor}/report")
    @Operation(summary = "The report of the last import of a vendor's repository")
    @APIResponse(responseCode = "404", description = "No such vendor, or nothing was imported")
    public SourceReport report(@RestPath String vendor) {
        return Answers.found(catalog.sourceReport(vendor), "report on " + vendor);
    }

    @POST
    @Path("{vendor}/sync")
    @Operation(
            summary = "Fetch a vendor's repository and import it",
            description = "Answers at once; the address in Location tells how far it has come.")
    @APIResponse(
            responseCode = "202",
            description = "Begun, or going on already",
            content = @Content(schema = @Schema(implementation = SyncView.class)))
    @APIResponse(responseCode = "404", description = "No repository is known of such a vendor")
    public Response sync(@RestPath String vendor, @Context UriInfo uri) {
        SyncView sync = Answers.found(sources.sync(vendor), "repository of " + vendor);
        return Response.accepted(sync).location(uri.getAbsolutePath()).build();
    }

    @GET
    @Path("{vendor}/sync")
    @Operation(summary = "How far the last sync of a vendor's repository has come")
    @APIResponse(responseCode = "404", description = "None since the application started")
    public SyncView lastSync(@RestPath String vendor) {
        return Answers.found(sources.lastSync(vendor), "sync of " + vendor);
    }
}
