package dev.easel.api.auth;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
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
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server whose token this is. Answers are kept for a moment under the token's hash:
 * long enough for a generator's progress once a second, short enough that a deleted pod's token
 * soon ends.
 */
public final class TokenReviews {
    public static final String AUDIENCE = "easel-api";
    private static final Duration KEEP_VALID = Duration.ofSeconds(20);
    private static final Duration KEEP_REFUSED = Duration.ofSeconds(5);
    private static final int ENTRIES_MAX = 2000;
    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
    private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

    private final KubernetesClient client;
    private final String userPrefix;
    private final Map<String, Set<Scope>> accounts;
    private final Clock clock;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    public TokenReviews(
            KubernetesClient client,
            String namespace,
            Map<String, Set<Scope>> accounts,
            Clock clock) {
        this.client = client;
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
        var key = HexFormat.of().formatHex(ApiKeys.sha256(token));
        var now = clock.instant();
        var known = answers.get(key);
        if (known != null && known.until().isAfter(now)) {
            return known.review();
        }
        var review = ask(token);
        if (answers.size() >= ENTRIES_MAX) {
            answers.clear();
        }
        var keep = review instanceof Review.Valid ? KEEP_VALID : KEEP_REFUSED;
        answers.put(key, new Answer(review, now.plus(keep)));
        return review;
    }

    private Review ask(String token) {
        var status =
                client.tokenReviews()
                        .create(
                                new TokenReviewBuilder()
                                        .withNewSpec()
                                        .withToken(token)
                                        .withAudiences(AUDIENCE)
                                        .endSpec()
                                        .build())
                        .getStatus();
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
                        new Caller("serviceaccount:" + account, scopes, null, pod(user)));
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
