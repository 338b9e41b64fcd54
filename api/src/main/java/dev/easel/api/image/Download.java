package dev.easel.api.image;

import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that never changes under its tag, as it is sent to clients: whole, in part, or not at all
 * because they have it.
 *
 * @param type the media type
 * @param cache who may keep it, for how long
 */
record Download(Validators validators, String type, long sizeBytes, String cache) {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);

    /** Other users of one browser must not see it, so no shared cache may keep it. */
    static final String CACHE_FOR_EVER = "private, max-age=31536000, immutable";

    /** Gives bytes from a place on, at most so many; empty if there is no such file. */
    @FunctionalInterface
    interface Source {
        Optional<InputStream> open(long from, long bytesMax) throws IOException;
    }

    /**
     * @return whether that was the answer
     */
    static boolean sendNotModified(
            ServerRequest request, ServerResponse response, Validators validators, String cache) {
        if (!validators.areKnown(request.headers())) {
            return false;
        }
        name(response, validators, cache);
        response.status(Status.NOT_MODIFIED_304).send();
        return true;
    }

    void send(ServerRequest request, ServerResponse response, Source source) {
        if (sendNotModified(request, response, validators, cache)) {
            return;
        }
        if (Exchange.isHead(request)) {
            sendHead(response, source);
            return;
        }
        switch (validators.range(request.headers(), sizeBytes)) {
            case ByteRange.Whole() -> send(response, source, 0, sizeBytes);
            case ByteRange.Part part -> {
                var in = open(source, part.from(), part.bytes());
                response.status(Status.PARTIAL_CONTENT_206);
                response.header(
                        HeaderNames.CONTENT_RANGE,
                        "bytes " + part.from() + "-" + part.to() + "/" + sizeBytes);
                copy(response, in, part.bytes());
            }
            case ByteRange.Unsatisfiable() -> {
                response.header(HeaderNames.CONTENT_RANGE, "bytes */" + sizeBytes);
                throw ApiProblem.of(
                        Status.REQUESTED_RANGE_NOT_SATISFIABLE_416,
                        "RangeNotSatisfiable",
                        "The file has no such part.",
                        "It has " + sizeBytes + " bytes: ask for a part of them.");
            }
        }
    }

    private void send(ServerResponse response, Source source, long from, long bytes) {
        copy(response, open(source, from, bytes), bytes);
    }

    /** Before anything is sent, so that trouble is still an answer of its own. */
    private static InputStream open(Source source, long from, long bytes) {
        try {
            return source.open(from, bytes).orElseThrow(Download::hasGone);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** As for the whole file, whatever range is asked for: only GET has ranges. */
    private void sendHead(ServerResponse response, Source source) {
        try (var _ = open(source, 0, sizeBytes)) {
            describe(response, sizeBytes);
            response.send();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private void describe(ServerResponse response, long bytes) {
        name(response, validators, cache);
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.contentLength(bytes);
    }

    private void copy(ServerResponse response, InputStream from, long bytes) {
        describe(response, bytes);
        try (from;
                var out = response.outputStream()) {
            from.transferTo(out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void name(ServerResponse response, Validators validators, String cache) {
        response.header(HeaderNames.ETAG, validators.tag());
        response.header(HeaderNames.LAST_MODIFIED, validators.modifiedText());
        response.header(HeaderNames.ACCEPT_RANGES, "bytes");
        response.header(HeaderNames.CACHE_CONTROL, cache);
    }

    /** A file that has gone, perhaps with a disk, is told apart from a bug. */
    static ApiProblem hasGone() {
        LOG.error("a stored image has no file");
        return ApiProblem.notFound("This image's file");
    }

    static ApiProblem unavailable(IOException e) {
        LOG.atWarn().setCause(e).log("the image store did not answer");
        return ApiProblem.unavailable("The image store does not answer.");
    }
}
