package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;

/** Takes a request through faults, token check, limits, the route, the checks and the log. */
final class Rest {
    private static final Logger LOG = LoggerFactory.getLogger(Rest.class);

    private static final String SCOPE = "X-RateLimit-Scope";

    /** The largest request Discord takes. */
    private static final long REQUEST_BYTES_MAX = 25L << 20;

    private final World world;
    private final Routes routes;
    private final Faults faults;
    private final RequestLog log;
    private final Checks checks;
    private final RateLimits limits = new RateLimits();
    private final InvalidRequests invalid = new InvalidRequests();

    Rest(World world, Routes routes, Faults faults, RequestLog log, Checks checks) {
        this.world = world;
        this.routes = routes;
        this.faults = faults;
        this.log = log;
        this.checks = checks;
    }

    void forgetLimits() {
        limits.clear();
        invalid.clear();
    }

    /** Requests of the last ten minutes that count to a ban. */
    int invalidRequests() {
        return invalid.recent(world.now());
    }

    void handle(HttpServerExchange exchange, String path) throws IOException {
        var arrived = Instant.now();
        var started = System.nanoTime();
        var method = exchange.getRequestMethod().toString();
        var body = exchange.getInputStream().readAllBytes();
        var parsed = new Parsed(Json.object(), List.of());
        Answer answer;
        var cut = false;
        try {
            parsed = parse(exchange, body);
            var fault = faults.forRequest(method, path).orElse(null);
            answer = answer(exchange, method, path, parsed, body.length, fault);
            cut = isCut(fault);
        } catch (DiscordError e) {
            answer = new Answer(e.status(), e.body());
        }
        var shared = "shared".equals(exchange.getResponseHeaders().getFirst(SCOPE));
        invalid.count(answer.status(), shared, world.now());
        log.add(
                new RequestLog.Entry(
                        arrived,
                        method,
                        path,
                        parsed.body(),
                        parsed.files().stream().map(RestRequest.FilePart::filename).toList(),
                        cut ? 0 : answer.status(),
                        answer.body(),
                        (System.nanoTime() - started) / 1000));
        if (cut) {
            cut(exchange);
        } else {
            send(exchange, answer);
        }
    }

    private static boolean isCut(Faults.@Nullable Action fault) {
        return fault instanceof Faults.Action.ResetBefore
                || fault instanceof Faults.Action.ResetAfter
                || (fault instanceof Faults.Action.Held(var call) && call.isCut());
    }

    private record Parsed(JsonNode body, List<RestRequest.FilePart> files) {}

    private static Parsed parse(HttpServerExchange exchange, byte[] body) {
        var type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        if (body.length == 0 || type == null) {
            return new Parsed(Json.object(), List.of());
        }
        if (type.startsWith("multipart/form-data")) {
            var multipart = Multipart.parse(type, body);
            return new Parsed(multipart.payload(), multipart.files());
        }
        return new Parsed(Json.parse(body), List.of());
    }

    private Answer answer(
            HttpServerExchange exchange,
            String method,
            String path,
            Parsed parsed,
            long bodyBytes,
            Faults.@Nullable Action fault) {
        switch (fault) {
            case Faults.Action.RateLimited(var scope, var after) -> {
                return rateLimited(exchange, scope, after);
            }
            case Faults.Action.Broken(var status) -> {
                return new Answer(
                        status,
                        Json.object().put("message", status + ": Server Error").put("code", 0));
            }
            case Faults.Action.Refused(var status, var code, var message) ->
                    throw new DiscordError(status, code, message, Json.object());
            case Faults.Action.ResetBefore() -> {
                return new Answer(0, null);
            }
            case Faults.Action.Held(var call) when call.moment() == HeldCall.Moment.BEFORE -> {
                if (!call.pass()) {
                    return new Answer(0, null);
                }
            }
            case Faults.Action.ResetAfter() -> {}
            case Faults.Action.Slow(_) -> {}
            case Faults.Action.Held(_) -> {}
            case null -> {}
        }
        if (invalidRequests() >= world.knobs().invalidRequestsMax()) {
            return banned(exchange);
        }
        var match = routes.match(method, path);
        if (match.isEmpty()) {
            checks.add(method + " " + path + " is no route of the stand-in");
            throw DiscordError.notFound();
        }
        var answer = routed(exchange, match.get(), parsed, bodyBytes);
        checks.add(match.get().route(), query(exchange), parsed.body(), answer);
        if (fault instanceof Faults.Action.Slow(var delay)) {
            pause(delay);
        } else if (fault instanceof Faults.Action.Held(var call)
                && call.moment() == HeldCall.Moment.AFTER) {
            call.pass();
        }
        return answer;
    }

    private Answer routed(
            HttpServerExchange exchange, Routes.Match match, Parsed parsed, long bodyBytes) {
        var route = match.route();
        try {
            authorize(exchange, route);
            var limited = limited(exchange, match);
            if (limited != null) {
                return limited;
            }
            if (bodyBytes > REQUEST_BYTES_MAX) {
                throw DiscordError.tooLarge();
            }
            var request =
                    new RestRequest(
                            match.path(),
                            query(exchange),
                            parsed.body(),
                            parsed.files(),
                            bodyBytes);
            return world.locked(() -> route.handler().apply(request));
        } catch (DiscordError e) {
            return new Answer(e.status(), e.body());
        }
    }

    private @Nullable Answer limited(HttpServerExchange exchange, Routes.Match match) {
        var route = match.route();
        if (!route.answersInteraction()) {
            var left = limits.countGlobal(world.knobs());
            if (!left.isZero()) {
                return rateLimited(exchange, "global", left);
            }
        }
        if (route.kind() != Routes.Kind.INTERACTION) {
            var state = limits.count(route, match.majorId(), world.knobs());
            describe(exchange, state);
            if (state.exceeded()) {
                return rateLimited(exchange, "user", state.resetAfter());
            }
        }
        return null;
    }

    /** What the edge answers to an address that it bans: no JSON of Discord, and no via header. */
    private static Answer banned(HttpServerExchange exchange) {
        header(exchange, "Retry-After", "600");
        return new Answer(429, Json.object().put("error", "1015"));
    }

    private void authorize(HttpServerExchange exchange, Routes.Route route) {
        // Interaction answers carry their token in the path.
        if (route.answersInteraction()) {
            return;
        }
        var header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
        if (header == null || !header.startsWith("Bot ") || !world.accepts(header.substring(4))) {
            throw DiscordError.unauthorized();
        }
    }

    private static void describe(HttpServerExchange exchange, RateLimits.State state) {
        var millis = state.resetAfter().toMillis();
        header(exchange, "X-RateLimit-Bucket", state.bucket());
        header(exchange, "X-RateLimit-Limit", Integer.toString(state.limit()));
        header(exchange, "X-RateLimit-Remaining", Integer.toString(state.remaining()));
        header(exchange, "X-RateLimit-Reset-After", seconds(millis));
        header(exchange, "X-RateLimit-Reset", seconds(System.currentTimeMillis() + millis));
    }

    private static Answer rateLimited(HttpServerExchange exchange, String scope, Duration after) {
        var global = scope.equals("global");
        // Whole seconds here; a fraction breaks a client that is in wide use.
        var whole = Math.max(1, (after.toMillis() + 999) / 1000);
        header(exchange, "Retry-After", Long.toString(whole));
        header(exchange, SCOPE, scope);
        // Without this header the client takes the answer for a ban by the edge.
        header(exchange, "Via", "1.1 google");
        if (global) {
            header(exchange, "X-RateLimit-Global", "true");
        }
        return new Answer(
                429,
                Json.object()
                        .put("message", "You are being rate limited.")
                        .put("retry_after", after.toMillis() / 1000.0)
                        .put("global", global));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
    }

    private static void header(HttpServerExchange exchange, String name, String value) {
        exchange.getResponseHeaders().put(HttpString.tryFromString(name), value);
    }

    static Map<String, String> query(HttpServerExchange exchange) {
        var query = new LinkedHashMap<String, String>();
        exchange.getQueryParameters().forEach((name, values) -> query.put(name, values.getFirst()));
        return query;
    }

    static void send(HttpServerExchange exchange, Answer answer) throws IOException {
        exchange.setStatusCode(answer.status());
        if (answer.body() == null) {
            exchange.endExchange();
            return;
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getOutputStream().write(Json.bytes(answer.body()));
        exchange.endExchange();
    }

    private static void cut(HttpServerExchange exchange) {
        var connection = exchange.getConnection();
        try {
            connection.setOption(Options.CLOSE_ABORT, true);
            connection.close();
        } catch (IOException e) {
            LOG.debug("the connection was gone already", e);
        }
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
