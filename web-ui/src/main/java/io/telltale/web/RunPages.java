package io.telltale.web;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.telltale.catalog.LogUpload;
import io.telltale.catalog.RunService;
import io.telltale.catalog.view.FindingView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RunView;
import io.telltale.catalog.view.VerdictView;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The pages of runs: their list, the upload, what each rule said, what was found and why. */
@Path("/runs")
@Blocking
@Produces(MediaType.TEXT_HTML)
public class RunPages {
    private static final int VERDICTS_ON_A_PAGE = 100;
    private static final int FINDINGS_OF_A_RUN = 20;

    private final RunService service;

    @Inject
    RunPages(RunService service) {
        this.service = service;
    }

    @GET
    @Operation(hidden = true)
    public TemplateInstance runs(@QueryParam("page") @DefaultValue("1") String page) {
        return Templates.runs(service.runs(PageNumbers.request(page)), ListAddress.of("/runs"));
    }

    @GET
    @Path("new")
    @Operation(hidden = true)
    public TemplateInstance form() {
        return Templates.newRun("", "", "");
    }

    /** Runs the rules over the uploaded files and leads to the run; shows the form again where it cannot. */
    @POST
    @Path("new")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Response upload(
            @RestForm("logs") List<FileUpload> logs,
            @RestForm("name") @DefaultValue("") String name,
            @RestForm("parameters") @DefaultValue("") String parameters,
            @HeaderParam("Sec-Fetch-Site") @DefaultValue("") String from) {
        refuseOtherSites(from);
        List<LogUpload> uploads = logs.stream()
                .filter(each -> !each.fileName().isEmpty())
                .map(each -> new LogUpload(each.fileName(), each.uploadedFile()))
                .toList();
        if (uploads.isEmpty()) {
            return again("Choose at least one log file.", name, parameters);
        }
        Map<String, String> given;
        try {
            given = ParameterLines.read(parameters);
        } catch (IllegalArgumentException unreadable) {
            return again(String.valueOf(unreadable.getMessage()), name, parameters);
        }
        long id = service.start(name.strip(), uploads, given);
        return Response.seeOther(URI.create("/runs/" + id)).build();
    }

    @GET
    @Path("{id: [0-9]{1,18}}")
    @Operation(hidden = true)
    public TemplateInstance run(
            @PathParam("id") long id,
            @QueryParam("verdict") @DefaultValue("") String verdict,
            @QueryParam("vendor") @DefaultValue("") String vendor,
            @QueryParam("page") @DefaultValue("1") String page) {
        RunView run = service.run(id).orElseThrow(NotFoundException::new);
        Page<VerdictView> verdicts = service.verdicts(
                        id, vendor, verdict, PageNumbers.request(page, VERDICTS_ON_A_PAGE))
                .orElseThrow(NotFoundException::new);
        Page<FindingView> findings =
                service.findings(id, new PageRequest(1, FINDINGS_OF_A_RUN)).orElseThrow(NotFoundException::new);
        ListAddress address =
                ListAddress.of("/runs/" + id).with("verdict", verdict).with("vendor", vendor);
        return Templates.run(run, verdict, vendor, verdicts, findings, address);
    }

    @GET
    @Path("{id: [0-9]{1,18}}/findings")
    @Operation(hidden = true)
    public TemplateInstance findings(
            @PathParam("id") long id,
            @QueryParam("vendor") @DefaultValue("") String vendor,
            @QueryParam("rule") @DefaultValue("") String rule,
            @QueryParam("page") @DefaultValue("1") String page) {
        RunView run = service.run(id).orElseThrow(NotFoundException::new);
        PageRequest wanted = PageNumbers.request(page);
        Page<FindingView> findings = (rule.isEmpty()
                        ? service.findings(id, wanted)
                        : service.findings(id, vendor, rule, wanted))
                .orElseThrow(NotFoundException::new);
        ListAddress address = ListAddress.of("/runs/" + id + "/findings")
                .with("vendor", vendor)
                .with("rule", rule);
        return Templates.findings(run, findings, vendor, rule, address);
    }

    @GET
    @Path("{id: [0-9]{1,18}}/findings/{n: [0-9]{1,18}}")
    @Operation(hidden = true)
    public TemplateInstance finding(@PathParam("id") long id, @PathParam("n") long n) {
        RunView run = service.run(id).orElseThrow(NotFoundException::new);
        return Templates.finding(run, service.explanation(id, n).orElseThrow(NotFoundException::new));
    }

    @GET
    @Path("{id: [0-9]{1,18}}/lost")
    @Operation(hidden = true)
    public TemplateInstance lost(@PathParam("id") long id, @QueryParam("page") @DefaultValue("1") String page) {
        RunView run = service.run(id).orElseThrow(NotFoundException::new);
        return Templates.lost(
                run,
                service.lost(id, PageNumbers.request(page)).orElseThrow(NotFoundException::new),
                ListAddress.of("/runs/" + id + "/lost"));
    }

    @POST
    @Path("{id: [0-9]{1,18}}/delete")
    @Operation(hidden = true)
    public Response delete(@PathParam("id") long id, @HeaderParam("Sec-Fetch-Site") @DefaultValue("") String from) {
        refuseOtherSites(from);
        if (!service.delete(id)) {
            throw new NotFoundException();
        }
        return Response.seeOther(URI.create("/runs")).build();
    }

    private static Response again(String problem, String name, String parameters) {
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(Templates.newRun(problem, name, parameters))
                .build();
    }

    /** Other sites' pages may post to this one through the reader's browser; the browser says so. */
    private static void refuseOtherSites(String from) {
        if (from.equals("cross-site")) {
            throw new ForbiddenException();
        }
    }
}
