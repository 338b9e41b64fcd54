package dev.easel.api.auth;

import dev.easel.api.http.ApiProblem;
import java.util.Optional;

/** Everything that a caller may show to be let in, and who it then is. */
final class Credentials {
    private final ApiKeys keys;
    private final Sessions sessions;
    private final TokenReviews tokens;
    private final Guesses guesses;

    Credentials(ApiKeys keys, Sessions sessions, TokenReviews tokens, Guesses guesses) {
        this.keys = keys;
        this.sessions = sessions;
        this.tokens = tokens;
        this.guesses = guesses;
    }

    /**
     * What stands in the header Authorization: a key or a service account's token.
     *
     * @param address of the client
     */
    Optional<Credential> ofToken(String address, String token) {
        return ApiKeys.looksLikeOne(token)
                ? ofKey(address, token)
                : guesses.check(address, token, () -> reviewed(token));
    }

    Optional<Credential> ofKey(String address, String key) {
        return guesses.check(address, key, () -> keys.find(key));
    }

    Optional<Credential> ofSession(String address, String token) {
        return guesses.check(address, token, () -> sessions.find(token));
    }

    private Optional<Credential> reviewed(String token) {
        return switch (tokens.review(token)) {
            case TokenReviews.Review.Valid(var caller) ->
                    Optional.of(new Credential(caller, null, null));
            case TokenReviews.Review.Stranger(var user) ->
                    throw ApiProblem.forbidden(
                            "The account " + user + " is not one that may call Easel.");
            case TokenReviews.Review.Invalid() -> Optional.empty();
        };
    }
}
