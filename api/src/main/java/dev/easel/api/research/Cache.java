package dev.easel.api.research;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.easel.protocol.Json;
import dev.easel.protocol.work.SearchReply.Snippet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Answers of the last days, and which searches are under way. Shared by all replicas. */
final class Cache {
    static final Duration KEEP_RESULTS = Duration.ofDays(7);
    static final Duration KEEP_NOTHING_FOUND = Duration.ofHours(1);
    static final int ROWS_MAX = 10_000;

    /** Well under the column's bound, since the database writes JSON with more spaces. */
    private static final int PAYLOAD_BYTES_MAX = 48 * 1024;

    private final Jdbi jdbi;
    private final Clock clock;

    Cache(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    record Hit(String provider, List<Snippet> snippets) {}

    private record Row(String key, Hit hit) {}

    /** The first provider's answer that is still good; counts as a hit. */
    Optional<Hit> find(List<String> keys) {
        return jdbi.inTransaction(handle -> {
            var rows =
                    handle.createQuery(
                                    """
                                    SELECT key_sha256, provider, payload FROM research_cache
                                    WHERE key_sha256 = ANY(:keys) AND expires_at > :now
                                    """)
                            .bindArray("keys", String.class, keys)
                            .bind("now", clock.instant())
                            .map((rs, _) ->
                                    new Row(
                                            rs.getString(1),
                                            new Hit(rs.getString(2), read(rs.getString(3)))))
                            .list();
            for (var key : keys) {
                for (var row : rows) {
                    if (row.key().equals(key)) {
                        handle.execute(
                                "UPDATE research_cache SET hit_count = hit_count + 1"
                                        + " WHERE key_sha256 = ?",
                                key);
                        return Optional.of(row.hit());
                    }
                }
            }
            return Optional.empty();
        });
    }

    void put(String key, String provider, List<Snippet> snippets) {
        var now = clock.instant();
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO research_cache (key_sha256, provider, payload,
                                  fetched_at, expires_at)
                                VALUES (:key, :provider, CAST(:payload AS jsonb), :now, :expires)
                                ON CONFLICT (key_sha256) DO UPDATE SET
                                  provider = excluded.provider, payload = excluded.payload,
                                  fetched_at = excluded.fetched_at,
                                  expires_at = excluded.expires_at
                                """)
                        .bind("key", key)
                        .bind("provider", provider)
                        .bind("payload", write(snippets))
                        .bind("now", now)
                        .bind(
                                "expires",
                                now.plus(snippets.isEmpty() ? KEEP_NOTHING_FOUND : KEEP_RESULTS))
                        .execute());
    }

    /** Whether this search is now the caller's to make; a holder that vanished loses it. */
    boolean take(String flight, UUID holder, Duration lease) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                        """
                                        INSERT INTO research_flight (key_sha256, holder, until)
                                        VALUES (:key, :holder, :until)
                                        ON CONFLICT (key_sha256) DO UPDATE SET
                                          holder = excluded.holder, until = excluded.until
                                        WHERE research_flight.until < :now
                                        """)
                                .bind("key", flight)
                                .bind("holder", holder)
                                .bind("until", clock.instant().plus(lease))
                                .bind("now", clock.instant())
                                .execute()
                        == 1);
    }

    void land(String flight, UUID holder) {
        jdbi.useHandle(handle ->
                handle.execute(
                        "DELETE FROM research_flight WHERE key_sha256 = ? AND holder = ?",
                        flight,
                        holder));
    }

    /** Removes what is too old, and the oldest of too many; answers how many. */
    int purge() {
        return jdbi.inTransaction(handle -> {
            handle.execute("DELETE FROM research_flight WHERE until < ?", clock.instant());
            var old =
                    handle.execute(
                            "DELETE FROM research_cache WHERE expires_at <= ?", clock.instant());
            var tooMany =
                    handle.execute(
                            """
                            DELETE FROM research_cache WHERE key_sha256 IN (
                              SELECT key_sha256 FROM research_cache
                              ORDER BY fetched_at DESC, key_sha256 OFFSET ?)
                            """,
                            ROWS_MAX);
            return old + tooMany;
        });
    }

    private static String write(List<Snippet> snippets) {
        try {
            var kept = snippets;
            var json = Json.mapper().writeValueAsString(kept);
            while (json.getBytes(StandardCharsets.UTF_8).length > PAYLOAD_BYTES_MAX) {
                kept = kept.subList(0, kept.size() - 1);
                json = Json.mapper().writeValueAsString(kept);
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("snippets could not be written", e);
        }
    }

    private static List<Snippet> read(String payload) {
        try {
            return Json.mapper().readValue(payload, new TypeReference<List<Snippet>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row of the research cache cannot be read", e);
        }
    }
}
