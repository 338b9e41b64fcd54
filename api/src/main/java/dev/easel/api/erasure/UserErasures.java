package dev.easel.api.erasure;

import dev.easel.api.audit.Audit;
import dev.easel.api.audit.Audit.Event;
import dev.easel.api.auth.Caller;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes orders to delete all that a user has in a guild. Settings and threads go at once; requests
 * follow from the order, which stays until they have ended and are gone, whoever dies meanwhile.
 */
final class UserErasures {
    private final Jdbi jdbi;

    UserErasures(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Answers how many requests will go, those included that are still under way. A repeat takes in
     * what has come since.
     */
    int order(Caller caller, String tenant, String user) {
        return jdbi.inTransaction(handle -> {
            execute(
                    handle,
                    """
                    INSERT INTO user_erasure (tenant, user_id) VALUES (:tenant, :user)
                    ON CONFLICT (tenant, user_id) DO UPDATE SET asked_at = now()
                    """,
                    tenant,
                    user);
            execute(
                    handle,
                    "DELETE FROM settings WHERE guild_id = :tenant AND user_id = :user",
                    tenant,
                    user);
            forgetThreads(handle, tenant, user);
            execute(
                    handle,
                    """
                    UPDATE audit_event SET user_id = ''
                    WHERE tenant = :tenant AND user_id = :user AND user_id <> ''
                    """,
                    tenant,
                    user);
            execute(
                    handle,
                    """
                    UPDATE audit_event SET details = details - 'by'
                    WHERE tenant = :tenant AND details ->> 'by' = :user
                    """,
                    tenant,
                    user);
            var requests = requests(handle, tenant, user);
            Audit.record(
                    handle,
                    Event.by(caller, "user.erased")
                            .of(tenant, "")
                            .with(Map.of("requests", String.valueOf(requests))));
            return requests;
        });
    }

    /** A thread that others use too stays as it is, without the name of who began it. */
    private static void forgetThreads(Handle handle, String tenant, String user) {
        var mine =
                """
                WHERE guild_id = :tenant AND user_id = :user AND %s EXISTS (
                  SELECT 1 FROM generation_request r
                  WHERE r.thread_id = thread_context.thread_id AND r.thread_id <> ''
                    AND r.tenant = :tenant AND r.user_id <> :user AND r.erased_at IS NULL)
                """;
        execute(handle, "DELETE FROM thread_context " + mine.formatted("NOT"), tenant, user);
        execute(
                handle,
                "UPDATE thread_context SET user_id = '' " + mine.formatted(""),
                tenant,
                user);
    }

    private static int requests(Handle handle, String tenant, String user) {
        return handle.createQuery(
                        """
                        SELECT count(*) FROM generation_request
                        WHERE tenant = :tenant AND user_id = :user AND erased_at IS NULL
                        """)
                .bind("tenant", tenant)
                .bind("user", user)
                .mapTo(Integer.class)
                .one();
    }

    private static void execute(Handle handle, String sql, String tenant, String user) {
        handle.createUpdate(sql).bind("tenant", tenant).bind("user", user).execute();
    }
}
