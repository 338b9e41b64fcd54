package dev.easel.api.auth;

import dev.easel.api.http.ApiProblem;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Locale;

/** Lets a call through to its handler if its credentials are valid and allow it. */
public final class Access {
    private static final String BEARER = "bearer ";

    private final ApiKeys keys;
    private final TokenReviews tokens;

    public Access(ApiKeys keys, TokenReviews tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    /** A handler that knows who calls. */
    @FunctionalInterface
    public interface CallerHandler {
        void handle(ServerRequest request, ServerResponse response, Caller caller) throws Exception;
    }

    public Handler with(Scope scope, CallerHandler handler) {
        return (request, response) -> {
            var caller = caller(request);
            if (!caller.may(scope)) {
                throw ApiProblem.forbidden(
                        "They lack the scope " + scope.word() + ": use credentials that have it.");
            }
            handler.handle(request, response, caller);
        };
    }

    /** For paths that nobody serves: those who may not come in do not learn that. */
    public Handler nothingHere() {
        return (request, _) -> {
            caller(request);
            throw ApiProblem.notFound("This path");
        };
    }

    private Caller caller(ServerRequest request) {
        var token = bearer(request);
        if (ApiKeys.looksLikeOne(token)) {
            return keys.caller(token).orElseThrow(Access::unauthorized);
        }
        return switch (tokens.review(token)) {
            case TokenReviews.Review.Valid(var caller) -> caller;
            case TokenReviews.Review.Stranger(var user) ->
                    throw ApiProblem.forbidden(
                            "The account " + user + " is not one that may call Easel.");
            case TokenReviews.Review.Invalid() -> throw unauthorized();
        };
    }

    private static String bearer(ServerRequest request) {
        var header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
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
}
