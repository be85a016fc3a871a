package io.telltale.api.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * An error as the interface tells it (RFC 9457).
 *
 * @param type always {@code about:blank}: the status says the kind
 * @param title the status in words
 * @param detail what was wrong with this request
 */
public record Problem(String type, String title, int status, String detail) {
    static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    static Response response(int status, String detail) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        return Response.status(status)
                .type(MEDIA_TYPE)
                .entity(new Problem("about:blank", title, status, detail))
                .build();
    }
}
