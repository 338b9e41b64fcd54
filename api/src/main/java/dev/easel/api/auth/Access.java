package dev.easel.api.auth;

import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.ClientAddress;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Lets a call through to its handler if its credentials are valid and allow it. */
public final class Access {
    static final String COOKIE = "easel_session";
    private static final String BEARER = "bearer ";
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    private final Credentials credentials;
    private final ClientAddress addresses;
    private final SameOrigin sameOrigin;
    private final Rates rates;

    Access(Credentials credentials, ClientAddress addresses, SameOrigin sameOrigin, Rates rates) {
        this.credentials = credentials;
        this.addresses = addresses;
        this.sameOrigin = sameOrigin;
        this.rates = rates;
    }

    /** A handler that knows who calls. */
    @FunctionalInterface
    public interface CallerHandler {
        void handle(ServerRequest request, ServerResponse response, Caller caller) throws Exception;
    }

    public Handler with(Scope scope, CallerHandler handler) {
        return (request, response) -> {
            var caller = credential(request).caller();
            if (!caller.may(scope)) {
                throw ApiProblem.forbidden(
                        "They lack the scope " + scope.word() + ": use credentials that have it.");
            }
            handler.handle(request, response, caller);
        };
    }

    /** For calls that make back ends work, of which there may be fewer. */
    public Handler probing(Scope scope, CallerHandler handler) {
        return with(
                scope,
                (request, response, caller) -> {
                    rates.countProbe(caller);
                    handler.handle(request, response, caller);
                });
    }

    /**
     * For whatever nobody serves: those who may not come in do not learn that.
     *
     * @param methods those that a path has
     */
    public Handler nothingHere(Function<String, Set<String>> methods) {
        return (request, response) -> {
            credential(request);
            var allowed = methods.apply(request.path().path());
            if (allowed.isEmpty()) {
                throw ApiProblem.notFound("This path");
            }
            response.header(HeaderNames.ALLOW, String.join(", ", allowed));
            throw ApiProblem.methodNotAllowed(allowed);
        };
    }

    /** Whoever is let in has made one more call. */
    Credential credential(ServerRequest request) {
        var credential = shown(request);
        rates.count(credential.caller());
        return credential;
    }

    /** The header Authorization says who calls; only where there is none, the cookie does. */
    private Credential shown(ServerRequest request) {
        var header = request.headers().first(HeaderNames.AUTHORIZATION);
        if (header.isPresent()) {
            return credentials
                    .ofToken(addresses.of(request), bearer(header.get()))
                    .orElseThrow(Access::unauthorized);
        }
        var session = cookie(request).orElseThrow(Access::unauthorized);
        requireSameOrigin(request);
        return credentials
                .ofSession(addresses.of(request), session)
                .orElseThrow(Access::unauthorized);
    }

    /** Without a cookie there is nothing to misuse, but nobody shall be logged in as another. */
    Credential login(ServerRequest request, String key) {
        if (!sameOrigin.possible(said(request))) {
            throw crossSite();
        }
        return credentials.ofKey(addresses.of(request), key).orElseThrow(SessionEndpoint::wrongKey);
    }

    void requireSameOrigin(ServerRequest request) {
        var method = request.prologue().method();
        var reads = method.equals(Method.GET) || method.equals(Method.HEAD);
        if (!reads && !sameOrigin.proven(said(request))) {
            throw crossSite();
        }
    }

    static Optional<String> cookie(ServerRequest request) {
        return request.headers().cookies().first(COOKIE).asOptional().filter(c -> !c.isEmpty());
    }

    private static SameOrigin.Said said(ServerRequest request) {
        return new SameOrigin.Said(
                request.headers().first(FETCH_SITE).orElse(null),
                request.headers().first(HeaderNames.ORIGIN).orElse(null),
                request.authority());
    }

    private static String bearer(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw unauthorized();
        }
        var token = header.substring(BEARER.length()).strip();
        if (token.isEmpty()) {
            throw unauthorized();
        }
        return token;
    }

    private static ApiProblem unauthorized() {
        return ApiProblem.of(
                Status.UNAUTHORIZED_401,
                "Unauthorized",
                "Credentials are missing or not valid.",
                "Send the header Authorization: Bearer with an API key, or with a service account"
                        + " token of the audience easel-api.");
    }

    private static ApiProblem crossSite() {
        return ApiProblem.of(
                Status.FORBIDDEN_403,
                "CrossSite",
                "This call comes from another site.",
                "With the page's cookie only the page itself may change anything: use an API key"
                        + " in the header Authorization.");
    }
}
