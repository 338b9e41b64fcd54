package dev.easel.api.thread;

import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.api.http.IdempotencyKey;
import dev.easel.protocol.client.ThreadContext;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread's history and latest settings, and its reset. */
public final class ThreadEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadEndpoint.class);
    private static final String THREAD = "/api/v1/threads/{id}";
    private static final int ID_CHARS_MAX = 64;

    private final ThreadContexts contexts;

    public ThreadEndpoint(Jdbi jdbi) {
        this.contexts = new ThreadContexts(jdbi);
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get(THREAD + "/context", access.with(Scope.READ, this::context));
        routing.post(THREAD + "/reset", access.with(Scope.GENERATE, this::reset));
    }

    private void context(ServerRequest request, ServerResponse response, Caller caller) {
        answer(response, contexts.read(caller, thread(request), guild(request)));
    }

    private void reset(ServerRequest request, ServerResponse response, Caller caller) {
        var context =
                contexts.reset(caller, thread(request), guild(request), IdempotencyKey.of(request));
        if (context.isPresent()) {
            LOG.atInfo()
                    .addKeyValue("thread.id", context.get().threadId())
                    .addKeyValue("caller", caller.id())
                    .log("thread reset");
        }
        answer(response, context);
    }

    private static void answer(ServerResponse response, Optional<ThreadContext> context) {
        Exchange.send(response, Status.OK_200, context.orElseThrow(ThreadEndpoint::unknown));
    }

    private static String thread(ServerRequest request) {
        var id = request.path().pathParameters().get("id");
        if (id.isBlank() || id.length() > ID_CHARS_MAX || id.indexOf('\0') >= 0) {
            throw unknown();
        }
        return id;
    }

    private static @Nullable String guild(ServerRequest request) {
        var guild = request.query().first("guild_id").orElse(null);
        if (guild != null && (guild.length() > ID_CHARS_MAX || guild.indexOf('\0') >= 0)) {
            throw unknown();
        }
        return guild;
    }

    private static ApiProblem unknown() {
        return ApiProblem.notFound("A thread that Easel has made pictures for under this id");
    }
}
