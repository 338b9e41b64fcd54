package dev.easel.bot.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.ErasedPosts;
import dev.easel.protocol.client.LoraList;
import dev.easel.protocol.client.Problem;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * api as the bot reads it. The token's file is read for each call, since the kubelet renews it. All
 * calls block and end when their thread is interrupted.
 */
public final class Api implements AutoCloseable {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RECONNECT_MIN = Duration.ofMillis(500);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(15);

    /** api did not answer, or not as it should. Waiting may help. */
    public static final class ApiUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ApiUnavailable(String message) {
            super(message);
        }

        ApiUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI base;
    private final Path tokenFile;

    public Api(URI base, Path tokenFile) {
        this.base = base;
        this.tokenFile = tokenFile;
    }

    /** Everything api keeps of a request; absent if it was deleted. */
    public Optional<RequestDetail> found(String uid) {
        return found("/api/v1/requests/" + uid, RequestDetail.class);
    }

    /** Deletes a request with everything that is stored of it; one that is gone is as good. */
    public void delete(String uid) {
        deleteAt("/api/v1/requests/" + uid);
    }

    /** What was posted of requests that are erased, as far as nobody confirmed its removal. */
    public ErasedPosts erasedPosts() {
        return found("/api/v1/erased-posts", ErasedPosts.class)
                .orElseThrow(() -> new ApiUnavailable("api has no list of erased posts"));
    }

    public void postsRemoved(UUID request) {
        deleteAt("/api/v1/erased-posts/" + request);
    }

    private void deleteAt(String path) {
        var request = request(path).DELETE().timeout(CALL_TIMEOUT).build();
        int status = send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200 && status != 202 && status != 204 && status != 404) {
            throw new ApiUnavailable("api answered " + status);
        }
    }

    /** What api knows of a thread; absent if it made no picture there since the last reset. */
    public Optional<ThreadState> thread(String threadId, String guildId) {
        return found(
                "/api/v1/threads/" + encode(threadId) + "/context?guild_id=" + encode(guildId),
                ThreadState.class);
    }

    /** Forgets a thread's history; absent if there is none. */
    public Optional<ThreadState> resetThread(String threadId, String guildId) {
        var path = "/api/v1/threads/" + encode(threadId) + "/reset?guild_id=" + encode(guildId);
        return found(
                request(path).POST(BodyPublishers.noBody()).timeout(CALL_TIMEOUT).build(),
                ThreadState.class);
    }

    /**
     * How much of a person's data goes.
     *
     * @param requests that go one after another, with their pictures
     */
    public record Forgotten(int requests) {}

    /** Has everything deleted that is kept of a person in one server. */
    public Answered<Forgotten> forget(String userId, String guildId) {
        var path = "/api/v1/users/" + encode(userId) + "/data?guild_id=" + encode(guildId);
        return call("DELETE", path, Optional.empty(), Forgotten.class);
    }

    /** LoRAs that match all words of the query, by name, from the first on. */
    public Answered<LoraList> loras(String query, @Nullable String model, int limit) {
        var path =
                "/api/v1/loras?limit="
                        + limit
                        + "&q="
                        + encode(query)
                        + (model == null ? "" : "&model=" + encode(model));
        return call("GET", path, Optional.empty(), LoraList.class);
    }

    /** The PNG as it was stored; absent if it is not there any more. */
    public Optional<byte[]> image(RequestDetail.Image image) {
        var request = request(image.filePath()).timeout(CALL_TIMEOUT).build();
        var response = send(request, BodyHandlers.ofByteArray());
        return switch (response.statusCode()) {
            case 200 -> Optional.of(response.body());
            case 404 -> Optional.empty();
            default -> throw new ApiUnavailable("api answered " + response.statusCode());
        };
    }

    /** Hands over progress as it comes, reconnecting until the end event or an interrupt. */
    public void follow(String uid, Consumer<RequestProgress> progress) {
        var pause = RECONNECT_MIN;
        while (!Thread.currentThread().isInterrupted()) {
            var heard = new boolean[1];
            try {
                boolean ended =
                        stream(
                                uid,
                                p -> {
                                    heard[0] = true;
                                    progress.accept(p);
                                });
                if (ended) {
                    return;
                }
            } catch (ApiUnavailable e) {
                // The resource's own status is shown until the stream is back.
            }
            pause = heard[0] ? RECONNECT_MIN : min(pause.multipliedBy(2), RECONNECT_MAX);
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private boolean stream(String uid, Consumer<RequestProgress> progress) {
        var request =
                request("/api/v1/requests/" + uid + "/events")
                        .header("Accept", "text/event-stream")
                        .build();
        var response = send(request, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
                throw new ApiUnavailable("api answered " + response.statusCode());
            }
            var event = "";
            for (var iterator = lines.iterator(); iterator.hasNext(); ) {
                var line = iterator.next();
                if (line.startsWith("event:")) {
                    event = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    progress.accept(parse(line.substring("data:".length()), RequestProgress.class));
                    if (event.equals("end")) {
                        return true;
                    }
                }
            }
            return false;
        } catch (UncheckedIOException e) {
            throw new ApiUnavailable("the progress stream broke off", e);
        }
    }

    <T> Optional<T> found(String path, Class<T> type) {
        return found(path, type, CALL_TIMEOUT);
    }

    <T> Optional<T> found(String path, Class<T> type, Duration max) {
        return found(request(path).timeout(max).build(), type);
    }

    private <T> Optional<T> found(HttpRequest request, Class<T> type) {
        var response = send(request, BodyHandlers.ofString());
        return switch (response.statusCode()) {
            case 200 -> Optional.of(parse(response.body(), type));
            case 404 -> Optional.empty();
            default -> throw new ApiUnavailable("api answered " + response.statusCode());
        };
    }

    /** A call whose refusal is worth telling whoever asked. */
    <T> Answered<T> call(String method, String path, Optional<ObjectNode> body, Class<T> type) {
        var publisher =
                body.map(b -> BodyPublishers.ofString(b.toString()))
                        .orElseGet(BodyPublishers::noBody);
        var request =
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, publisher)
                        .timeout(CALL_TIMEOUT)
                        .build();
        var response = send(request, BodyHandlers.ofString());
        return switch (response.statusCode()) {
            case 200, 202 -> new Answered.Good<>(parse(response.body(), type));
            case 400, 404, 409, 422 ->
                    new Answered.Refused<>(parse(response.body(), Problem.class));
            default -> throw new ApiUnavailable("api answered " + response.statusCode());
        };
    }

    private static <T> T parse(String text, Class<T> type) {
        try {
            return Json.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new ApiUnavailable("the answer of api is not what was asked for", e);
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(base.resolve(path))
                    .header("Authorization", "Bearer " + Files.readString(tokenFile).strip());
        } catch (IOException e) {
            throw new ApiUnavailable("the token for api cannot be read", e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new ApiUnavailable("api cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiUnavailable("stopped while waiting for api", e);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
