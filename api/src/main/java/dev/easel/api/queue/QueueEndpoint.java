package dev.easel.api.queue;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.Exchange;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.protocol.client.RequestProgress;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

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
                views.stream()
                        .flatMap(view -> entries(view, caller))
                        .sorted(
                                Comparator.comparing(Entry::pool)
                                        .thenComparingInt(e -> e.queue().position()))
                        .toList();
        Exchange.send(response, Status.OK_200, new Overview(pools, entries));
    }

    private Stream<Entry> entries(QueueView view, Caller caller) {
        return resources.requests().stream()
                .filter(request -> caller.sees(tenant(request)))
                .flatMap(request -> entry(view, request.getMetadata().getUid()).stream());
    }

    private static Optional<Entry> entry(QueueView view, String uid) {
        return view.place(uid)
                .map(place -> new Entry(UUID.fromString(uid), view.poolName(), place));
    }

    private static String tenant(GenerationRequest request) {
        return Optional.ofNullable(request.getSpec().requester()).map(Requester::tenant).orElse("");
    }
}
