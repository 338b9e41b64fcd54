package dev.easel.api.openapi;

import dev.easel.api.http.ApiProblem;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Map;

/**
 * The API's OpenAPI document at {@code /api/v1/openapi.yaml}, and at {@code /api/docs/} a page to
 * browse it. Both are the same for everyone and tell nothing of anyone, so they need no
 * credentials; calls made from the page do.
 */
public final class OpenApiEndpoint {
    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/5.32.0/";

    /** Nothing but what api itself serves, and no script or style within the page. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private record File(String resource, String type) {}

    private static final File DOCUMENT = new File("openapi.yaml", "application/yaml");

    private static final Map<String, File> PAGE =
            Map.of(
                    "index.html", new File("page.html", "text/html; charset=utf-8"),
                    "page.js", new File("page.js", "text/javascript; charset=utf-8"),
                    "swagger-ui.css", new File(SWAGGER_UI + "swagger-ui.css", "text/css"),
                    "swagger-ui.js",
                            new File(
                                    SWAGGER_UI + "swagger-ui-bundle.js",
                                    "text/javascript; charset=utf-8"));

    public void routing(HttpRouting.Builder routing) {
        routing.get("/api/v1/openapi.yaml", (_, response) -> send(response, DOCUMENT));
        routing.get("/api/docs", redirect());
        routing.get("/api/docs/", (_, response) -> page(response, "index.html"));
        routing.get("/api/docs/{file}", this::file);
    }

    /** So that the page finds its files beside itself. */
    private static Handler redirect() {
        return (_, response) -> {
            response.header(HeaderNames.LOCATION, "/api/docs/");
            response.status(Status.PERMANENT_REDIRECT_308).send();
        };
    }

    private void file(ServerRequest request, ServerResponse response) throws IOException {
        page(response, request.path().pathParameters().get("file"));
    }

    private static void page(ServerResponse response, String name) throws IOException {
        var file = PAGE.get(name);
        if (file == null) {
            throw ApiProblem.notFound("This path");
        }
        response.header(HeaderNames.create("Content-Security-Policy"), CONTENT_SECURITY_POLICY);
        send(response, file);
    }

    private static void send(ServerResponse response, File file) throws IOException {
        try (var in = OpenApiEndpoint.class.getResourceAsStream(file.resource())) {
            if (in == null) {
                throw new IllegalStateException(file.resource() + " is not on the class path");
            }
            response.header(HeaderNames.CONTENT_TYPE, file.type());
            response.header(HeaderNames.CACHE_CONTROL, "public, max-age=300");
            response.send(in.readAllBytes());
        }
    }
}
