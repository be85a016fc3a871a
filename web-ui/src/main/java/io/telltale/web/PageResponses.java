package io.telltale.web;

import io.quarkus.qute.TemplateInstance;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Answers people with a page where there is none to show, or trouble, and tells browsers what a page may load. */
public class PageResponses {
    private static final String ONLY_OURS = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final MediaType HTML = MediaType.TEXT_HTML_TYPE.withCharset("UTF-8");
    private static final String NOTHING_THERE = "{\"title\":\"Not Found\",\"status\":404}";

    /** Addresses that no resource answers to; those outside pages keep the answer that they have. */
    void missing(@Observes Router router) {
        router.errorHandler(404, unanswered -> {
            boolean page = isPage(unanswered.normalizedPath());
            unanswered
                    .response()
                    .setStatusCode(404)
                    .putHeader(HttpHeaders.CONTENT_TYPE, page ? HTML.toString() : "application/problem+json")
                    .putHeader("Content-Security-Policy", ONLY_OURS)
                    .end(page ? Templates.notFound().render() : NOTHING_THERE);
        });
    }

    @ServerResponseFilter
    public void complete(ContainerRequestContext request, ContainerResponseContext response) {
        if (!isPage(request.getUriInfo().getPath())) {
            return;
        }
        int status = response.getStatus();
        if (status >= 400 && !(response.getEntity() instanceof TemplateInstance)) {
            TemplateInstance answer = status == 404 ? Templates.notFound() : Templates.trouble(status);
            response.setEntity(answer.render(), new Annotation[0], HTML);
        }
        MediaType type = response.getMediaType();
        if (type != null && MediaType.TEXT_HTML_TYPE.isCompatible(type)) {
            response.getHeaders().putSingle("Content-Security-Policy", ONLY_OURS);
            response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
    }

    private static boolean isPage(String path) {
        return !path.startsWith("/api/") && !path.startsWith("/q/");
    }
}
