package dev.easel.api.research;

import static dev.easel.api.research.TestingResearch.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.work.SearchReply;
import dev.easel.sandbox.search.SearchFault;
import dev.easel.sandbox.standin.TransportFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cache, limits and breaker, as several replicas share them. */
class SearchesIT {
    private static final String THEME = "anime style landscape LoRA";

    private final TestingResearch testing = new TestingResearch();

    @AfterEach
    void stop() {
        testing.close();
    }

    @Test
    void answersFromTheFirstProvider() {
        var reply = search(testing.replica("searxng", "brave"), THEME);

        assertThat(reply.provider()).isEqualTo("searxng");
        assertThat(reply.cached()).isFalse();
        assertThat(reply.unavailable()).isNull();
        assertThat(reply.snippets()).isNotEmpty().hasSizeLessThanOrEqualTo(8);
        assertThat(reply.snippets())
                .anySatisfy(snippet -> assertThat(snippet.text()).contains("anime background"));
        assertThat(testing.web.searches("brave")).isZero();
    }

    @Test
    void asksForJapanesePagesInEachProvidersOwnWords() {
        for (var provider : new String[] {"searxng", "brave", "google"}) {
            var reply = search(testing.replica(provider), "夕景のプロンプト", Locale.JAPANESE);

            assertThat(reply.provider()).isEqualTo(provider);
            assertThat(reply.snippets().getFirst().title()).contains("夕景");
        }
    }

    @Test
    void answersARepeatedSearchWithoutACall() {
        var first = search(testing.replica("searxng"), THEME);
        var again = search(testing.replica("searxng"), "  ANIME　style   landscape lora ");

        assertThat(again.cached()).isTrue();
        assertThat(again.snippets()).isEqualTo(first.snippets());
        assertThat(testing.web.searches()).isEqualTo(1);
    }

    @Test
    void answersACachedSearchQuickly() {
        var research = testing.replica("searxng");
        search(research, THEME);
        var millis = new ArrayList<Double>();
        for (int i = 0; i < 200; i++) {
            var started = System.nanoTime();
            assertThat(search(research, THEME).cached()).isTrue();
            millis.add((System.nanoTime() - started) / 1e6);
        }
        millis.sort(null);
        System.out.printf(
                Locale.ROOT,
                "cached search: p50 %.2f ms, p95 %.2f ms%n",
                millis.get(100),
                millis.get(190));

        assertThat(millis.get(100)).isLessThan(50);
        assertThat(testing.web.searches()).isEqualTo(1);
    }

    @Test
    void keepsResultsForSevenDays() {
        var research = testing.replica("searxng");
        search(research, THEME);

        testing.clock.advance(Duration.ofDays(7).minusSeconds(1));
        assertThat(search(research, THEME).cached()).isTrue();
        testing.clock.advance(Duration.ofSeconds(1));
        assertThat(search(research, THEME).cached()).isFalse();
        assertThat(testing.web.searches()).isEqualTo(2);
    }

    @Test
    void keepsThatNothingWasFoundForAnHour() {
        var research = testing.replica("searxng");
        testing.web.faults().next(new SearchFault.NoResults());

        var reply = search(research, THEME);
        assertThat(reply.snippets()).isEmpty();
        assertThat(reply.unavailable()).isNull();
        assertThat(search(research, THEME).cached()).isTrue();
        testing.clock.advance(Duration.ofHours(1));
        assertThat(search(research, THEME).snippets()).isNotEmpty();
    }

    @Test
    void searchesOnceForTwoReplicasAtATime() throws InterruptedException, ExecutionException {
        var replicas = new Research[] {testing.replica("searxng"), testing.replica("searxng")};
        testing.web.faults().next(new TransportFault.Slow(200));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var searches = new ArrayList<Callable<SearchReply>>();
            for (int i = 0; i < 8; i++) {
                var replica = replicas[i % 2];
                searches.add(() -> search(replica, THEME));
            }
            var found = new HashSet<Object>();
            for (var reply : executor.invokeAll(searches)) {
                found.add(reply.get().snippets());
            }
            assertThat(found).hasSize(1);
        }
        assertThat(testing.web.searches()).isEqualTo(1);
    }

    @Test
    void takesOverTheSearchOfAReplicaThatVanished() {
        var research = testing.replica("searxng");
        var flight = Query.of(THEME, "en", ResearchConfig.SafeSearch.MODERATE, 8).flightKey();
        research.cache().take(flight, UUID.randomUUID(), Duration.ofSeconds(30));

        assertThat(search(research, THEME).unavailable()).isNotNull();
        testing.clock.advance(Duration.ofSeconds(31));
        assertThat(search(research, THEME).snippets()).isNotEmpty();
    }

    @Test
    void goesToTheNextProviderOnceTheMinutesCallsAreUsedUp() {
        testing.callsPerMinute(1);
        assertThat(search(testing.replica("searxng", "brave"), "cat").provider())
                .isEqualTo("searxng");
        // Another replica has no tokens of its own.
        assertThat(search(testing.replica("searxng", "brave"), "fox").provider())
                .isEqualTo("brave");
        var reply = search(testing.replica("searxng", "brave"), "lighthouse");
        assertThat(reply.provider()).isNull();
        assertThat(reply.unavailable()).contains("limit");

        testing.clock.advance(Duration.ofMinutes(1));
        assertThat(search(testing.replica("searxng"), "lighthouse").provider())
                .isEqualTo("searxng");
        assertThat(testing.web.searches()).isEqualTo(3);
    }

    @Test
    void leavesAProviderAloneAfterFiveFailuresAndTriesItOnceLater() {
        var research = testing.replica("searxng");
        testing.web.faults().untilCleared(new TransportFault.Html(503));
        assertThat(search(research, "cat").unavailable()).isNotNull();
        assertThat(testing.web.log().entries()).hasSize(5);

        assertThat(search(testing.replica("searxng"), "fox").unavailable()).isNotNull();
        assertThat(testing.web.log().entries()).as("left alone").hasSize(5);

        testing.clock.advance(Standing.SHUT_FIRST);
        assertThat(search(research, "fox").unavailable()).isNotNull();
        assertThat(testing.web.log().entries()).as("one try").hasSize(6);
        testing.clock.advance(Standing.SHUT_FIRST);
        search(research, "fox");
        assertThat(testing.web.log().entries()).as("twice as long").hasSize(6);

        testing.web.faults().clear();
        testing.clock.advance(Standing.SHUT_FIRST);
        assertThat(search(research, "fox").snippets()).isNotEmpty();
        assertThat(search(research, "cat").unavailable()).as("closed again").isNull();
    }

    @Test
    void saysThatResearchIsOffWithoutProviders() {
        var research = testing.replica();
        assertThat(search(research, "cat").unavailable()).contains("not set up");
        assertThat(search(research, "cat", Locale.JAPANESE).unavailable()).contains("設定されていません");
    }

    @Test
    void purgesWhatIsTooOldAndTheOldestOfTooMany() {
        var research = testing.replica("searxng");
        search(research, THEME);
        testing.database
                .jdbi()
                .useHandle(handle -> {
                    handle.execute(
                            """
                            INSERT INTO research_cache
                            SELECT encode(sha256(n::text::bytea), 'hex'), 'brave', '[]', 0,
                              ?::timestamptz + n * interval '1 ms', ?::timestamptz + interval '1 hour'
                            FROM generate_series(1, ?) n
                            """,
                            testing.clock.instant().toString(),
                            testing.clock.instant().toString(),
                            Cache.ROWS_MAX + 4);
                });

        assertThat(research.cache().purge()).isEqualTo(5);
        assertThat(testing.rows()).isEqualTo(Cache.ROWS_MAX);
        testing.clock.advance(Duration.ofHours(1));
        assertThat(research.cache().purge()).isEqualTo(Cache.ROWS_MAX);
        assertThat(testing.rows()).isZero();
    }

    @Test
    void makesAnAnswerOfHostilePagesPlain() {
        testing.web.faults().next(new SearchFault.Hostile());
        var reply = search(testing.replica("searxng"), THEME);

        assertThat(reply.snippets()).hasSize(5);
        for (var snippet : reply.snippets()) {
            assertThat(snippet.title() + snippet.text())
                    .doesNotContain("<lora", "<hypernet", "<sd_cpp", "</snippets>", "<img")
                    .doesNotContain("\u200b", "\u202e", "\u0007");
        }
    }
}
