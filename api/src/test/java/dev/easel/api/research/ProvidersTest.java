package dev.easel.api.research;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.research.ResearchConfig.Account;
import dev.easel.api.research.ResearchConfig.SafeSearch;
import dev.easel.service.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Provider SEARXNG =
            new Searxng(new Account.Searxng(URI.create("http://searxng:8080/sub")));
    private static final Provider BRAVE =
            new Brave(new Account.Brave(URI.create("https://brave.test"), new Secret("k")));
    private static final Provider GOOGLE =
            new Google(new Account.Google(URI.create("https://g.test"), new Secret("k"), "cx"));

    @Test
    void asksSearxngForJson() {
        assertThat(address(SEARXNG, query("猫 & 犬", "ja")))
                .isEqualTo(
                        "http://searxng:8080/sub/search?q=%E7%8C%AB+%26+%E7%8A%AC&format=json"
                                + "&language=ja&pageno=1&safesearch=1&categories=general");
    }

    @Test
    void asksBraveWithItsOwnCodeForJapaneseAndTheKeyInAHeader() {
        var request = BRAVE.request(query("猫", "ja")).build();
        assertThat(request.uri().getQuery())
                .isEqualTo("q=猫&country=JP&search_lang=jp&count=8&safesearch=moderate");
        assertThat(request.headers().firstValue("X-Subscription-Token")).contains("k");
        assertThat(address(BRAVE, query("cat", "en"))).contains("country=US&search_lang=en");
    }

    @Test
    void sendsBraveAtMostFiftyWords() {
        var words = "w ".repeat(80).strip();
        var query = BRAVE.request(query(words, "en")).build().uri().getQuery();
        assertThat(query.substring(0, query.indexOf('&')).split("w", -1)).hasSize(51);
    }

    @Test
    void asksGoogleForAtMostTen() {
        var query = Query.of("cat", "en", SafeSearch.OFF, 20);
        assertThat(address(GOOGLE, query))
                .isEqualTo(
                        "https://g.test/customsearch/v1?key=k&cx=cx&q=cat&num=10&lr=lang_en&gl=us"
                                + "&hl=en&safe=off");
        assertThat(address(GOOGLE, query("猫", "ja"))).contains("lr=lang_ja&gl=jp", "safe=active");
    }

    @Test
    void readsNoItemsAsNothingFound() {
        assertThat(read(GOOGLE, 200, "{\"kind\":\"customsearch#search\"}"))
                .isEqualTo(new Answer.Found(java.util.List.of()));
        assertThat(read(BRAVE, 200, "{\"type\":\"search\"}"))
                .isEqualTo(new Answer.Found(java.util.List.of()));
        assertThat(read(SEARXNG, 200, "{\"results\":[],\"unresponsive_engines\":[]}"))
                .isEqualTo(new Answer.Found(java.util.List.of()));
    }

    @Test
    void leavesOutAddressesThatNobodyCanFollow() {
        var answer =
                read(
                        SEARXNG,
                        200,
                        """
                        {"results":[
                          {"url":"javascript:alert(1)","title":"a","content":"a"},
                          {"url":"http://user:pass@host/","title":"a","content":"a"},
                          {"url":"not an address","title":"a","content":"a"},
                          {"url":"file:///etc/passwd","title":"a","content":"a"},
                          {"url":"https://ok.test/","title":"","content":"&lt;b&gt;bold&amp;",
                           "publishedDate":"2026-01-01T00:00:00"}]}
                        """);
        assertThat(((Answer.Found) answer).snippets())
                .singleElement()
                .satisfies(snippet -> {
                    assertThat(snippet.title()).isEqualTo("ok.test");
                    assertThat(snippet.text()).isEqualTo("bold&");
                    assertThat(snippet.published()).isEqualTo("2026-01-01T00:00:00");
                });
    }

    @ParameterizedTest(name = "searxng {0} is {1}")
    @CsvSource({
        "400, REFUSED",
        "401, MISCONFIGURED",
        "403, MISCONFIGURED",
        "404, MISCONFIGURED",
        "410, GONE",
        "429, BUSY",
        "500, SERVER_ERROR",
        "302, GARBAGE"
    })
    void understandsSearxngsStatus(int status, Trouble trouble) {
        assertThat(trouble(read(SEARXNG, status, ""))).isEqualTo(trouble);
    }

    @ParameterizedTest(name = "brave {0} {1} is {2}")
    @CsvSource({
        "401, '', MISCONFIGURED",
        "403, '', MISCONFIGURED",
        "422, SUBSCRIPTION_TOKEN_INVALID, MISCONFIGURED",
        "422, VALIDATION, REFUSED",
        "429, RATE_LIMITED, BUSY",
        "500, '', SERVER_ERROR"
    })
    void understandsBravesErrors(int status, String code, Trouble trouble) {
        assertThat(trouble(read(BRAVE, status, "{\"error\":{\"code\":\"" + code + "\"}}")))
                .isEqualTo(trouble);
    }

    @Test
    void tellsBravesSecondFromItsMonth() {
        var second = limited("0, 1400", "1, 1419704");
        assertThat(second.trouble()).isEqualTo(Trouble.BUSY);
        assertThat(second.pause()).isEqualTo(Duration.ofSeconds(1));
        var month = limited("1, 0", "1, 1419704");
        assertThat(month.trouble()).isEqualTo(Trouble.QUOTA_SPENT);
        assertThat(month.pause()).isEqualTo(Duration.ofSeconds(1419704));
        var unlimited = limited("20, 0", "0, 0", "1, 0");
        assertThat(unlimited.trouble()).isEqualTo(Trouble.BUSY);
    }

    @ParameterizedTest(name = "google {0} {1} is {3}")
    @CsvSource({
        "429, rateLimitExceeded, Quota exceeded for 'Queries per day', QUOTA_SPENT",
        "429, rateLimitExceeded, Quota exceeded for 'Queries per minute', BUSY",
        "403, dailyLimitExceeded, Daily Limit Exceeded, QUOTA_SPENT",
        "403, userRateLimitExceeded, User Rate Limit Exceeded, BUSY",
        "403, forbidden, This project does not have the access, GONE",
        "404, '', '', GONE",
        "410, '', '', GONE",
        "400, badRequest, API key not valid, MISCONFIGURED",
        "401, authError, Invalid credentials, MISCONFIGURED",
        "503, backendError, '', SERVER_ERROR"
    })
    void understandsGooglesErrors(int status, String reason, String message, Trouble trouble) {
        var body =
                """
                {"error":{"code":%d,"message":"%s","errors":[{"reason":"%s"}]}}
                """
                        .formatted(status, message, reason);
        assertThat(trouble(read(GOOGLE, status, body))).isEqualTo(trouble);
    }

    @ParameterizedTest(name = "at {0} the next day of the quota is {1} away")
    @CsvSource({
        "2026-11-23T12:00:00Z, PT20H",
        "2026-11-23T08:00:00Z, PT24H",
        "2026-11-23T07:59:59Z, PT1S",
        "2026-07-01T12:00:00Z, PT19H",
        "2026-11-01T07:00:00Z, PT25H"
    })
    void knowsWhenGooglesDayBegins(Instant now, Duration until) {
        assertThat(Google.untilReset(now)).isEqualTo(until);
    }

    @Test
    void givesSearchesThatMeanTheSameOneKey() {
        var key = query("Anime ＬｏＲＡ", "ja").cacheKey("searxng");
        assertThat(query(" anime  lora ", "ja").cacheKey("searxng")).isEqualTo(key);
        assertThat(query("anime lora", "en").cacheKey("searxng")).isNotEqualTo(key);
        assertThat(query("anime lora", "ja").cacheKey("brave")).isNotEqualTo(key);
        assertThat(Query.of("anime lora", "ja", SafeSearch.STRICT, 8).cacheKey("searxng"))
                .isNotEqualTo(key);
        assertThat(Query.of("anime lora", "ja", SafeSearch.MODERATE, 9).cacheKey("searxng"))
                .isNotEqualTo(key);
        assertThat(query("my secret", "ja").toString()).doesNotContain("secret");
    }

    private static Answer.Failed limited(String remaining, String reset) {
        return limited("1, 2000", remaining, reset);
    }

    private static Answer.Failed limited(String limit, String remaining, String reset) {
        return (Answer.Failed)
                BRAVE.read(
                        new Response(
                                429,
                                Map.of(
                                        "x-ratelimit-limit",
                                        limit,
                                        "x-ratelimit-remaining",
                                        remaining,
                                        "x-ratelimit-reset",
                                        reset),
                                new byte[0]),
                        query("cat", "en"),
                        NOON);
    }

    private static Query query(String text, String language) {
        return Query.of(text, language, SafeSearch.MODERATE, 8);
    }

    private static String address(Provider provider, Query query) {
        return provider.request(query).build().uri().toString();
    }

    private static Answer read(Provider provider, int status, String body) {
        return provider.read(
                new Response(status, Map.of(), body.getBytes(UTF_8)), query("cat", "en"), NOON);
    }

    private static Trouble trouble(Answer answer) {
        return ((Answer.Failed) answer).trouble();
    }
}
