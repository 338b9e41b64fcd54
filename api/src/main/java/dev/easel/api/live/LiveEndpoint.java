package dev.easel.api.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.generation.Details;
import dev.easel.api.generation.GenerationEndpoint;
import dev.easel.api.generation.Requests;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.api.live.Streams.Stream;
import dev.easel.api.queue.Queues;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events: {@code GET /api/v1/events} of all requests that the caller may see, {@code
 * GET /api/v1/requests/{id}/events} of one. They carry what holds now; what was in between may be
 * left out.
 */
public final class LiveEndpoint implements AutoCloseable {
    private static final Duration PLACE_EVERY = Duration.ofSeconds(2);

    private final Requests requests;
    private final Details details;
    private final Queues queues;
    private final Window window = new Window(Window.SIZE);
    private final Feed feed;
    private final Streams streams = new Streams(Streams.Limits.DEFAULT);

    public LiveEndpoint(
            Jdbi jdbi,
            Notifications notifications,
            Requests requests,
            Details details,
            Queues queues) {
        this.requests = requests;
        this.details = details;
        this.queues = queues;
        this.feed = new Feed(jdbi, details, queues, window);
        notifications.onRequestChanged(feed::wake);
    }

    public void start() {
        feed.start();
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get("/api/v1/events", access.with(Scope.READ, this::all));
        routing.get("/api/v1/requests/{id}/events", access.with(Scope.READ, this::one));
    }

    public int listeners() {
        return streams.listeners();
    }

    private void all(ServerRequest request, ServerResponse response, Caller caller) {
        var known = lastEventId(request);
        streams.open(
                response, caller.id(), new Everything(window, feed::look, known, caller::sees));
    }

    private static OptionalLong lastEventId(ServerRequest request) {
        var text = request.headers().first(HeaderNames.create("Last-Event-ID")).orElse("");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw ApiProblem.invalid(
                    "Last-Event-ID",
                    "It must be the id of an event of this stream, a number of at most 18 digits:"
                            + " leave it out to begin with what comes next.");
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    private void one(ServerRequest request, ServerResponse response, Caller caller) {
        var row = GenerationEndpoint.visible(requests, Exchange.uuid(request, "id"), caller);
        streams.open(
                response, caller.id(), stream -> followOne(stream, row.requestUid(), row.pool()));
    }

    private void followOne(Stream stream, UUID id, String pool)
            throws IOException, InterruptedException {
        // First the version, then the state: what changes in between is sent twice, not missed.
        var batch = window.now();
        var now = details.progress(id);
        @Nullable RequestProgress sent = null;
        while (stream.goesOn()) {
            if (now.isEmpty() || isOver(now.get())) {
                if (now.isPresent()) {
                    stream.send(event("end", now.get()));
                }
                return;
            }
            if (!now.get().equals(sent)) {
                stream.send(event("progress", now.get()));
                sent = now.get();
            } else if (!stream.silence().isPositive()) {
                stream.send(Event.heartbeat(null));
            }
            batch = window.await(batch.version(), shorter(stream.silence(), PLACE_EVERY));
            var change = last(batch, id);
            if (batch.incomplete()) {
                now = details.progress(id);
            } else if (change.isPresent()) {
                now = Optional.ofNullable(change.get().progress());
            } else if (now.get().status() == RequestStatus.PENDING) {
                now = Optional.of(now.get().at(queues.place(id, pool).orElse(null)));
            }
        }
    }

    private static Optional<Change> last(Window.Batch batch, UUID request) {
        return batch.changes().stream()
                .filter(change -> change.request().equals(request))
                .findFirst();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static boolean isOver(RequestProgress progress) {
        return progress.status() == RequestStatus.COMPLETED
                || progress.status() == RequestStatus.FAILED;
    }

    private static byte[] event(String name, RequestProgress progress) {
        try {
            return Event.bytes(name, null, Json.mapper().writeValueAsBytes(progress));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("progress could not be written as JSON", e);
        }
    }

    /** Ends all streams; call it before the server stops. */
    @Override
    public void close() {
        streams.ending();
        feed.close();
        window.close();
        streams.close();
    }
}
