package dev.easel.api.research;

import dev.easel.api.research.ResearchConfig.Account;
import dev.easel.protocol.work.SearchReply.Snippet;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Brave Search. Its rate headers hold pairs: this second's, and this month's. */
final class Brave implements Provider {
    private static final int WORDS_MAX = 50;
    private static final int COUNT_MAX = 20;

    private final Account.Brave account;

    Brave(Account.Brave account) {
        this.account = account;
    }

    @Override
    public String name() {
        return "brave";
    }

    @Override
    public HttpRequest.Builder request(Query query) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("q", words(query.text()));
        parameters.put("country", query.region().toUpperCase(Locale.ROOT));
        // Its code for Japanese is the country's; it refuses the language's.
        parameters.put("search_lang", query.japanese() ? "jp" : query.language());
        parameters.put("count", String.valueOf(Math.min(query.count(), COUNT_MAX)));
        parameters.put("safesearch", query.safeSearch().word());
        return HttpRequest.newBuilder(
                        Provider.address(account.url(), "/res/v1/web/search", parameters))
                .header("X-Subscription-Token", account.key().value());
    }

    private static String words(String text) {
        return Arrays.stream(text.split(" ", -1)).limit(WORDS_MAX).collect(Collectors.joining(" "));
    }

    @Override
    public Answer read(Response response, Query query, Instant now) {
        var json = response.json();
        if (response.status() == 429) {
            return limited(response);
        }
        if (response.status() == 422
                && json.path("error").path("code").asText().contains("TOKEN")) {
            return new Answer.Failed(Trouble.MISCONFIGURED, "it refused the key");
        }
        if (response.status() != 200) {
            return Provider.byStatus(response);
        }
        if (json.isMissingNode()) {
            return Provider.garbage();
        }
        var snippets = new ArrayList<Snippet>();
        for (var result : json.path("web").path("results")) {
            Snippets.of(
                            result.path("title").asText(""),
                            result.path("url").asText(""),
                            result.path("description").asText(""),
                            result.path("page_age").asText(""))
                    .ifPresent(snippets::add);
        }
        return new Answer.Found(Snippets.bounded(snippets, query.count()));
    }

    private static Answer.Failed limited(Response response) {
        var remaining = numbers(response, "x-ratelimit-remaining");
        var reset = numbers(response, "x-ratelimit-reset");
        var limit = numbers(response, "x-ratelimit-limit");
        // A plan without a monthly limit says 0 of 0.
        var unlimited = limit.size() > 1 && limit.getLast() == 0;
        var monthSpent = remaining.size() > 1 && remaining.getLast() == 0 && !unlimited;
        if (monthSpent) {
            var wait = reset.size() > 1 ? reset.getLast() : Duration.ofDays(1).toSeconds();
            return new Answer.Failed(
                    Trouble.QUOTA_SPENT, "the month's searches are used up", seconds(wait));
        }
        return new Answer.Failed(
                Trouble.BUSY,
                "it answered 429",
                reset.isEmpty() ? response.retryAfter().orElse(null) : seconds(reset.getFirst()));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(Math.clamp(seconds, 0, Duration.ofDays(31).toSeconds()));
    }

    private static List<Long> numbers(Response response, String header) {
        return Arrays.stream(response.header(header).orElse("").split(",", -1))
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,12}"))
                .map(Long::valueOf)
                .toList();
    }
}
