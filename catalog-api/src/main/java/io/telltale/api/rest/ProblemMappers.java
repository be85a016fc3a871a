package io.telltale.api.rest;

import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what goes wrong in the REST interface into problems; pages keep their own errors. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response http(WebApplicationException e, @Context UriInfo uri) {
        if (!uri.getPath().startsWith("/api/")) {
            return e.getResponse();
        }
        return Problem.response(e.getResponse().getStatus(), String.valueOf(e.getMessage()));
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException e) {
        return Problem.response(
                400,
                e.getConstraintViolations().stream()
                        .map(v -> v.getPropertyPath() + " " + v.getMessage())
                        .collect(Collectors.joining("; ")));
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e, @Context UriInfo uri) {
        LOG.errorf(e, "request to %s failed", uri.getPath());
        return Problem.response(500, "The server failed to answer; its log says why.");
    }
}
