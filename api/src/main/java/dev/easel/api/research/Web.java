package dev.easel.api.research;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to search services: HTTP/1.1, no redirects, no cookies, one time limit over the whole of a
 * call and one size limit over its body. Addresses may hold a key, so they go into no message.
 */
final class Web implements AutoCloseable {
    static final int BODY_BYTES_MAX = 512 * 1024;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_MAX)
                    .build();

    Response call(HttpRequest.Builder request, Duration limit)
            throws IOException, InterruptedException {
        var built =
                request.header("Accept", "application/json")
                        .header("User-Agent", "Easel")
                        .timeout(limit)
                        .GET()
                        .build();
        var running =
                http.sendAsync(
                        built, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_BYTES_MAX));
        try {
            var response = running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            var headers = new HashMap<String, String>();
            response.headers()
                    .map()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            return new Response(response.statusCode(), headers, response.body());
        } catch (TimeoutException e) {
            throw new IOException("no answer in " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("the call failed", e);
        } finally {
            running.cancel(true);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
