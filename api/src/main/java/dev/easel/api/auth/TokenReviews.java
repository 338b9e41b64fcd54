package dev.easel.api.auth;

import dev.easel.api.http.ApiProblem;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server whose token this is. Answers are kept for a moment under the token's hash:
 * long enough for a generator's progress once a second, short enough that a deleted pod's token
 * soon ends. What cannot be a token is not asked about, and only so many are at a time: whoever
 * sends nonsense must not keep the API server busy, nor drop what is known of good tokens.
 */
public final class TokenReviews {
    public static final String AUDIENCE = "easel-api";
    private static final Duration KEEP_VALID = Duration.ofSeconds(20);
    private static final Duration KEEP_REFUSED = Duration.ofSeconds(5);
    private static final int ENTRIES_MAX = 2000;
    private static final int TOKEN_CHARS_MAX = 8192;
    private static final int AT_ONCE_MAX = 16;
    private static final Duration TURN_WAIT_MAX = Duration.ofSeconds(2);
    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
    private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

    private final Function<String, TokenReviewStatus> server;
    private final String userPrefix;
    private final Map<String, Set<Scope>> accounts;
    private final Clock clock;
    private final Map<String, Answer> valid = new ConcurrentHashMap<>();
    private final Map<String, Answer> refused = new ConcurrentHashMap<>();
    private final Semaphore turns = new Semaphore(AT_ONCE_MAX);

    public TokenReviews(
            KubernetesClient client,
            String namespace,
            Map<String, Set<Scope>> accounts,
            Clock clock) {
        this(token -> ask(client, token), namespace, accounts, clock);
    }

    TokenReviews(
            Function<String, TokenReviewStatus> server,
            String namespace,
            Map<String, Set<Scope>> accounts,
            Clock clock) {
        this.server = server;
        this.userPrefix = "system:serviceaccount:" + namespace + ":";
        this.accounts = accounts;
        this.clock = clock;
    }

    /** What is known about a token. */
    sealed interface Review {
        record Valid(Caller caller) implements Review {}

        /** A genuine token of someone who has no business here. */
        record Stranger(String user) implements Review {}

        record Invalid() implements Review {}
    }

    Review review(String token) {
        if (!looksLikeOne(token)) {
            return new Review.Invalid();
        }
        var key = HexFormat.of().formatHex(ApiKeys.sha256(token));
        var now = clock.instant();
        for (var answers : List.of(valid, refused)) {
            var known = answers.get(key);
            if (known != null && known.until().isAfter(now)) {
                return known.review();
            }
        }
        var review = inTurn(token);
        if (review instanceof Review.Valid) {
            keep(valid, key, new Answer(review, now.plus(KEEP_VALID)));
        } else {
            keep(refused, key, new Answer(review, now.plus(KEEP_REFUSED)));
        }
        return review;
    }

    /** A service account's token is a signed JWT: three parts. */
    private static boolean looksLikeOne(String token) {
        return token.length() <= TOKEN_CHARS_MAX
                && token.chars().filter(c -> c == '.').count() == 2;
    }

    private void keep(Map<String, Answer> answers, String key, Answer answer) {
        if (answers.size() >= ENTRIES_MAX) {
            var now = clock.instant();
            answers.values().removeIf(each -> !each.until().isAfter(now));
        }
        if (answers.size() >= ENTRIES_MAX) {
            answers.clear();
        }
        answers.put(key, answer);
    }

    private Review inTurn(String token) {
        try {
            if (!turns.tryAcquire(TURN_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return judge(server.apply(token));
        } finally {
            turns.release();
        }
    }

    private static ApiProblem busy() {
        return ApiProblem.unavailable("Too many credentials are being checked at the moment.");
    }

    private static TokenReviewStatus ask(KubernetesClient client, String token) {
        return client.tokenReviews()
                .create(
                        new TokenReviewBuilder()
                                .withNewSpec()
                                .withToken(token)
                                .withAudiences(AUDIENCE)
                                .endSpec()
                                .build())
                .getStatus();
    }

    private Review judge(TokenReviewStatus status) {
        var audiences = status.getAudiences();
        if (!Boolean.TRUE.equals(status.getAuthenticated())
                || audiences == null
                || !audiences.contains(AUDIENCE)) {
            return new Review.Invalid();
        }
        return classify(status.getUser());
    }

    private Review classify(UserInfo user) {
        var name = user.getUsername();
        if (!name.startsWith(userPrefix)) {
            return new Review.Stranger(name);
        }
        var account = name.substring(userPrefix.length());
        var scopes = accounts.get(account);
        return scopes == null
                ? new Review.Stranger(name)
                : new Review.Valid(
                        new Caller(Caller.SERVICE_ACCOUNT + account, scopes, null, pod(user)));
    }

    private static Caller.@Nullable Pod pod(UserInfo user) {
        var name = extra(user, POD_NAME);
        var uid = extra(user, POD_UID);
        return name.isPresent() && uid.isPresent() ? new Caller.Pod(name.get(), uid.get()) : null;
    }

    private static Optional<String> extra(UserInfo user, String key) {
        Map<String, List<String>> extra = user.getExtra();
        var values = extra == null ? null : extra.get(key);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    private record Answer(Review review, Instant until) {}
}
