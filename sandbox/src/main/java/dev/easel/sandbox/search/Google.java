package dev.easel.sandbox.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.sandbox.standin.Call;
import dev.easel.sandbox.standin.Reply;
import java.util.Optional;

/** Google's Custom Search JSON interface. */
final class Google {
    static final String PATH = "/customsearch/v1";
    private static final int NUM_MAX = 10;

    private final ObjectMapper mapper;

    Google(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    Reply answer(Call call, Optional<SearchFault> fault, Endpoints.Find find) {
        return switch (fault.orElse(null)) {
            case SearchFault.TooFast _ ->
                    failed(
                            429,
                            "RESOURCE_EXHAUSTED",
                            "rateLimitExceeded",
                            "Quota exceeded for quota metric 'Queries' and limit 'Queries per"
                                    + " minute per user' of service 'customsearch.googleapis.com'");
            case SearchFault.QuotaSpent _ ->
                    failed(
                            429,
                            "RESOURCE_EXHAUSTED",
                            "rateLimitExceeded",
                            "Quota exceeded for quota metric 'Queries' and limit 'Queries per day'"
                                    + " of service 'customsearch.googleapis.com'");
            case SearchFault.DailyLimit _ ->
                    failed(403, "", "dailyLimitExceeded", "Daily Limit Exceeded");
            case SearchFault.WrongKey _ ->
                    failed(
                            400,
                            "INVALID_ARGUMENT",
                            "badRequest",
                            "API key not valid. Please pass a valid API key.");
            case SearchFault.Unauthorized _ ->
                    failed(401, "UNAUTHENTICATED", "authError", "Invalid credentials.");
            case SearchFault.NoAccess _ ->
                    failed(
                            403,
                            "PERMISSION_DENIED",
                            "forbidden",
                            "This project does not have the access to Custom Search JSON API.");
            case SearchFault.Gone(int status) ->
                    Reply.text(status, "text/html", "<html><title>Error</title></html>");
            case null, default -> found(call, fault, find);
        };
    }

    private Reply found(Call call, Optional<SearchFault> fault, Endpoints.Find find) {
        for (var name : new String[] {"key", "cx", "q"}) {
            if (call.query().getOrDefault(name, "").isBlank()) {
                return failed(400, "INVALID_ARGUMENT", "required", "Required parameter: " + name);
            }
        }
        var num = call.query().getOrDefault("num", "10");
        if (!num.matches("[0-9]{1,2}")
                || Integer.parseInt(num) < 1
                || Integer.parseInt(num) > NUM_MAX) {
            return failed(
                    400, "INVALID_ARGUMENT", "badRequest", "Request contains an invalid argument.");
        }
        var pages =
                find.pages(
                        call.query().getOrDefault("q", ""),
                        call.query().getOrDefault("lr", "lang_en").replace("lang_", ""),
                        Integer.parseInt(num),
                        fault);
        var body = mapper.createObjectNode().put("kind", "customsearch#search");
        body.putObject("searchInformation").put("totalResults", String.valueOf(pages.size()));
        // Without results there are no items at all.
        if (!pages.isEmpty()) {
            var items = body.putArray("items");
            for (var page : pages) {
                items.addObject()
                        .put("kind", "customsearch#result")
                        .put("title", page.title())
                        .put("htmlTitle", "<b>" + page.title() + "</b>")
                        .put("link", page.url())
                        .put("snippet", page.text())
                        .put("htmlSnippet", "<b>" + page.text() + "</b>");
            }
        }
        return Reply.json(body);
    }

    private Reply failed(int status, String word, String reason, String message) {
        var body = mapper.createObjectNode();
        var error = body.putObject("error").put("code", status).put("message", message);
        if (!word.isEmpty()) {
            error.put("status", word);
        }
        error.putArray("errors")
                .addObject()
                .put("message", message)
                .put("domain", "global")
                .put("reason", reason);
        return Reply.json(status, body);
    }
}
