package dev.easel.api.generation;

import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.protocol.client.GenerateInput;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creating, reading and cancelling generation requests. */
public final class GenerationEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationEndpoint.class);
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final Pattern KEY_FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final String REQUEST = "/api/v1/requests/{id}";

    private final Submissions submissions;
    private final Requests requests;
    private final Details details;
    private final Resources resources;
    private final Listing listing;
    private final Erasures erasures;

    public GenerationEndpoint(
            Requests requests,
            Details details,
            Resources resources,
            Listing listing,
            Erasures erasures,
            String defaultPool) {
        this.submissions = new Submissions(requests, resources, defaultPool);
        this.requests = requests;
        this.details = details;
        this.resources = resources;
        this.listing = listing;
        this.erasures = erasures;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.post("/api/v1/generate", access.with(Scope.GENERATE, this::generate));
        routing.get("/api/v1/requests", access.with(Scope.READ, this::list));
        routing.delete(REQUEST, access.with(Scope.GENERATE, this::erase));
        routing.get(REQUEST, access.with(Scope.READ, this::detail));
        routing.post(REQUEST + "/cancel", access.with(Scope.GENERATE, this::cancel));
    }

    private void generate(ServerRequest request, ServerResponse response, Caller caller) {
        var input = Exchange.json(request, GenerateInput.class);
        var accepted = submissions.submit(caller, idempotencyKey(request), input);
        LOG.atInfo()
                .addKeyValue("request.uid", accepted.requestId())
                .addKeyValue("caller", caller.id())
                .log("request created");
        response.header(HeaderNames.LOCATION, "/api/v1/requests/" + accepted.requestId());
        Exchange.send(response, Status.ACCEPTED_202, accepted);
    }

    private static @Nullable String idempotencyKey(ServerRequest request) {
        var key = request.headers().first(HeaderNames.create(IDEMPOTENCY_KEY)).orElse(null);
        if (key != null && !KEY_FORM.matcher(key).matches()) {
            throw ApiProblem.invalid(
                    IDEMPOTENCY_KEY,
                    "The header Idempotency-Key must be 1 to 255 visible ASCII characters: a UUID"
                            + " is usual.");
        }
        return key;
    }

    private void list(ServerRequest request, ServerResponse response, Caller caller) {
        Exchange.send(response, Status.OK_200, listing.page(Search.of(request.query()), caller));
    }

    private void erase(ServerRequest request, ServerResponse response, Caller caller) {
        var row = visible(request, caller);
        erasures.erase(row);
        LOG.atInfo()
                .addKeyValue("request.uid", row.requestUid())
                .addKeyValue("caller", caller.id())
                .log("request deleted");
        response.status(Status.NO_CONTENT_204).send();
    }

    private void detail(ServerRequest request, ServerResponse response, Caller caller) {
        var id = visible(request, caller).requestUid();
        Exchange.send(
                response,
                Status.OK_200,
                details.detail(id).orElseThrow(() -> ApiProblem.notFound("This request")));
    }

    private void cancel(ServerRequest request, ServerResponse response, Caller caller) {
        var row = visible(request, caller);
        if (row.isFinished()) {
            throw finished();
        }
        if (!row.isCancelled()) {
            cancel(row);
        }
        LOG.atInfo()
                .addKeyValue("request.uid", row.requestUid())
                .addKeyValue("caller", caller.id())
                .log("request cancelled");
        Exchange.send(
                response,
                Status.ACCEPTED_202,
                details.progress(row.requestUid()).orElseThrow(GenerationEndpoint::finished));
    }

    private void cancel(Requests.Row row) {
        try {
            resources.cancel(row.name(), row.requestUid());
        } catch (KubernetesClientException e) {
            if (hasGone(row, e)) {
                throw finished();
            }
            throw e;
        }
        requests.cancelled(row.requestUid());
    }

    /** A conflict is another resource of the name, or only many writers at one moment. */
    private boolean hasGone(Requests.Row row, KubernetesClientException e) {
        return switch (e.getCode()) {
            case 404 -> true;
            case 409, 422 -> !resources.isThere(row.name(), row.requestUid());
            default -> false;
        };
    }

    private static ApiProblem finished() {
        return ApiProblem.of(
                Status.CONFLICT_409,
                "AlreadyFinished",
                "The request is finished.",
                "Nothing is left to cancel.");
    }

    private Requests.Row visible(ServerRequest request, Caller caller) {
        return visible(requests, Exchange.uuid(request, "id"), caller);
    }

    /** Others' requests look as if they were not there. */
    public static Requests.Row visible(Requests requests, UUID id, Caller caller) {
        return requests.find(id)
                .filter(row -> caller.sees(row.tenant()) && row.erasedAt() == null)
                .orElseThrow(() -> ApiProblem.notFound("This request"));
    }
}
