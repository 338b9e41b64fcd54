package dev.easel.sandbox.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.sandbox.standin.Call;
import dev.easel.sandbox.standin.Reply;
import java.util.List;
import java.util.Optional;

/** SearXNG's JSON interface. */
final class Searxng {
    static final String PATH = "/search";
    private static final int RESULTS_MAX = 20;

    private final ObjectMapper mapper;

    Searxng(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    Reply answer(Call call, Optional<SearchFault> fault, Endpoints.Find find) {
        var query = call.query().getOrDefault("q", "");
        var json = call.query().getOrDefault("format", "html").equals("json");
        // The format is looked at before the query.
        if (json && fault.orElse(null) instanceof SearchFault.JsonOff) {
            return Reply.text(
                    403,
                    "text/html",
                    "<!doctype html><title>403 Forbidden</title><h1>Forbidden</h1>");
        }
        if (query.isBlank()) {
            return json
                    ? Reply.json(400, mapper.createObjectNode().put("error", "No query"))
                    : Reply.text(400, "text/html", "<html><body>No query</body></html>");
        }
        if (fault.orElse(null) instanceof SearchFault.TooFast) {
            return Reply.text(429, "text/plain", "Too Many Requests");
        }
        if (!json) {
            return Reply.text(200, "text/html", "<html><body>results</body></html>");
        }
        var blocked = fault.orElse(null) instanceof SearchFault.EnginesBlocked;
        var pages =
                blocked
                        ? List.<Page>of()
                        : find.pages(
                                query,
                                call.query().getOrDefault("language", "all"),
                                RESULTS_MAX,
                                fault);
        return Reply.json(body(query, pages, blocked));
    }

    private com.fasterxml.jackson.databind.node.ObjectNode body(
            String query, List<Page> pages, boolean blocked) {
        var body = mapper.createObjectNode().put("query", query).put("number_of_results", 0);
        var results = body.putArray("results");
        for (int i = 0; i < pages.size(); i++) {
            var page = pages.get(i);
            var result =
                    results.addObject()
                            .put("url", page.url())
                            .put("title", page.title())
                            .put("content", page.text())
                            .put("engine", "stand-in")
                            .put("score", 1.0 / (i + 1))
                            .put("category", "general");
            if (page.published().isEmpty()) {
                result.putNull("publishedDate");
            } else {
                result.put("publishedDate", page.published() + "T00:00:00");
            }
        }
        body.putArray("answers");
        body.putArray("corrections");
        body.putArray("infoboxes");
        body.putArray("suggestions");
        var unresponsive = body.putArray("unresponsive_engines");
        if (blocked) {
            unresponsive.addArray().add("duckduckgo").add("CAPTCHA");
            unresponsive.addArray().add("google").add("Suspended: access denied");
        }
        return body;
    }
}
