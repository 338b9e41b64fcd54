package dev.easel.api.generation;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.api.auth.Caller;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.IdempotencyKey;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.DeliveryRecord;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.crds.v1alpha1.PoolRef;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.crds.v1alpha1.Source;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestAccepted;
import io.helidon.http.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** New requests made of old ones: the same wish again, or the very same picture. */
final class Repeats {
    private final Jdbi jdbi;
    private final Resources resources;
    private final Submissions submissions;

    Repeats(Jdbi jdbi, Resources resources, Submissions submissions) {
        this.jdbi = jdbi;
        this.resources = resources;
        this.submissions = submissions;
    }

    /**
     * What was asked of a request.
     *
     * @param posted the thread that the bot posted in, if it did
     */
    record Before(GenerationRequestSpec spec, @Nullable String posted) {}

    /** What was asked, as it was asked: settings and the latest of a thread are found anew. */
    RequestAccepted retry(Caller caller, @Nullable String key, Requests.Row row) {
        if (row.status().equals("completed")) {
            throw conflict(
                    "AlreadySucceeded",
                    "The request has its pictures.",
                    "Replay it for the same ones, or ask for a Reroll of it for others.");
        }
        if (!row.isFinished() && !row.isRefused()) {
            throw conflict(
                    "NotFinished",
                    "The request is not finished.",
                    "Wait for its end, or cancel it and retry it then.");
        }
        return submit(caller, key, "retry", row, again(before(row.requestUid())));
    }

    /** The same seed and settings; shown to whoever asks and posted nowhere. */
    RequestAccepted replay(Caller caller, @Nullable String key, Requests.Row row) {
        if (!hasResult(row.requestUid())) {
            throw conflict(
                    "NoResult",
                    "The request has no result to replay.",
                    "Wait until it has its pictures, or retry it if it failed.");
        }
        var spec = replayed(before(row.requestUid()).spec(), row.requestUid());
        return submit(caller, key, "replay", row, spec);
    }

    private RequestAccepted submit(
            Caller caller,
            @Nullable String key,
            String operation,
            Requests.Row row,
            GenerationRequestSpec spec) {
        var hash = IdempotencyKey.sha256(operation + "\n" + row.requestUid());
        return submissions.submit(caller, key, hash, spec);
    }

    /** The resource says most; its row says enough once it has gone. */
    private Before before(UUID request) {
        return resources.requestByUid(request).map(Repeats::before).orElseGet(() -> read(request));
    }

    private static Before before(GenerationRequest resource) {
        var record = resource.getStatus() == null ? null : resource.getStatus().delivery();
        return new Before(resource.getSpec(), record == null ? null : record.threadID());
    }

    private Before read(UUID request) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT action, instruction, parameters, research, tenant, user_id,
                                  thread_id, locale, pool, priority, source_request_uid,
                                  source_image_index, delivery, posted
                                FROM generation_request WHERE request_uid = :request
                                """)
                        .bind("request", request)
                        .map((rs, _) -> before(rs))
                        .one());
    }

    private static Before before(ResultSet rs) throws SQLException {
        var source = rs.getString("source_request_uid");
        var parameters = json(rs.getString("parameters"), Parameters.class);
        var discord = json(rs.getString("delivery"), Delivery.Discord.class);
        var posted = json(rs.getString("posted"), DeliveryRecord.class);
        var spec =
                new GenerationRequestSpec(
                        rs.getString("instruction"),
                        Json.mapper().convertValue(rs.getString("action"), Action.class),
                        source == null
                                ? null
                                : new Source(
                                        source, rs.getObject("source_image_index", Integer.class)),
                        parameters,
                        Json.mapper().convertValue(rs.getString("research"), Research.class),
                        orNull(rs.getString("thread_id")),
                        new Requester(
                                RequestSource.API,
                                orNull(rs.getString("tenant")),
                                orNull(rs.getString("user_id")),
                                rs.getString("locale")),
                        discord == null ? null : new Delivery(discord),
                        new PoolRef(rs.getString("pool")),
                        rs.getInt("priority"),
                        DesiredState.ACTIVE,
                        GenerationRequestSpec.QUEUE_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.RUN_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.MAX_ATTEMPTS_DEFAULT,
                        null);
        return new Before(spec, posted == null ? null : posted.threadID());
    }

    private static <T> @Nullable T json(@Nullable String text, Class<T> type) {
        try {
            return text == null ? null : Json.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was asked of a request cannot be read", e);
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private boolean hasResult(UUID request) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (SELECT 1 FROM generation_metadata
                                  WHERE request_uid = :request)
                                """)
                        .bind("request", request)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Where the bot has opened a thread, what follows belongs there. */
    static GenerationRequestSpec again(Before before) {
        var spec = before.spec();
        var discord = spec.delivery() == null ? null : spec.delivery().discord();
        var place =
                discord == null || before.posted() != null ? before.posted() : discord.threadID();
        return spec(
                spec,
                spec.action(),
                spec.source(),
                new Wish(spec.instruction(), spec.parameters(), spec.research()),
                spec.threadID() == null ? place : spec.threadID(),
                discord == null
                        ? null
                        : new Delivery(new Delivery.Discord(discord.channelID(), place, null)));
    }

    static GenerationRequestSpec replayed(GenerationRequestSpec before, UUID request) {
        return spec(
                before,
                Action.REPLAY,
                new Source(request.toString(), null),
                new Wish(null, null, Research.DISABLED),
                before.threadID(),
                null);
    }

    private record Wish(
            @Nullable String instruction, @Nullable Parameters parameters, Research research) {}

    /** For whom it is does not change, only by which door it came. */
    private static GenerationRequestSpec spec(
            GenerationRequestSpec before,
            Action action,
            @Nullable Source source,
            Wish wish,
            @Nullable String thread,
            @Nullable Delivery delivery) {
        var requester = before.requester();
        return new GenerationRequestSpec(
                wish.instruction(),
                action,
                source,
                wish.parameters(),
                wish.research(),
                thread,
                requester == null
                        ? new Requester(RequestSource.API, null, null, null)
                        : new Requester(
                                RequestSource.API,
                                requester.tenant(),
                                requester.userID(),
                                requester.locale()),
                delivery,
                before.poolRef(),
                before.priority(),
                DesiredState.ACTIVE,
                before.queueTimeoutSeconds(),
                before.runTimeoutSeconds(),
                before.maxAttempts(),
                before.ttlSecondsAfterFinished());
    }

    private static ApiProblem conflict(String code, String error, String detail) {
        return ApiProblem.of(Status.CONFLICT_409, code, error, detail);
    }
}
