package dev.easel.api.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.http.Period;
import dev.easel.api.http.QueryFields;
import dev.easel.protocol.Json;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Exports what was written down as JSON lines, the oldest first. Rows are read in short
 * transactions while the lines go out, so that a slow reader holds neither memory nor a connection.
 */
public final class AuditEndpoint {
    private static final int PAGE_ROWS = 1000;
    private static final byte[] LINE_END = {'\n'};

    private final Jdbi jdbi;

    public AuditEndpoint(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get("/api/v1/audit", access.with(Scope.ADMIN, this::export));
    }

    private record Wanted(Period period, long after) {
        static Wanted of(Parameters query) {
            return new Wanted(Period.of(query), cursor(query));
        }

        private static long cursor(Parameters query) {
            var text = query.first("cursor").orElse("");
            if (text.isEmpty()) {
                return 0;
            }
            if (!text.matches("[0-9]{1,18}")) {
                throw QueryFields.noCursor();
            }
            return Long.parseLong(text);
        }
    }

    private record Line(long id, Map<String, Object> fields) {}

    private void export(ServerRequest request, ServerResponse response, Caller caller)
            throws IOException {
        var wanted = Wanted.of(request.query());
        var page = page(wanted, wanted.after(), caller);
        response.header(HeaderNames.CONTENT_TYPE, "application/x-ndjson");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        try (var out = new BufferedOutputStream(response.outputStream())) {
            while (!page.isEmpty()) {
                for (var line : page) {
                    out.write(Json.mapper().writeValueAsBytes(line.fields()));
                    out.write(LINE_END);
                }
                page =
                        page.size() < PAGE_ROWS
                                ? List.of()
                                : page(wanted, page.getLast().id(), caller);
            }
        }
    }

    /** What is written at this moment may get a lower number than what is there: it comes later. */
    private List<Line> page(Wanted wanted, long after, Caller caller) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT * FROM audit_event
                                WHERE event_id > :after AND at < now() - interval '5 seconds'
                                  AND (CAST(:since AS timestamptz) IS NULL OR at >= :since)
                                  AND (CAST(:until AS timestamptz) IS NULL OR at < :until)
                                  AND (CAST(:only AS text) IS NULL OR tenant = :only)
                                ORDER BY event_id LIMIT :rows
                                """)
                        .bind("after", after)
                        .bind("since", timestamp(wanted.period().since()))
                        .bind("until", timestamp(wanted.period().until()))
                        .bind("only", caller.tenant())
                        .bind("rows", PAGE_ROWS)
                        .map((rs, _) -> line(rs))
                        .list());
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }

    private static Line line(ResultSet rs) throws SQLException {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("cursor", rs.getString("event_id"));
        fields.put("at", rs.getTimestamp("at").toInstant());
        fields.put("door", rs.getString("door"));
        fields.put("caller", rs.getString("caller"));
        fields.put("action", rs.getString("action"));
        fields.put("guild_id", rs.getString("tenant"));
        fields.put("user_id", rs.getString("user_id"));
        fields.put("subject", rs.getString("subject"));
        fields.put("details", details(rs.getString("details")));
        return new Line(rs.getLong("event_id"), fields);
    }

    private static JsonNode details(String json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("an audit event's details cannot be read", e);
        }
    }
}
