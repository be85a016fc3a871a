package io.telltale.api.rest;

import io.smallrye.common.annotation.Blocking;
import io.telltale.catalog.LogUpload;
import io.telltale.catalog.RunService;
import io.telltale.catalog.view.ExplanationView;
import io.telltale.catalog.view.FindingView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.RunView;
import io.telltale.catalog.view.VerdictView;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Runs of the catalogued rules over uploaded logs. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Runs")
public class RunResource {
    private final RunService runs;

    RunResource(RunService runs) {
        this.runs = runs;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            summary = "Upload logs and run the rules on them",
            description = "Each file is a JSON array, {\"Records\":[…]} or NDJSON; plain, gzipped, or in a zip. A raw"
                    + " body of any other content type is taken as one log, named by the query parameter name.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "400", description = "No file in the form")
    public Response upload(@RestForm(FileUpload.ALL) List<FileUpload> files, @RestQuery @DefaultValue("") String name) {
        if (files == null || files.isEmpty()) {
            throw new BadRequestException("The form holds no file.");
        }
        return created(runs.start(
                name,
                files.stream()
                        .map(file -> new LogUpload(file.fileName(), file.uploadedFile()))
                        .toList(),
                Map.of()));
    }

    @POST
    @Operation(hidden = true)
    public Response body(InputStream body, @RestQuery @DefaultValue("") String name) throws IOException {
        // A raw body is kept on disk while it is read, as multipart files are, so that neither is held in memory.
        java.nio.file.Path kept = Files.createTempFile("telltale-upload", ".log");
        try {
            if (body == null || Files.copy(body, kept, StandardCopyOption.REPLACE_EXISTING) == 0) {
                throw new BadRequestException("The body is empty.");
            }
            String called = name.isBlank() ? "upload" : name;
            return created(runs.start(called, List.of(new LogUpload(called, kept)), Map.of()));
        } finally {
            Files.deleteIfExists(kept);
        }
    }

    @GET
    @Operation(summary = "Runs, newest first")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = RunView.class)))
    public Page<RunView> runs(@RestQuery @DefaultValue("1") int page, @RestQuery @DefaultValue("50") int size) {
        return runs.runs(Answers.page(page, size));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A run: its counts and its lost records")
    @APIResponse(responseCode = "404", description = "No such run")
    public RunView run(@RestPath long id) {
        return Answers.found(runs.run(id), "run " + id);
    }

    @GET
    @Path("{id}/verdicts")
    @Operation(summary = "A verdict on every rule, fired ones first")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = VerdictView.class)))
    @APIResponse(responseCode = "404", description = "No such run")
    public Page<VerdictView> verdicts(
            @RestPath long id,
            @RestQuery @DefaultValue("") String vendor,
            @RestQuery @DefaultValue("") String verdict,
            @RestQuery @DefaultValue("1") int page,
            @RestQuery @DefaultValue("50") int size) {
        return Answers.found(runs.verdicts(id, vendor, verdict, Answers.page(page, size)), "run " + id);
    }

    @GET
    @Path("{id}/findings")
    @Operation(summary = "What the rules found; with vendor and rule, what one rule found")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FindingView.class)))
    @APIResponse(responseCode = "404", description = "No such run")
    public Page<FindingView> findings(
            @RestPath long id,
            @RestQuery @DefaultValue("") String vendor,
            @RestQuery @DefaultValue("") String rule,
            @RestQuery @DefaultValue("1") int page,
            @RestQuery @DefaultValue("50") int size) {
        var which = Answers.page(page, size);
        if (vendor.isEmpty() != rule.isEmpty()) {
            throw new BadRequestException("vendor and rule go together");
        }
        return Answers.found(
                vendor.isEmpty() ? runs.findings(id, which) : runs.findings(id, vendor, rule, which), "run " + id);
    }

    @GET
    @Path("{id}/findings/{n}/explanation")
    @Operation(summary = "Why the rule fired: its stages and predicates on the finding's events")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ExplanationView.class)))
    @APIResponse(responseCode = "404", description = "No such run or finding")
    public ExplanationView explanation(@RestPath long id, @RestPath long n) {
        return Answers.found(runs.explanation(id, n), "finding " + n + " in run " + id);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Forget a run")
    @APIResponse(responseCode = "204", description = "Forgotten")
    @APIResponse(responseCode = "404", description = "No such run")
    public void delete(@RestPath long id) {
        if (!runs.delete(id)) {
            throw new NotFoundException("There is no run " + id + ".");
        }
    }

    private Response created(long id) {
        return Response.created(URI.create("/api/v1/runs/" + id))
                .entity(Answers.found(runs.run(id), "run " + id))
                .build();
    }
}
