package dev.easel.generator;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** How this process speaks HTTP. */
public final class Connections {
    private Connections() {}

    /**
     * HTTP/1.1 only: the client's offer to upgrade makes some of the servers we call lose the body.
     */
    public static HttpClient.Builder to(URI target) {
        var builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(Duration.ofSeconds(10));
        return "https".equals(target.getScheme()) ? builder : builder.sslContext(trustsNobody());
    }

    /** Reading the trusted certificates takes a fifth of the start-up; clear text needs none. */
    private static SSLContext trustsNobody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
