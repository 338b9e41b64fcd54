package dev.easel.api.research;

import dev.easel.api.research.ResearchConfig.Account;
import dev.easel.api.research.ResearchConfig.SafeSearch;
import dev.easel.protocol.work.SearchReply.Snippet;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;

/** Google's Custom Search, which ends with the year 2026. Its key is part of the address. */
final class Google implements Provider {
    static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    private static final ZoneId QUOTA_ZONE = ZoneId.of("America/Los_Angeles");
    private static final int NUM_MAX = 10;

    private final Account.Google account;

    Google(Account.Google account) {
        this.account = account;
    }

    @Override
    public String name() {
        return "google";
    }

    @Override
    public HttpRequest.Builder request(Query query) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("key", account.key().value());
        parameters.put("cx", account.engine());
        parameters.put("q", query.text());
        parameters.put("num", String.valueOf(Math.min(query.count(), NUM_MAX)));
        parameters.put("lr", "lang_" + query.language());
        parameters.put("gl", query.region());
        parameters.put("hl", query.language());
        parameters.put("safe", query.safeSearch() == SafeSearch.OFF ? "off" : "active");
        return HttpRequest.newBuilder(
                Provider.address(account.url(), "/customsearch/v1", parameters));
    }

    @Override
    public Answer read(Response response, Query query, Instant now) {
        var json = response.json();
        if (response.status() != 200) {
            return failed(response, now);
        }
        if (json.isMissingNode()) {
            return Provider.garbage();
        }
        var snippets = new ArrayList<Snippet>();
        for (var item : json.path("items")) {
            Snippets.of(
                            item.path("title").asText(""),
                            item.path("link").asText(""),
                            item.path("snippet").asText(""),
                            "")
                    .ifPresent(snippets::add);
        }
        return new Answer.Found(Snippets.bounded(snippets, query.count()));
    }

    private static Answer failed(Response response, Instant now) {
        var error = response.json().path("error");
        var message = error.path("message").asText("").toLowerCase(Locale.ROOT);
        var reason = error.path("errors").path(0).path("reason").asText("");
        var status = response.status();
        if (reason.equals("dailyLimitExceeded") || (status == 429 && message.contains("per day"))) {
            return new Answer.Failed(
                    Trouble.QUOTA_SPENT, "the day's searches are used up", untilReset(now));
        }
        if (reason.equals("rateLimitExceeded") || reason.equals("userRateLimitExceeded")) {
            return new Answer.Failed(
                    Trouble.BUSY,
                    "it answered " + status + ", too many calls",
                    response.retryAfter().orElse(null));
        }
        return switch (status) {
            case 403 ->
                    new Answer.Failed(
                            Trouble.GONE,
                            "it answered 403: this project may not use Custom Search, which is"
                                    + " closed to new customers");
            case 400, 401 ->
                    new Answer.Failed(
                            Trouble.MISCONFIGURED,
                            "it answered " + status + ": the key or the engine's id");
            case 404 -> new Answer.Failed(Trouble.GONE, "it answered 404: the service has ended");
            default -> Provider.byStatus(response);
        };
    }

    /** The day of the quota begins at midnight in California. */
    static Duration untilReset(Instant now) {
        var midnight = now.atZone(QUOTA_ZONE).toLocalDate().plusDays(1).atTime(LocalTime.MIDNIGHT);
        return Duration.between(now, midnight.atZone(QUOTA_ZONE).toInstant());
    }
}
