package dev.easel.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.api.auth.TokenReviews.Review;
import dev.easel.api.http.ApiProblem;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatusBuilder;
import io.helidon.http.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TokenReviewsTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    @Test
    void refusesWhatCannotBeATokenWithoutAskingTheServer() {
        var reviews = reviews(this::answer);
        for (var token : Set.of("nonsense", "a.b", "a.b.c.d", "a.b." + "c".repeat(8192))) {
            assertThat(reviews.review(token)).isEqualTo(new Review.Invalid());
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void remembersAGoodTokenThroughAFloodOfBadOnes() {
        var reviews = reviews(this::answer);
        assertThat(reviews.review("good.to.ken")).isInstanceOf(Review.Valid.class);
        for (int i = 0; i < 5000; i++) {
            assertThat(reviews.review("bad.token." + i)).isInstanceOf(Review.Invalid.class);
        }
        assertThat(reviews.review("good.to.ken")).isInstanceOf(Review.Valid.class);
        assertThat(asked.get("good.to.ken")).isEqualTo(1);
    }

    @Test
    void asksTheServerAboutSixteenTokensAtATimeAndPutsOffTheRest() throws InterruptedException {
        var started = new CountDownLatch(16);
        var released = new CountDownLatch(1);
        var reviews =
                reviews(token -> {
                    started.countDown();
                    await(released);
                    return answer(token);
                });
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < 16; i++) {
                    var token = "bad.token." + i;
                    var _ = executor.submit(() -> reviews.review(token));
                }
                started.await();
                assertThatThrownBy(() -> reviews.review("good.to.ken"))
                        .isInstanceOfSatisfying(
                                ApiProblem.class,
                                problem ->
                                        assertThat(problem.status())
                                                .isEqualTo(Status.SERVICE_UNAVAILABLE_503));
            } finally {
                released.countDown();
            }
        }
        assertThat(reviews.review("good.to.ken")).isInstanceOf(Review.Valid.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static TokenReviews reviews(Function<String, TokenReviewStatus> server) {
        return new TokenReviews(server, "easel", Map.of("easel-bot", Set.of(Scope.READ)), CLOCK);
    }

    private TokenReviewStatus answer(String token) {
        asked.merge(token, 1, Integer::sum);
        var status = new TokenReviewStatusBuilder().withAudiences("easel-api");
        return token.startsWith("good")
                ? status.withAuthenticated(true)
                        .withNewUser()
                        .withUsername("system:serviceaccount:easel:easel-bot")
                        .endUser()
                        .build()
                : status.withAuthenticated(false).build();
    }
}
