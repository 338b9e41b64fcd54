package dev.easel.api.generation;

import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.Exchange;
import dev.easel.api.http.IdempotencyKey;
import dev.easel.protocol.client.GenerateInput;
import dev.easel.protocol.client.RequestAccepted;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every way to make a new request. */
public final class SubmissionEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(SubmissionEndpoint.class);
    private static final String REQUEST = "/api/v1/requests/{id}";

    private final Requests requests;
    private final Submissions submissions;
    private final Repeats repeats;

    public SubmissionEndpoint(
            Jdbi jdbi, Requests requests, Resources resources, String defaultPool) {
        this.requests = requests;
        this.submissions = new Submissions(requests, resources, defaultPool);
        this.repeats = new Repeats(jdbi, resources, submissions);
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.post("/api/v1/generate", access.with(Scope.GENERATE, this::generate));
        routing.post(REQUEST + "/retry", access.with(Scope.GENERATE, this::retry));
        routing.post(REQUEST + "/replay", access.with(Scope.GENERATE, this::replay));
    }

    private void generate(ServerRequest request, ServerResponse response, Caller caller) {
        var input = Exchange.json(request, GenerateInput.class);
        created(response, caller, submissions.submit(caller, IdempotencyKey.of(request), input));
    }

    private void retry(ServerRequest request, ServerResponse response, Caller caller) {
        var row = visible(request, caller);
        created(response, caller, repeats.retry(caller, IdempotencyKey.of(request), row));
    }

    private void replay(ServerRequest request, ServerResponse response, Caller caller) {
        var row = visible(request, caller);
        created(response, caller, repeats.replay(caller, IdempotencyKey.of(request), row));
    }

    private Requests.Row visible(ServerRequest request, Caller caller) {
        return GenerationEndpoint.visible(requests, Exchange.uuid(request, "id"), caller);
    }

    private static void created(ServerResponse response, Caller caller, RequestAccepted accepted) {
        LOG.atInfo()
                .addKeyValue("request.uid", accepted.requestId())
                .addKeyValue("caller", caller.id())
                .log("request created");
        response.header(HeaderNames.LOCATION, "/api/v1/requests/" + accepted.requestId());
        Exchange.send(response, Status.ACCEPTED_202, accepted);
    }
}
