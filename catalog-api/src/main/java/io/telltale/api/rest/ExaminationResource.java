package io.telltale.api.rest;

import io.smallrye.common.annotation.Blocking;
import io.telltale.catalog.CatalogQueries;
import io.telltale.catalog.Comparisons;
import io.telltale.catalog.RuleExamination;
import io.telltale.catalog.view.ComparisonView;
import io.telltale.catalog.view.LanguageView;
import io.telltale.catalog.view.LintView;
import io.telltale.catalog.view.RuleTestView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Rules put to the test: their vendors' own tests, their faults, and what of their languages runs. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Catalog")
public class ExaminationResource {
    private final RuleExamination examination;
    private final CatalogQueries catalog;
    private final Comparisons comparisons;

    ExaminationResource(RuleExamination examination, CatalogQueries catalog, Comparisons comparisons) {
        this.examination = examination;
        this.catalog = catalog;
        this.comparisons = comparisons;
    }

    @GET
    @Path("rules/{vendor}/{id}/tests")
    @Operation(summary = "The vendor's own tests of a rule, run")
    @APIResponse(responseCode = "404", description = "No such rule")
    public List<RuleTestView> tests(@RestPath String vendor, @RestPath String id) {
        return Answers.found(examination.tests(vendor, id), "rule " + vendor + "/" + id);
    }

    @GET
    @Path("rules/{vendor}/{id}/tests/{number}")
    @Operation(summary = "One of the vendor's own tests of a rule, counted from 1, run and explained")
    @APIResponse(responseCode = "404", description = "No such rule or test")
    public RuleTestView test(@RestPath String vendor, @RestPath String id, @RestPath int number) {
        return Answers.found(examination.test(vendor, id, number), "test " + number + " of rule " + vendor + "/" + id);
    }

    @GET
    @Path("rules/{vendor}/{id}/lint")
    @Operation(summary = "What would make a rule silently dead")
    @APIResponse(responseCode = "404", description = "No such rule")
    public List<LintView> lint(@RestPath String vendor, @RestPath String id) {
        return Answers.found(examination.lint(vendor, id), "rule " + vendor + "/" + id);
    }

    @GET
    @Path("comparisons")
    @Operation(summary = "Detections written in each language, with what each makes of the same events")
    public List<ComparisonView> comparisons() {
        return comparisons.all();
    }

    @GET
    @Path("comparisons/{id}")
    @Operation(summary = "One detection, written in each language")
    @APIResponse(responseCode = "404", description = "No such comparison")
    public ComparisonView comparison(@RestPath String id) {
        return Answers.found(comparisons.comparison(id), "comparison " + id);
    }

    @GET
    @Path("languages")
    @Operation(summary = "Rule languages: what of each runs, and what keeps the catalog's rules from running")
    public List<LanguageView> languages() {
        return catalog.languages();
    }
}
