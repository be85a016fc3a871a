package io.telltale.api.rest;

import io.telltale.catalog.view.RuleFilter;
import jakarta.ws.rs.DefaultValue;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** The query parameters that narrow a list of rules, as the API documents them. */
public final class RuleParameters {
    @Parameter(description = "Words in title, description, id or text")
    @RestQuery
    @DefaultValue("")
    String text = "";

    @RestQuery
    @DefaultValue("")
    String vendor = "";

    @RestQuery
    @DefaultValue("")
    String service = "";

    @RestQuery
    @DefaultValue("")
    String event = "";

    @Parameter(description = "With service or event: pinned, listed, resolved or catch-all")
    @RestQuery
    @DefaultValue("")
    String attachment = "";

    @Parameter(description = "An ATT&CK id; its sub-techniques count too")
    @RestQuery
    @DefaultValue("")
    String technique = "";

    @RestQuery
    @DefaultValue("")
    String severity = "";

    @Parameter(description = "detection, hunting, correlation or forwarded")
    @RestQuery
    @DefaultValue("")
    String kind = "";

    @RestQuery
    @DefaultValue("")
    String language = "";

    @Parameter(description = "What the rule reads, such as aws.cloudtrail")
    @RestQuery
    @DefaultValue("")
    String log = "";

    @Parameter(description = "true or false")
    @RestQuery
    @DefaultValue("")
    String runnable = "";

    @Parameter(description = "runnable, waiting, failed, or not runnable, which takes the failed ones in")
    @RestQuery
    @DefaultValue("")
    String readiness = "";

    @Parameter(description = "What keeps the rule from running")
    @RestQuery
    @DefaultValue("")
    String construct = "";

    @Parameter(description = "With indicatorKind, value and negated: only rules that use this indicator")
    @RestQuery
    @DefaultValue("")
    String field = "";

    @RestQuery
    @DefaultValue("")
    String indicatorKind = "";

    @RestQuery
    @DefaultValue("")
    String value = "";

    @Parameter(description = "true or false")
    @RestQuery
    @DefaultValue("")
    String negated = "";

    RuleFilter filter() {
        return new RuleFilter(
                text,
                vendor,
                service,
                event,
                attachment,
                technique,
                severity,
                kind,
                language,
                log,
                runnable,
                readiness,
                construct,
                field,
                indicatorKind,
                value,
                negated);
    }
}
