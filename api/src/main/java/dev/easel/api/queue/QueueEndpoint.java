package dev.easel.api.queue;

import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.http.Exchange;
import dev.easel.api.http.QueryFields;
import dev.easel.protocol.client.QueueOverview;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Comparator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/queue}: how long each pool's queue is, of anyone, and where the requests stand
 * that the caller may see; {@code guild_id} and {@code user_id} leave out those of others.
 */
public final class QueueEndpoint {
    private final Queues queues;

    public QueueEndpoint(Queues queues) {
        this.queues = queues;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get("/api/v1/queue", access.with(Scope.READ, this::overview));
    }

    private void overview(ServerRequest request, ServerResponse response, Caller caller) {
        var guild = QueryFields.text(request.query(), "guild_id", QueryFields.ID_CHARS_MAX);
        var user = QueryFields.text(request.query(), "user_id", QueryFields.ID_CHARS_MAX);
        var wanted = wanted(caller, guild, user);
        var views = queues.all();
        var pools =
                views.stream()
                        .map(QueueEndpoint::pool)
                        .sorted(Comparator.comparing(QueueOverview.Pool::name))
                        .toList();
        var waiting =
                views.stream()
                        .flatMap(view -> queues.waiting(view, wanted))
                        .sorted(
                                Comparator.comparing(QueueOverview.Waiting::pool)
                                        .thenComparingInt(w -> w.queue().position()))
                        .toList();
        Exchange.send(
                response,
                Status.OK_200,
                new QueueOverview(pools, queues.running(views, wanted), waiting));
    }

    private static QueueOverview.Pool pool(QueueView view) {
        return new QueueOverview.Pool(
                view.poolName(), view.state(), view.slots(), view.running(), view.length());
    }

    private static Predicate<Asker> wanted(
            Caller caller, @Nullable String guild, @Nullable String user) {
        return asker ->
                caller.sees(asker.tenant())
                        && (guild == null || guild.equals(asker.tenant()))
                        && (user == null || user.equals(asker.userId()));
    }
}
