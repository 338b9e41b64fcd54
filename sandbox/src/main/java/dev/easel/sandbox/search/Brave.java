package dev.easel.sandbox.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.sandbox.standin.Call;
import dev.easel.sandbox.standin.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brave's web search. Like the real one it takes {@code jp} and refuses {@code ja}. */
final class Brave {
    static final String PATH = "/res/v1/web/search";
    private static final int QUERY_CHARS_MAX = 400;
    private static final int QUERY_WORDS_MAX = 50;
    private static final int COUNT_MAX = 20;
    private static final long MONTH_SECONDS_LEFT = 1_209_600;
    private static final Set<String> LANGUAGES =
            Set.of("en", "en-gb", "jp", "de", "fr", "es", "it", "ko", "zh-hans", "zh-hant");

    private final ObjectMapper mapper;

    Brave(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    Reply answer(Call call, Optional<SearchFault> fault, Endpoints.Find find) {
        switch (fault.orElse(null)) {
            case SearchFault.WrongKey _ -> {
                return failed(422, "SUBSCRIPTION_TOKEN_INVALID", "The token is invalid.");
            }
            case SearchFault.Unauthorized _ -> {
                return failed(401, "UNAUTHORIZED", "Authentication is required.");
            }
            case SearchFault.TooFast _ -> {
                return limited("0, 1500", "1, " + MONTH_SECONDS_LEFT);
            }
            case SearchFault.QuotaSpent _ -> {
                return limited("1, 0", "1, " + MONTH_SECONDS_LEFT);
            }
            case null, default -> {}
        }
        if (call.header("x-subscription-token").orElse("").isBlank()) {
            return failed(422, "SUBSCRIPTION_TOKEN_INVALID", "The token is missing.");
        }
        var wrong = wrongParameter(call);
        return wrong.isPresent() ? invalid(wrong.get()) : found(call, fault, find);
    }

    private static Optional<String> wrongParameter(Call call) {
        var query = call.query().getOrDefault("q", "");
        if (query.isBlank()
                || query.length() > QUERY_CHARS_MAX
                || query.split("\\s+", -1).length > QUERY_WORDS_MAX) {
            return Optional.of("q");
        }
        var count = call.query().getOrDefault("count", "20");
        if (!count.matches("[0-9]{1,2}") || Integer.parseInt(count) > COUNT_MAX) {
            return Optional.of("count");
        }
        return LANGUAGES.contains(call.query().getOrDefault("search_lang", "en"))
                ? Optional.empty()
                : Optional.of("search_lang");
    }

    private Reply found(Call call, Optional<SearchFault> fault, Endpoints.Find find) {
        var language = call.query().getOrDefault("search_lang", "en");
        var pages =
                find.pages(
                        call.query().getOrDefault("q", ""),
                        language.equals("jp") ? "ja" : language,
                        Integer.parseInt(call.query().getOrDefault("count", "20")),
                        fault);
        var body = mapper.createObjectNode().put("type", "search");
        // Without results the whole part is left out.
        if (!pages.isEmpty()) {
            var results = body.putObject("web").put("type", "search").putArray("results");
            for (var page : pages) {
                var result =
                        results.addObject()
                                .put("title", page.title())
                                .put("url", page.url())
                                .put("description", "<strong>" + page.text() + "</strong>");
                if (!page.published().isEmpty()) {
                    result.put("page_age", page.published() + "T00:00:00");
                }
            }
        }
        return new Reply.WithHeaders(Reply.json(body), limits("0, 1499", "1, 1209600"));
    }

    private Reply limited(String remaining, String reset) {
        return new Reply.WithHeaders(
                failed(429, "RATE_LIMITED", "Request rate limit exceeded for plan"),
                limits(remaining, reset));
    }

    private static Map<String, String> limits(String remaining, String reset) {
        return Map.of(
                "X-RateLimit-Limit",
                "1, 15000",
                "X-RateLimit-Policy",
                "1;w=1, 15000;w=2592000",
                "X-RateLimit-Remaining",
                remaining,
                "X-RateLimit-Reset",
                reset);
    }

    private Reply invalid(String parameter) {
        var body = error(422, "VALIDATION", "Unable to validate request parameter(s)");
        var errors = ((ObjectNode) body.get("error")).putObject("meta").putArray("errors");
        errors.addObject().putArray("loc").add("query").add(parameter);
        return Reply.json(422, body);
    }

    private Reply failed(int status, String code, String detail) {
        return Reply.json(status, error(status, code, detail));
    }

    private ObjectNode error(int status, String code, String detail) {
        var body = mapper.createObjectNode().put("type", "ErrorResponse");
        body.putObject("error").put("status", status).put("code", code).put("detail", detail);
        return body;
    }
}
