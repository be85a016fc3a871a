package io.telltale.api.rest;

import io.smallrye.common.annotation.Blocking;
import io.telltale.catalog.CatalogQueries;
import io.telltale.catalog.view.SourceReport;
import io.telltale.catalog.view.SourceView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
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

    SourceResource(CatalogQueries catalog) {
        this.catalog = catalog;
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
}
