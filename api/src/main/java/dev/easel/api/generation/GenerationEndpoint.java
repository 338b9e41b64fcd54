package dev.easel.api.generation;

import dev.easel.api.audit.Audit.Event;
import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.api.http.IdempotencyKey;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reading, cancelling and deleting generation requests. */
public final class GenerationEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationEndpoint.class);
    private static final String REQUEST = "/api/v1/requests/{id}";

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
            Erasures erasures) {
        this.requests = requests;
        this.details = details;
        this.resources = resources;
        this.listing = listing;
        this.erasures = erasures;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get("/api/v1/requests", access.with(Scope.READ, this::list));
        routing.delete(REQUEST, access.with(Scope.GENERATE, this::erase));
        routing.get(REQUEST, access.with(Scope.READ, this::detail));
        routing.post(REQUEST + "/cancel", access.with(Scope.GENERATE, this::cancel));
    }

    private void list(ServerRequest request, ServerResponse response, Caller caller) {
        Exchange.send(response, Status.OK_200, listing.page(Search.of(request.query()), caller));
    }

    private void erase(ServerRequest request, ServerResponse response, Caller caller) {
        var row = visible(request, caller);
        erasures.erase(row, Event.by(caller, "request.deleted"));
        LOG.atInfo()
                .addKeyValue("request.uid", row.requestUid())
                .addKeyValue("caller", caller.id())
                .log("request deleted");
        response.status(Status.NO_CONTENT_204).send();
    }

    private void detail(ServerRequest request, ServerResponse response, Caller caller) {
        Exchange.send(response, Status.OK_200, details.detail(visible(request, caller)));
    }

    private void cancel(ServerRequest request, ServerResponse response, Caller caller) {
        var row = visible(request, caller);
        IdempotencyKey.check(request);
        if (row.isFinished() && !row.endedByCancelling()) {
            throw finished();
        }
        if (!row.isCancelled()) {
            cancel(row, caller);
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

    private void cancel(Requests.Row row, Caller caller) {
        try {
            resources.cancel(row.name(), row.requestUid());
        } catch (KubernetesClientException e) {
            if (hasGone(row, e)) {
                throw finished();
            }
            throw e;
        }
        requests.cancelled(row, caller);
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
