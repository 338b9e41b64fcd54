package dev.easel.generator;

import java.net.http.HttpClient;
import java.time.Duration;

/** How this process speaks HTTP. */
public final class Connections {
    private Connections() {}

    /**
     * HTTP/1.1 only: the client's offer to upgrade makes some of the servers we call lose the body.
     */
    public static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10));
    }
}
