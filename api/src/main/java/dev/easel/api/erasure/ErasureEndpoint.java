package dev.easel.api.erasure;

import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.api.http.FieldProblems;
import dev.easel.api.http.QueryFields;
import dev.easel.protocol.client.ErasedPosts;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deleting a user's data, and the posts that the bot has to remove for it. As with settings,
 * whether a person may ask for it is known to the client, which has the scope {@code settings}.
 */
public final class ErasureEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureEndpoint.class);
    private static final int POSTS_MAX = 100;

    private final Jdbi jdbi;
    private final UserErasures erasures;

    public ErasureEndpoint(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.erasures = new UserErasures(jdbi);
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.delete("/api/v1/users/{id}/data", access.with(Scope.SETTINGS, this::erase));
        routing.get("/api/v1/erased-posts", access.with(Scope.SETTINGS, this::posts));
        routing.delete("/api/v1/erased-posts/{id}", access.with(Scope.SETTINGS, this::removed));
    }

    private void erase(ServerRequest request, ServerResponse response, Caller caller) {
        var user = request.path().pathParameters().get("id");
        if (user.isBlank() || user.length() > QueryFields.ID_CHARS_MAX || user.indexOf('\0') >= 0) {
            throw ApiProblem.notFound("This user");
        }
        var guild = QueryFields.id(request.query(), "guild_id");
        if (guild == null) {
            throw FieldProblems.required("guild_id", QueryFields.ID_CHARS_MAX);
        }
        if (!caller.sees(guild)) {
            throw ApiProblem.forbidden(
                    "They are for another guild: use credentials of the guild that guild_id"
                            + " names.");
        }
        var requests = erasures.order(caller, guild, user);
        LOG.atInfo()
                .addKeyValue("guild.id", guild)
                .addKeyValue("requests", requests)
                .addKeyValue("caller", caller.id())
                .log("a user's data will be deleted");
        Exchange.send(response, Status.ACCEPTED_202, Map.of("requests", requests));
    }

    private void posts(ServerRequest request, ServerResponse response, Caller caller) {
        var posts =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT * FROM erased_post
                                        WHERE CAST(:only AS text) IS NULL OR tenant = :only
                                        ORDER BY created_at, request_uid LIMIT :max
                                        """)
                                .bind("only", caller.tenant())
                                .bind("max", POSTS_MAX)
                                .map((rs, _) -> post(rs))
                                .list());
        Exchange.send(response, Status.OK_200, new ErasedPosts(posts));
    }

    private static ErasedPosts.Post post(ResultSet rs) throws SQLException {
        return new ErasedPosts.Post(
                rs.getObject("request_uid", UUID.class),
                rs.getString("tenant"),
                rs.getString("channel_id"),
                rs.getString("thread_id"),
                List.of((String[]) rs.getArray("message_ids").getArray()),
                rs.getTimestamp("asked_at").toInstant());
    }

    /** Others' posts, and those that were confirmed before, look the same. */
    private void removed(ServerRequest request, ServerResponse response, Caller caller) {
        var id = Exchange.uuid(request, "id");
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                DELETE FROM erased_post WHERE request_uid = :request
                                  AND (CAST(:only AS text) IS NULL OR tenant = :only)
                                """)
                        .bind("request", id)
                        .bind("only", caller.tenant())
                        .execute());
        response.status(Status.NO_CONTENT_204).send();
    }
}
