package io.telltale.api.rest;

import io.telltale.catalog.view.PageRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/** What the resources share: validators for caches, pages, and answers about what is not there. */
final class Answers {
    private Answers() {}

    /** The entity with an entity tag of the catalog's version and the address, or 304 where the client has it. */
    static Response cached(Request request, String version, String address, Supplier<?> entity) {
        EntityTag tag = tag(version, address);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged == null
                ? Response.ok(entity.get()).tag(tag).build()
                : unchanged.tag(tag).build();
    }

    static PageRequest page(int page, int size) {
        if (page < 1) {
            throw new BadRequestException("page counts from 1, not " + page);
        }
        if (size < 1 || size > PageRequest.MAX_SIZE) {
            throw new BadRequestException("size is between 1 and " + PageRequest.MAX_SIZE + ", not " + size);
        }
        return new PageRequest(page, size);
    }

    static <T> T found(Optional<T> entity, String what) {
        return entity.orElseThrow(() -> new NotFoundException("There is no " + what + "."));
    }

    private static EntityTag tag(String version, String address) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((version + "\n" + address).getBytes(StandardCharsets.UTF_8));
            return new EntityTag(HexFormat.of().formatHex(digest, 0, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
