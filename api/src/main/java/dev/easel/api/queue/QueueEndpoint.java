package dev.easel.api.queue;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.Exchange;
import dev.easel.protocol.client.RequestProgress;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** {@code GET /api/v1/queue}: how long each pool's queue is, and where one's own requests stand. */
public final class QueueEndpoint {
    private final Queues queues;
    private final Resources resources;

    public QueueEndpoint(Queues queues, Resources resources) {
        this.queues = queues;
        this.resources = resources;
    }

    /** The whole answer. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Overview(List<Pool> pools, List<Entry> requests) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Pool(String name, int slots, int running, int length) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Entry(UUID requestId, String pool, RequestProgress.Queue queue) {}

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get("/api/v1/queue", access.with(Scope.READ, this::overview));
    }

    private void overview(ServerRequest request, ServerResponse response, Caller caller) {
        var views = queues.all();
        var pools =
                views.stream()
                        .map(v -> new Pool(v.poolName(), v.slots(), v.running(), v.length()))
                        .sorted(Comparator.comparing(Pool::name))
                        .toList();
        var entries =
                resources.requests().stream()
                        .filter(r ->
                                caller.sees(
                                        r.getSpec().requester() == null
                                                        || r.getSpec().requester().tenant() == null
                                                ? ""
                                                : r.getSpec().requester().tenant()))
                        .flatMap(r ->
                                views.stream()
                                        .flatMap(v ->
                                                v.place(r.getMetadata().getUid()).stream()
                                                        .map(q ->
                                                                entry(
                                                                        r.getMetadata().getUid(),
                                                                        v,
                                                                        q))))
                        .sorted(
                                Comparator.comparing(Entry::pool)
                                        .thenComparing(e -> e.queue().position()))
                        .toList();
        Exchange.send(response, Status.OK_200, new Overview(pools, entries));
    }

    private static Entry entry(String uid, QueueView view, RequestProgress.Queue queue) {
        return new Entry(UUID.fromString(uid), view.poolName(), queue);
    }
}
