package dev.easel.api.page;

import dev.easel.api.http.ApiProblem;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * {@code /} and {@code /assets/…}: the page. It is the same for everyone and tells nothing of
 * anyone, so it needs no credentials; all that it shows comes over the API with its session.
 */
public final class PageEndpoint {
    /**
     * Nothing but what api itself serves, no script or style within the page, and no text that
     * becomes markup.
     */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
                    + " base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
    private static final HeaderName NO_SNIFFING = HeaderNames.create("X-Content-Type-Options");
    private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final PageFiles files = PageFiles.read();

    public void routing(HttpRouting.Builder routing) {
        routing.get("/", this::index);
        routing.get("/assets/{version}/{name}", this::asset);
    }

    private void index(ServerRequest request, ServerResponse response) {
        send(request, response, files.index(), "no-cache");
    }

    /** Another version is asked for while replicas of two versions run: it is not to be kept. */
    private void asset(ServerRequest request, ServerResponse response) {
        var path = request.path().pathParameters();
        var file =
                files.asset(path.get("name")).orElseThrow(() -> ApiProblem.notFound("This path"));
        var current = files.version().equals(path.get("version"));
        send(request, response, file, current ? FOREVER : "no-store");
    }

    private static void send(
            ServerRequest request, ServerResponse response, PageFiles.File file, String keep) {
        var headers = request.headers();
        var zipped = accepts(headers.first(HeaderNames.ACCEPT_ENCODING).orElse(""));
        response.header(POLICY, CONTENT_SECURITY_POLICY);
        response.header(NO_SNIFFING, "nosniff");
        response.header(REFERRER, "no-referrer");
        response.header(HeaderNames.CACHE_CONTROL, keep);
        response.header(HeaderNames.VARY, "Accept-Encoding");
        response.header(HeaderNames.ETAG, zipped ? weak(file.tag()) : file.tag());
        if (headers.first(HeaderNames.IF_NONE_MATCH).orElse("").contains(file.tag())) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, file.type());
        if (zipped) {
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        response.send(zipped ? file.gzip() : file.bytes());
    }

    private static boolean accepts(String encodings) {
        return encodings.matches("(?i).*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
    }

    /** Other bytes of the same content. */
    private static String weak(String tag) {
        return "W/" + tag;
    }
}
