package dev.easel.api.research;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** How a search service is asked and understood. Without any call of its own. */
interface Provider {
    String name();

    HttpRequest.Builder request(Query query);

    Answer read(Response response, Query query, Instant now);

    static URI address(URI base, String path, Map<String, String> parameters) {
        return URI.create(
                base
                        + path
                        + "?"
                        + parameters.entrySet().stream()
                                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                                .collect(Collectors.joining("&")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What every service means by its status alone. */
    static Answer.Failed byStatus(Response response) {
        var why = "it answered " + response.status();
        return switch (response.status()) {
            // A proxy answers 404 for a service that starts, so it is not the end.
            case 401, 403, 404 -> new Answer.Failed(Trouble.MISCONFIGURED, why);
            case 410 -> new Answer.Failed(Trouble.GONE, why);
            case 429 -> new Answer.Failed(Trouble.BUSY, why, response.retryAfter().orElse(null));
            case 400, 422 -> new Answer.Failed(Trouble.REFUSED, why);
            default ->
                    response.status() >= 500
                            ? new Answer.Failed(
                                    Trouble.SERVER_ERROR, why, response.retryAfter().orElse(null))
                            : new Answer.Failed(Trouble.GARBAGE, why);
        };
    }

    static Answer.Failed garbage() {
        return new Answer.Failed(Trouble.GARBAGE, "its answer is none of its format");
    }
}
