package io.telltale.web;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.telltale.catalog.CatalogQueries;
import io.telltale.catalog.SourceService;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages of the vendors' repositories: what was imported from them, and a way to fetch them again. */
@Path("/sources")
@Blocking
@Produces(MediaType.TEXT_HTML)
public class SourcePages {
    private final CatalogQueries catalog;
    private final SourceService sources;

    @Inject
    SourcePages(CatalogQueries catalog, SourceService sources) {
        this.catalog = catalog;
        this.sources = sources;
    }

    @GET
    @Operation(hidden = true)
    public TemplateInstance sources() {
        return Templates.sources(catalog.sources());
    }

    @GET
    @Path("{vendor}")
    @Operation(hidden = true)
    public TemplateInstance source(@PathParam("vendor") String vendor) {
        return Templates.source(
                catalog.source(vendor).orElseThrow(NotFoundException::new),
                catalog.sourceReport(vendor),
                sources.lastSync(vendor));
    }

    /** Begins to fetch and import a vendor's repository, and leads to its page, which tells how far that has come. */
    @POST
    @Path("{vendor}/sync")
    @Operation(hidden = true)
    public Response sync(
            @PathParam("vendor") String vendor, @HeaderParam("Sec-Fetch-Site") @DefaultValue("") String from) {
        if (from.equals("cross-site")) {
            throw new ForbiddenException();
        }
        if (sources.sync(vendor).isEmpty()) {
            throw new NotFoundException();
        }
        return Response.seeOther(URI.create("/sources/" + PageText.segment(vendor)))
                .build();
    }
}
