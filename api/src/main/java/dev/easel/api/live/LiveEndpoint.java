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
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/requests/{id}/events}: what moves, as it moves. A notification makes it look
 * at once; it also looks by itself, so that a lost notification delays an event and loses none.
 */
public final class LiveEndpoint {
    static final int LISTENERS_MAX = 512;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(15);

    private final Notifications notifications;
    private final Requests requests;
    private final Details details;
    private final BooleanSupplier closing;
    private final Semaphore places = new Semaphore(LISTENERS_MAX);

    /**
     * @param closing ends all streams, so that a server can stop while clients listen
     */
    public LiveEndpoint(
            Notifications notifications,
            Requests requests,
            Details details,
            BooleanSupplier closing) {
        this.notifications = notifications;
        this.requests = requests;
        this.details = details;
        this.closing = closing;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get("/api/v1/requests/{id}/events", access.with(Scope.READ, this::events));
    }

    public int listeners() {
        return LISTENERS_MAX - places.availablePermits();
    }

    private void events(ServerRequest request, ServerResponse response, Caller caller)
            throws InterruptedException {
        var id =
                GenerationEndpoint.visible(requests, Exchange.uuid(request, "id"), caller)
                        .requestUid();
        if (!places.tryAcquire()) {
            throw ApiProblem.unavailable("Too many clients are listening.");
        }
        var changes = new Semaphore(0);
        try (var _ = notifications.subscribe(id, changes);
                var sink = response.sink(SseSink.TYPE)) {
            follow(id, changes, sink);
        } catch (UncheckedIOException e) {
            // The client has gone, which is how most streams end.
        } finally {
            places.release();
        }
    }

    private void follow(UUID id, Semaphore changes, SseSink sink) throws InterruptedException {
        @Nullable RequestProgress sent = null;
        var spokenAt = System.nanoTime();
        while (!closing.getAsBoolean()) {
            var progress = details.progress(id);
            if (progress.isEmpty() || isOver(progress.get())) {
                progress.ifPresent(last -> sink.emit(event("end", last)));
                return;
            }
            if (!progress.get().equals(sent)) {
                sink.emit(event("progress", progress.get()));
                sent = progress.get();
                spokenAt = System.nanoTime();
            } else if (System.nanoTime() - spokenAt >= HEARTBEAT_EVERY.toNanos()) {
                sink.emit(SseEvent.builder().comment("still here").build());
                spokenAt = System.nanoTime();
            }
            if (changes.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                changes.drainPermits();
            }
        }
    }

    private static boolean isOver(RequestProgress progress) {
        return progress.status() == RequestStatus.COMPLETED
                || progress.status() == RequestStatus.FAILED;
    }

    private static SseEvent event(String name, RequestProgress progress) {
        try {
            return SseEvent.builder()
                    .name(name)
                    .data(Json.mapper().writeValueAsString(progress))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("progress could not be written as JSON", e);
        }
    }
}
