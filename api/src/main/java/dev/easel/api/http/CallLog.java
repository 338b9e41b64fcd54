package dev.easel.api.http;

import dev.easel.service.RequestId;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Gives each call an id, one log line and a measurement. Paths are written without their ids. */
public final class CallLog implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);
    private static final Pattern GENERATION_REQUEST =
            Pattern.compile("/requests/([0-9a-fA-F-]{36})(/|$)");
    private static final Pattern THREAD_ID = Pattern.compile("/threads/[^/]+(?=/|$)");
    private static final Pattern KEY_ID = Pattern.compile("^/api/v1/keys/[^/]+(?=/|$)");
    private static final Pattern USER_ID = Pattern.compile("/users/[^/]+(?=/|$)");
    private static final Pattern ERASED_POST = Pattern.compile("/erased-posts/[^/]+$");
    private static final Pattern ORIGINAL =
            Pattern.compile("^/api/v1/originals/[0-9a-fA-F-]{36}(?=/)");
    private static final Pattern SETTING =
            Pattern.compile("^/api/v1/settings/(?!effective$)[^/]+$");
    private static final Pattern ASSET = Pattern.compile("^/assets/[^/]+/[^/]+$");
    private static final Pattern NUMBER = Pattern.compile("/[0-9]+(?=/|$)");
    private static final String REQUEST = "/api/v1/requests/{id}";
    private static final String KEY = "/api/v1/keys/{id}";
    private static final String THREAD = "/api/v1/threads/{id}";
    private static final String ATTEMPT = "/internal/v1/requests/{id}/attempts/{n}";

    /** Every route that is served; a path that is none of these would make endless meters. */
    static final Set<String> ROUTES =
            Set.of(
                    "/api/v1/health",
                    "/api/v1/openapi.yaml",
                    "/api/v1/session",
                    "/api/v1/keys",
                    KEY,
                    KEY + "/rotate",
                    "/api/docs/",
                    "/",
                    "/assets/{file}",
                    "/api/v1/generate",
                    "/api/v1/queue",
                    "/api/v1/events",
                    "/api/v1/models",
                    "/api/v1/samplers",
                    "/api/v1/schedulers",
                    "/api/v1/settings",
                    "/api/v1/settings/effective",
                    "/api/v1/settings/{key}",
                    "/api/v1/loras",
                    "/api/v1/loras/scan",
                    "/api/v1/requests",
                    "/api/v1/backends",
                    "/api/v1/originals/{id}/{n}",
                    REQUEST,
                    REQUEST + "/images/{n}",
                    REQUEST + "/images/{n}/thumbnail",
                    REQUEST + "/cancel",
                    REQUEST + "/retry",
                    REQUEST + "/replay",
                    REQUEST + "/lineage",
                    "/api/v1/usage",
                    "/api/v1/users/{id}/data",
                    "/api/v1/erased-posts",
                    "/api/v1/erased-posts/{id}",
                    "/api/v1/audit",
                    REQUEST + "/events",
                    THREAD + "/context",
                    THREAD + "/reset",
                    ATTEMPT + "/claim",
                    ATTEMPT + "/progress",
                    ATTEMPT + "/images/{n}",
                    ATTEMPT + "/source-images/{n}",
                    ATTEMPT + "/search",
                    ATTEMPT + "/result",
                    ATTEMPT + "/failure");

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    private final MeterRegistry meters;

    public CallLog(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        var path = request.path().path();
        var about = GENERATION_REQUEST.matcher(path);
        var id =
                request.headers()
                        .first(io.helidon.http.HeaderNames.create(RequestId.HEADER))
                        .flatMap(RequestId::parse)
                        .orElseGet(() ->
                                about.find() ? new RequestId(about.group(1)) : RequestId.mint());
        response.header(HeaderNames.create(RequestId.HEADER), id.value());
        var start = System.nanoTime();
        try (var _ = MDC.putCloseable(RequestId.LOG_KEY, id.value())) {
            try {
                chain.proceed();
            } finally {
                written(method(request.prologue().method().text()), path, response, start);
            }
        }
    }

    private void written(String method, String path, RoutingResponse response, long start) {
        var took = Duration.ofNanos(System.nanoTime() - start);
        var status = response.status().code();
        var route = route(path);
        Timer.builder("easel.api.http.requests")
                .tag("method", method)
                .tag("route", route)
                .tag("status", String.valueOf(status))
                .register(meters)
                .record(took);
        LOG.atInfo()
                .addKeyValue("http.method", method)
                .addKeyValue("http.route", route)
                .addKeyValue("http.status", status)
                .addKeyValue("duration.millis", took.toMillis())
                .log("call answered");
    }

    static String route(String path) {
        var route = GENERATION_REQUEST.matcher(path).replaceAll("/requests/{id}$2");
        route = THREAD_ID.matcher(route).replaceAll("/threads/{id}");
        route = KEY_ID.matcher(route).replaceAll(KEY);
        route = USER_ID.matcher(route).replaceAll("/users/{id}");
        route = ERASED_POST.matcher(route).replaceAll("/erased-posts/{id}");
        route = ORIGINAL.matcher(route).replaceAll("/api/v1/originals/{id}");
        route = SETTING.matcher(route).replaceAll("/api/v1/settings/{key}");
        route = ASSET.matcher(route).replaceAll("/assets/{file}");
        route = NUMBER.matcher(route).replaceAll("/{n}");
        return ROUTES.contains(route) ? route : "unknown";
    }

    static String method(String method) {
        return METHODS.contains(method) ? method : "other";
    }
}
