package dev.easel.api.generation;

import dev.easel.api.auth.Caller;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestPage;
import dev.easel.protocol.client.RequestPage.Summary;
import dev.easel.protocol.client.RequestStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Pages of requests, the newest first. */
public final class Listing {
    private final Jdbi jdbi;
    private final Details details;

    public Listing(Jdbi jdbi, Details details) {
        this.jdbi = jdbi;
        this.details = details;
    }

    RequestPage page(Search search, Caller caller) {
        return jdbi.inTransaction(handle -> {
            // Which index is best depends on how common the very words are that are looked for.
            handle.execute("SET LOCAL plan_cache_mode = force_custom_plan");
            var rows = rows(handle, search, caller);
            var shown = rows.subList(0, Math.min(search.limit(), rows.size()));
            var images = details.images(handle, shown.stream().map(Summary::requestId).toList());
            var next =
                    rows.size() > shown.size()
                            ? new Cursor(shown.getLast().createdAt(), shown.getLast().requestId())
                                    .text()
                            : null;
            return new RequestPage(
                    shown.stream().map(row -> withImages(row, images)).toList(), next);
        });
    }

    /** Results are read for the page alone, once it is known. */
    static String sql(Search search, Caller caller) {
        return """
        SELECT r.request_uid, r.tenant, r.user_id, r.thread_id, r.instruction, r.action,
          r.source_request_uid, r.source_image_index, r.created_at, r.updated_at, r.shown_status,
          CASE WHEN r.accepted = 'False' THEN r.accepted_reason ELSE r.reason END AS reason,
          m.prompt, m.model_name, m.seed
        FROM (SELECT r.* FROM %s WHERE %s ORDER BY %s LIMIT :limit) r
        LEFT JOIN generation_metadata m USING (request_uid)
        ORDER BY r.created_at DESC, r.request_uid DESC
        """
                .formatted(
                        search.from(),
                        String.join(" AND ", search.conditions(caller.tenant())),
                        search.order());
    }

    /** One more than the page has, if there are more. */
    private static List<Summary> rows(Handle handle, Search search, Caller caller) {
        return bound(handle.createQuery(sql(search, caller)), search, caller)
                .map((rs, _) -> summary(rs))
                .list();
    }

    static Query bound(Query query, Search search, Caller caller) {
        query.bind("limit", search.limit() + 1);
        bind(query, "tenant", caller.tenant());
        bind(query, "guildId", search.guildId());
        bind(query, "userId", search.userId());
        bind(query, "threadId", search.threadId());
        bind(query, "status", search.status());
        bind(query, "action", search.action());
        bind(query, "text", search.text());
        bind(query, "model", search.model());
        bind(query, "lora", search.lora());
        bind(query, "since", search.since());
        bind(query, "until", search.until());
        var after = search.after();
        bind(query, "afterTime", after == null ? null : after.createdAt());
        bind(query, "afterUid", after == null ? null : after.requestUid());
        return query;
    }

    private static void bind(Query query, String name, @Nullable Object value) {
        if (value != null) {
            query.bind(name, value);
        }
    }

    private static Summary summary(ResultSet rs) throws SQLException {
        var source = rs.getObject("source_request_uid", UUID.class);
        return new Summary(
                rs.getObject("request_uid", UUID.class),
                rs.getString("tenant"),
                rs.getString("user_id"),
                rs.getString("thread_id"),
                Optional.ofNullable(rs.getString("instruction")).orElse(""),
                rs.getString("action"),
                source == null
                        ? null
                        : new RequestDetail.Source(
                                source, rs.getObject("source_image_index", Integer.class)),
                Json.mapper().convertValue(rs.getString("shown_status"), RequestStatus.class),
                rs.getString("reason"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getTimestamp("updated_at").toInstant(),
                rs.getString("prompt"),
                rs.getString("model_name"),
                rs.getObject("seed", Long.class),
                List.of());
    }

    private static Summary withImages(Summary row, Map<UUID, List<RequestDetail.Image>> images) {
        return new Summary(
                row.requestId(),
                row.guildId(),
                row.userId(),
                row.threadId(),
                row.originalInstruction(),
                row.action(),
                row.source(),
                row.status(),
                row.reason(),
                row.createdAt(),
                row.updatedAt(),
                row.prompt(),
                row.modelName(),
                row.seed(),
                images.getOrDefault(row.requestId(), List.of()));
    }
}
