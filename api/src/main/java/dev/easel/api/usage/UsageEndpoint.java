package dev.easel.api.usage;

import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.api.http.Period;
import dev.easel.api.http.QueryFields;
import dev.easel.protocol.client.UsageReport;
import dev.easel.protocol.client.UsageReport.OfModel;
import dev.easel.protocol.client.UsageReport.OfUser;
import dev.easel.protocol.client.UsageReport.Sum;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/** Adds up requests, images, bytes and the time that slots were held. */
public final class UsageEndpoint {
    private static final Duration SPAN_DEFAULT = Duration.ofDays(30);
    private static final Duration SPAN_MAX = Duration.ofDays(366);

    private final Jdbi jdbi;
    private final Clock clock;

    public UsageEndpoint(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get("/api/v1/usage", access.with(Scope.READ, this::usage));
    }

    private record Wanted(
            Instant since, Instant until, @Nullable String guild, @Nullable String user) {
        static Wanted of(Parameters query, Instant now) {
            var period = Period.of(query);
            var until = Objects.requireNonNullElse(period.until(), now);
            var since =
                    Objects.requireNonNullElseGet(period.since(), () -> until.minus(SPAN_DEFAULT));
            if (since.plus(SPAN_MAX).isBefore(until)) {
                throw ApiProblem.invalid(
                        "since",
                        "since may be at most "
                                + SPAN_MAX.toDays()
                                + " days before until: ask for less at once.");
            }
            return new Wanted(
                    since,
                    until,
                    QueryFields.id(query, "guild_id"),
                    QueryFields.id(query, "user_id"));
        }
    }

    private void usage(ServerRequest request, ServerResponse response, Caller caller) {
        var wanted = Wanted.of(request.query(), clock.instant());
        // In one view of the rows, so that the sums agree.
        var report =
                jdbi.inTransaction(
                        TransactionIsolationLevel.REPEATABLE_READ,
                        handle -> report(handle, wanted, caller));
        Exchange.send(response, Status.OK_200, report);
    }

    private static UsageReport report(Handle handle, Wanted wanted, Caller caller) {
        return new UsageReport(
                wanted.since(),
                wanted.until(),
                query(handle, wanted, caller, "", (rs, _) -> sum(rs)).getFirst(),
                query(
                        handle,
                        wanted,
                        caller,
                        "tenant, user_id",
                        (rs, _) ->
                                new OfUser(
                                        rs.getString("tenant"), rs.getString("user_id"), sum(rs))),
                query(
                        handle,
                        wanted,
                        caller,
                        "model_name",
                        (rs, _) -> new OfModel(rs.getString("model_name"), sum(rs))));
    }

    /**
     * @param by columns; empty for all in one
     */
    private static <T> List<T> query(
            Handle handle, Wanted wanted, Caller caller, String by, RowMapper<T> mapper) {
        return handle.createQuery(
                        """
                        WITH chosen AS (
                          SELECT r.request_uid, r.tenant, r.user_id, r.shown_status, m.model_name
                          FROM generation_request r
                          LEFT JOIN generation_metadata m USING (request_uid)
                          WHERE r.erased_at IS NULL
                            AND r.created_at >= :since AND r.created_at < :until
                            AND (CAST(:guild AS text) IS NULL OR r.tenant = :guild)
                            AND (CAST(:user AS text) IS NULL OR r.user_id = :user)
                            AND (CAST(:only AS text) IS NULL OR r.tenant = :only)
                        ), held AS (
                          SELECT c.request_uid, sum(extract(epoch FROM
                            coalesce(m.created_at, c.progress_at) - c.created_at)) AS seconds
                          FROM chosen JOIN claim c USING (request_uid)
                          LEFT JOIN generation_metadata m USING (request_uid, attempt)
                          GROUP BY c.request_uid
                        ), stored AS (
                          SELECT i.request_uid, count(*) AS images, sum(i.size_bytes) AS bytes
                          FROM chosen JOIN generated_image i USING (request_uid)
                          WHERE i.seed IS NOT NULL
                          GROUP BY i.request_uid
                        )
                        SELECT %1$s count(*) AS requests,
                          count(*) FILTER (WHERE shown_status = 'pending') AS pending,
                          count(*) FILTER (WHERE shown_status = 'processing') AS processing,
                          count(*) FILTER (WHERE shown_status = 'completed') AS completed,
                          count(*) FILTER (WHERE shown_status = 'failed') AS failed,
                          coalesce(sum(images), 0) AS images,
                          coalesce(sum(bytes), 0) AS bytes,
                          coalesce(sum(seconds), 0) AS gpu_seconds
                        FROM chosen LEFT JOIN held USING (request_uid)
                        LEFT JOIN stored USING (request_uid)
                        %2$s
                        """
                                .formatted(
                                        by.isEmpty() ? "" : by + ",",
                                        by.isEmpty()
                                                ? ""
                                                : "GROUP BY "
                                                        + by
                                                        + " ORDER BY gpu_seconds DESC, "
                                                        + by
                                                        + " LIMIT :max"))
                .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
                .bind("since", Timestamp.from(wanted.since()))
                .bind("until", Timestamp.from(wanted.until()))
                .bind("guild", wanted.guild())
                .bind("user", wanted.user())
                .bind("only", caller.tenant())
                .bind("max", UsageReport.ENTRIES_MAX)
                .map(mapper)
                .list();
    }

    private static Sum sum(ResultSet rs) throws SQLException {
        return new Sum(
                rs.getLong("requests"),
                rs.getLong("pending"),
                rs.getLong("processing"),
                rs.getLong("completed"),
                rs.getLong("failed"),
                rs.getLong("images"),
                rs.getLong("bytes"),
                rs.getBigDecimal("gpu_seconds").setScale(3, RoundingMode.HALF_UP).doubleValue());
    }
}
