package dev.easel.api.research;

import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.protocol.work.SearchQuery;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Searches for the pod that holds a claim; nobody else may spend the installation's quota. */
public final class ResearchEndpoint {
    private static final int QUERY_CHARS_MAX = 400;
    private static final int COUNT_MAX = 20;

    private final Research research;
    private final BiConsumer<ServerRequest, Caller> requireClaim;

    /**
     * @param requireClaim throws unless the caller holds the claim that the call names
     */
    public ResearchEndpoint(Research research, BiConsumer<ServerRequest, Caller> requireClaim) {
        this.research = research;
        this.requireClaim = requireClaim;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.post(
                "/internal/v1/requests/{id}/attempts/{attempt}/search",
                access.with(Scope.INTERNAL, this::search));
    }

    private void search(ServerRequest request, ServerResponse response, Caller caller)
            throws InterruptedException {
        requireClaim.accept(request, caller);
        var asked = Exchange.internalJson(request, SearchQuery.class);
        check(asked);
        var language = asked.language() == null ? "en" : asked.language();
        var query =
                Query.of(asked.query(), language, research.config().safeSearch(), asked.count());
        Exchange.send(response, Status.OK_200, research.searches().search(query, locale(request)));
    }

    private static void check(SearchQuery asked) {
        if (asked.query() == null
                || asked.query().isBlank()
                || asked.query().length() > QUERY_CHARS_MAX) {
            throw ApiProblem.invalid("query", "query must have 1 to 400 characters.");
        }
        if (asked.language() != null && !asked.language().matches("[a-zA-Z]{2}(-[a-zA-Z]{2,8})?")) {
            throw ApiProblem.invalid("language", "language must be a code such as en or ja.");
        }
        if (asked.count() < 1 || asked.count() > COUNT_MAX) {
            throw ApiProblem.invalid("count", "count must be from 1 to 20.");
        }
    }

    /** The sentence about trouble is for the user, in whose name the generator asks. */
    private static Locale locale(ServerRequest request) {
        return request.headers()
                        .first(HeaderNames.ACCEPT_LANGUAGE)
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("ja")
                ? Locale.JAPANESE
                : Locale.ENGLISH;
    }
}
