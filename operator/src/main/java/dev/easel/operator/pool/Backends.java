package dev.easel.operator.pool;

import dev.easel.crds.v1alpha1.GenerationPoolSpec.Backend;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which back ends are out of use, and whether they answer again. Kept in memory: after a restart
 * one attempt, which is not charged, finds out anew. Thread-safe.
 *
 * <p>Probes, not trial requests, because a trial costs a pod and a line in somebody's history.
 */
final class Backends {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    private record Key(String pool, String backend) {}

    private record Down(Breaker breaker, Backend backend, long token, boolean open) {}

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PROBE_TIMEOUT)
                    .build();
    private final Clock clock;
    private final Map<Key, Down> known = new HashMap<>();

    Backends(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param token of the attempt that failed: telling it twice counts once
     */
    synchronized void failed(String pool, Backend backend, long token) {
        known.compute(
                new Key(pool, backend.name()),
                (k, down) -> {
                    if (down != null && down.token() == token) {
                        return down;
                    }
                    var breaker =
                            down == null
                                    ? new Breaker(1, clock.instant())
                                    : down.breaker().failedAgain(clock.instant());
                    return new Down(breaker, backend, token, true);
                });
    }

    synchronized void served(String pool, String backend) {
        known.remove(new Key(pool, backend));
    }

    synchronized Set<String> down(String pool) {
        return known.entrySet().stream()
                .filter(e -> e.getKey().pool().equals(pool) && e.getValue().open())
                .map(e -> e.getKey().backend())
                .collect(Collectors.toSet());
    }

    /** Probes what is due; answers the pools where a back end came back. Blocks for seconds. */
    Set<String> probe() {
        var now = clock.instant();
        var due = new HashMap<Key, Down>();
        synchronized (this) {
            known.forEach((key, down) -> {
                if (down.open() && !down.breaker().probesFrom().isAfter(now)) {
                    due.put(key, down);
                }
            });
        }
        var back = new HashSet<String>();
        due.forEach((key, down) -> {
            if (!down.breaker().retriesBlindlyFrom().isAfter(now) || answers(down.backend())) {
                close(key, down);
                back.add(key.pool());
            }
        });
        return back;
    }

    /** The failures are remembered until it has served somebody. */
    private synchronized void close(Key key, Down down) {
        known.computeIfPresent(
                key,
                (k, current) ->
                        current.equals(down)
                                ? new Down(down.breaker(), down.backend(), down.token(), false)
                                : current);
    }

    private boolean answers(Backend backend) {
        return answers(backend.automatic1111URL(), "/sdapi/v1/options")
                && answers(backend.ollamaURL(), "/api/version");
    }

    /** Anything but a server's error is an answer: a refused key is the generator's business. */
    private boolean answers(String base, String path) {
        try {
            var uri =
                    URI.create(
                            base.endsWith("/")
                                    ? base.substring(0, base.length() - 1) + path
                                    : base + path);
            var request = HttpRequest.newBuilder(uri).timeout(PROBE_TIMEOUT).GET().build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                    < HttpURLConnection.HTTP_INTERNAL_ERROR;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
