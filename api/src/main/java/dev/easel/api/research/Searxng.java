package dev.easel.api.research;

import dev.easel.api.research.ResearchConfig.Account;
import dev.easel.protocol.work.SearchReply.Snippet;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** A SearXNG of one's own. It has to allow JSON, which it does not as it is installed. */
final class Searxng implements Provider {
    private static final String PATH = "/search";

    private final Account.Searxng account;

    Searxng(Account.Searxng account) {
        this.account = account;
    }

    @Override
    public String name() {
        return "searxng";
    }

    @Override
    public HttpRequest.Builder request(Query query) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("q", query.text());
        parameters.put("format", "json");
        parameters.put("language", query.language());
        parameters.put("pageno", "1");
        parameters.put("safesearch", String.valueOf(query.safeSearch().ordinal()));
        parameters.put("categories", "general");
        return HttpRequest.newBuilder(Provider.address(account.url(), PATH, parameters));
    }

    /** Asks for nothing: whether JSON is allowed is decided before that is noticed. */
    HttpRequest.Builder formatCheck() {
        return HttpRequest.newBuilder(
                Provider.address(account.url(), PATH, Map.of("format", "json")));
    }

    @Override
    public Answer read(Response response, Query query, Instant now) {
        if (response.status() == 403) {
            return new Answer.Failed(
                    Trouble.MISCONFIGURED,
                    "it answered 403: add json to search.formats in its settings.yml");
        }
        if (response.status() != 200) {
            return Provider.byStatus(response);
        }
        var json = response.json();
        if (!json.path("results").isArray()) {
            return Provider.garbage();
        }
        var snippets = new ArrayList<Snippet>();
        for (var result : json.path("results")) {
            Snippets.of(
                            result.path("title").asText(""),
                            result.path("url").asText(""),
                            result.path("content").asText(""),
                            result.path("publishedDate").asText(""))
                    .ifPresent(snippets::add);
        }
        if (snippets.isEmpty() && !json.path("unresponsive_engines").isEmpty()) {
            return new Answer.Failed(
                    Trouble.BLOCKED,
                    "none of its "
                            + json.path("unresponsive_engines").size()
                            + " unresponsive engines answered (CAPTCHA or ban)");
        }
        return new Answer.Found(Snippets.bounded(snippets, query.count()));
    }
}
