package dev.easel.api.generation;

import dev.easel.api.audit.Audit;
import dev.easel.api.audit.Audit.Event;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.image.ImageStore;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes finished requests with all that was made. What stays is a row without words, so that a
 * resource that is seen late brings nothing back and a refinement of it can be told why.
 */
public final class Erasures {
    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
    private static final int FILES_MAX = 1000;

    private final Jdbi jdbi;
    private final Requests requests;
    private final Resources resources;
    private final ImageStore images;

    public Erasures(Jdbi jdbi, Requests requests, Resources resources, ImageStore images) {
        this.jdbi = jdbi;
        this.requests = requests;
        this.resources = resources;
        this.images = images;
    }

    /**
     * The resource goes first: whatever fails after that, the call can be repeated.
     *
     * @param deed who deletes it
     */
    void erase(Requests.Row row, Event deed) {
        if (!row.isFinished() && !row.isRefused()) {
            throw ApiProblem.of(
                    Status.CONFLICT_409,
                    "NotFinished",
                    "The request is not finished.",
                    "Cancel it first, and delete it once it has ended.");
        }
        erase(
                row,
                handle ->
                        Audit.record(
                                handle,
                                deed.of(row.tenant(), row.userId())
                                        .about(row.requestUid().toString())));
    }

    /** What is older than may be kept; its posts on Discord are not ours to judge. */
    public void eraseOld(UUID request) {
        requests.find(request).ifPresent(row -> erase(row, _ -> {}));
    }

    /** For a user who wishes to be forgotten; the bot finds there what it has to remove. */
    public void eraseWithPosts(UUID request) {
        requests.find(request)
                .ifPresent(row -> erase(row, handle -> handOverPosts(handle, request)));
    }

    /** Ends what is under way, so that it can be erased; one that cannot be reached comes again. */
    public void cancel(UUID request) {
        requests.find(request).filter(row -> row.goneAt() == null).ifPresent(this::cancel);
    }

    private void cancel(Requests.Row row) {
        try {
            resources.cancel(row.name(), row.requestUid());
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("request.uid", row.requestUid())
                    .addKeyValue("kubernetes.status", e.getCode())
                    .log("a request that is to be erased was not cancelled; it will be");
        }
    }

    private void erase(Requests.Row row, Consumer<Handle> beside) {
        if (row.goneAt() == null) {
            resources.delete(row.name(), row.requestUid());
        }
        jdbi.useTransaction(handle -> {
            beside.accept(handle);
            erase(handle, row.requestUid());
        });
        removeFiles();
    }

    private static void handOverPosts(Handle handle, UUID request) {
        handle.createUpdate(
                        """
                        INSERT INTO erased_post
                          (request_uid, tenant, channel_id, thread_id, message_ids, asked_at)
                        SELECT request_uid, tenant, delivery ->> 'channelID',
                          coalesce(posted ->> 'threadID', delivery ->> 'threadID'),
                          ARRAY(SELECT jsonb_array_elements_text(posted -> 'messageIDs')),
                          created_at
                        FROM generation_request
                        WHERE request_uid = :request AND delivery IS NOT NULL
                        ON CONFLICT DO NOTHING
                        """)
                .bind("request", request)
                .execute();
    }

    private static void erase(Handle handle, UUID request) {
        var row = Requests.lock(handle, request).orElseThrow();
        handle.createUpdate(
                        """
                        INSERT INTO erased_file (file_path)
                        SELECT file_path FROM generated_image WHERE request_uid = :request
                        ON CONFLICT DO NOTHING
                        """)
                .bind("request", request)
                .execute();
        // Results and images go with their claims.
        handle.createUpdate("DELETE FROM claim WHERE request_uid = :request")
                .bind("request", request)
                .execute();
        handle.createUpdate("DELETE FROM request_search WHERE request_uid = :request")
                .bind("request", request)
                .execute();
        handle.createUpdate("DELETE FROM outbox WHERE request_uid = :request")
                .bind("request", request)
                .execute();
        handle.createUpdate(
                        """
                        UPDATE generation_request SET instruction = NULL, parameters = '{}',
                          user_id = '', thread_id = '', locale = NULL, message = NULL,
                          accepted_message = NULL, accepted_params = '{}',
                          delivery = NULL, posted = NULL,
                          gone_at = coalesce(gone_at, now()), erased_at = now(), updated_at = now()
                        WHERE request_uid = :request
                        """)
                .bind("request", request)
                .execute();
        handle.createUpdate(
                        """
                        UPDATE thread_context SET updated_at = now(), latest_metadata_id =
                          (SELECT m.metadata_id FROM generation_request r
                            JOIN generation_metadata m USING (request_uid)
                            WHERE r.tenant = :tenant AND r.thread_id = :thread
                            ORDER BY m.created_at DESC LIMIT 1)
                        WHERE guild_id = :tenant AND thread_id = :thread
                          AND latest_metadata_id IS NULL
                        """)
                .bind("tenant", row.tenant())
                .bind("thread", row.threadId())
                .execute();
    }

    /** Also what an earlier call, or another replica, could not remove. */
    public void removeFiles() {
        for (var key : files()) {
            try {
                images.delete(key);
                jdbi.useHandle(handle ->
                        handle.createUpdate("DELETE FROM erased_file WHERE file_path = :key")
                                .bind("key", key)
                                .execute());
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("image.key", key)
                        .setCause(e)
                        .log("a deleted image's file could not be removed; it will be tried again");
            }
        }
    }

    private List<String> files() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT file_path FROM erased_file LIMIT :max")
                        .bind("max", FILES_MAX)
                        .mapTo(String.class)
                        .list());
    }
}
