package dev.easel.api.research;

import static dev.easel.api.research.TestingResearch.search;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.easel.sandbox.search.SearchFault;
import dev.easel.sandbox.standin.Fault;
import dev.easel.sandbox.standin.TransportFault;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Each way in which a provider fails, and what the world looks like after it. */
class ProviderFailuresIT {
    private static final String WORDS = "secret garden of the red fox";

    private final TestingResearch testing = new TestingResearch();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(log);
        testing.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.easel.api.research");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                row("searxng", new SearchFault.JsonOff(), Trouble.MISCONFIGURED, 600),
                row("searxng", new SearchFault.TooFast(), Trouble.BUSY, 30),
                row("searxng", new SearchFault.EnginesBlocked(), Trouble.BLOCKED, 0),
                row("brave", new SearchFault.Unauthorized(), Trouble.MISCONFIGURED, 600),
                row("brave", new SearchFault.WrongKey(), Trouble.MISCONFIGURED, 600),
                row("brave", new SearchFault.QuotaSpent(), Trouble.QUOTA_SPENT, 1_209_600),
                row("google", new SearchFault.WrongKey(), Trouble.MISCONFIGURED, 600),
                row("google", new SearchFault.Unauthorized(), Trouble.MISCONFIGURED, 600),
                row("google", new SearchFault.TooFast(), Trouble.BUSY, 30),
                // It is 04:00 in California when the test begins.
                row("google", new SearchFault.QuotaSpent(), Trouble.QUOTA_SPENT, 20 * 3600),
                row("google", new SearchFault.DailyLimit(), Trouble.QUOTA_SPENT, 20 * 3600),
                row("google", new SearchFault.NoAccess(), Trouble.GONE, 86_400),
                row("google", new SearchFault.Gone(404), Trouble.GONE, 86_400),
                row("google", new SearchFault.Gone(410), Trouble.GONE, 86_400),
                row("searxng", new TransportFault.Html(200), Trouble.GARBAGE, 0),
                row("brave", new TransportFault.Html(200), Trouble.GARBAGE, 0),
                row("google", new TransportFault.Html(200), Trouble.GARBAGE, 0),
                row("searxng", new TransportFault.TruncatedJson(), Trouble.GARBAGE, 0),
                row("searxng", new TransportFault.Html(502), Trouble.SERVER_ERROR, 30),
                row("brave", new TransportFault.Html(500), Trouble.SERVER_ERROR, 30),
                row("searxng", new TransportFault.ConnectionReset(), Trouble.UNREACHABLE, 30),
                row("searxng", new TransportFault.Slow(60_000), Trouble.UNREACHABLE, 0),
                row("searxng", tooLong(), Trouble.UNREACHABLE, 30),
                row(
                        "brave",
                        answer(422, "{\"error\":{\"code\":\"VALIDATION\"}}"),
                        Trouble.REFUSED,
                        0),
                row("searxng", answer(302, ""), Trouble.GARBAGE, 0));
    }

    private static Fault answer(int status, String body) {
        return new TransportFault.Answer(status, "application/json", body);
    }

    private static Fault tooLong() {
        return answer(200, "{\"results\": [], \"x\": \"" + "x".repeat(Web.BODY_BYTES_MAX) + "\"}");
    }

    private static Arguments row(String provider, Fault fault, Trouble trouble, int seconds) {
        return Arguments.of(provider, fault, trouble, seconds);
    }

    /** The fault lasts; another provider is well, and named last. */
    @ParameterizedTest(name = "{0} {1} is {2}")
    @MethodSource("failures")
    void goesOnWithTheNextProvider(String provider, Fault fault, Trouble trouble, int shutSeconds) {
        var well = provider.equals("brave") ? "google" : "brave";
        testing.web.faults().arm(fault, path(provider), 0);

        var reply = search(testing.replica(provider, well), WORDS);

        assertThat(reply.provider()).isEqualTo(well);
        assertThat(reply.snippets()).isNotEmpty();
        assertThat(testing.rows()).as("only the good answer is cached").isEqualTo(1);
        assertThat(
                        testing.counted(provider, trouble.word())
                                + testing.counted(provider, Trouble.SHUT.word()))
                .isEqualTo(1);
        var calls = calls(provider);
        // The JDK's client repeats a call by itself if a connection it kept is cut.
        assertThat(calls).isBetween(1, 10);
        if (!trouble.passes()) {
            assertThat(calls).as("nothing is repeated that cannot help").isEqualTo(1);
        }
        if (shutSeconds > 0) {
            search(testing.replica(provider, well), "another red fox");
            assertThat(calls(provider)).as("it is left alone").isEqualTo(calls);
            testing.clock.advance(Duration.ofSeconds(shutSeconds));
            search(testing.replica(provider, well), "a third red fox");
            assertThat(calls(provider)).as("it is tried again").isGreaterThan(calls);
        }
        tellsNobodyWhatWasSearchedNorAnyKey();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("momentary")
    void repeatsWhatPasses(String provider, Fault fault) {
        testing.web.faults().arm(fault, path(provider), 2);

        var reply = search(testing.replica(provider), WORDS);

        assertThat(reply.provider()).isEqualTo(provider);
        assertThat(calls(provider)).isEqualTo(3);
    }

    static Stream<Arguments> momentary() {
        return Stream.of(
                Arguments.of("searxng", new SearchFault.TooFast()),
                Arguments.of("google", new SearchFault.TooFast()),
                Arguments.of("searxng", new TransportFault.ConnectionReset()),
                Arguments.of("brave", new TransportFault.Html(503)));
    }

    /** Brave's second is waited for as it says. */
    @Test
    void waitsForTheSecondThatBraveNames() {
        testing.web.faults().next(new SearchFault.TooFast());
        var started = System.nanoTime();

        assertThat(search(testing.replica("brave"), WORDS).provider()).isEqualTo("brave");
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isGreaterThan(Duration.ofMillis(990));
    }

    @Test
    void givesUpInTimeIfNobodyAnswers() {
        testing.web.goOffline();
        var research = testing.replica("searxng", "brave", "google");
        var started = System.nanoTime();

        var reply = search(research, WORDS);

        assertThat(reply.unavailable()).isEqualTo("The web search did not answer.");
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isLessThan(TestingResearch.QUICK.whole().plusMillis(500));
        assertThat(testing.rows()).isZero();
        tellsNobodyWhatWasSearchedNorAnyKey();
    }

    @Test
    void saysAtTheStartThatSearxngRefusesJson() throws InterruptedException {
        testing.web.faults().arm(new SearchFault.JsonOff(), "/search", 0);
        var research = testing.replica("searxng");
        research.check(new Searxng(new ResearchConfig.Account.Searxng(testing.web.url())));

        assertThat(log.list)
                .anySatisfy(event ->
                        assertThat(event.getFormattedMessage())
                                .contains("add json to search.formats"));
        assertThat(search(research, WORDS).unavailable()).contains("not set up correctly");

        // Put right, and started again.
        testing.web.faults().clear();
        research.check(new Searxng(new ResearchConfig.Account.Searxng(testing.web.url())));
        assertThat(search(research, WORDS).snippets()).isNotEmpty();
    }

    private void tellsNobodyWhatWasSearchedNorAnyKey() {
        assertThat(log.list).isNotEmpty();
        for (var event : log.list) {
            var all = event.getFormattedMessage() + event.getKeyValuePairs();
            assertThat(all)
                    .doesNotContain("garden", TestingResearch.BRAVE_KEY)
                    .doesNotContain(TestingResearch.GOOGLE_KEY, "engine-1");
            assertThat(event.getThrowableProxy()).isNull();
        }
        var stored =
                testing.database
                        .jdbi()
                        .withHandle(handle ->
                                handle.createQuery("SELECT payload::text FROM research_cache")
                                        .mapTo(String.class)
                                        .list());
        assertThat(String.join("", stored))
                .doesNotContain(TestingResearch.GOOGLE_KEY, TestingResearch.BRAVE_KEY);
    }

    private int calls(String provider) {
        return (int)
                testing.web.log().entries().stream()
                        .filter(entry -> List.of(path(provider)).contains(entry.path()))
                        .count();
    }

    private static String path(String provider) {
        return switch (provider) {
            case "searxng" -> "/search";
            case "brave" -> "/res/v1/web/search";
            default -> "/customsearch/v1";
        };
    }
}
