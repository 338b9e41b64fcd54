package dev.easel.api.acceptance;

import dev.easel.crds.v1alpha1.Requester;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of a user may wait. It is decided where the verdict is noted, one at a time for
 * each user, so that requests through several doors at once do not let one too many in.
 */
final class WaitingLimit {
    private final int waitingMax;

    WaitingLimit(int waitingMax) {
        this.waitingMax = waitingMax;
    }

    /**
     * @param handle in the transaction that notes the verdict
     * @param requester nobody's requests are not counted: who may write resources without naming
     *     anyone is bound by quotas of the cluster
     */
    Verdict apply(Handle handle, @Nullable Requester requester, UUID uid, Verdict verdict) {
        if (!verdict.accepted() || requester == null || requester.userID() == null) {
            return verdict;
        }
        var tenant = requester.tenant() == null ? "" : requester.tenant();
        handle.createQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:who, 1))")
                .bind("who", tenant + "/" + requester.userID())
                .mapTo(Integer.class)
                .one();
        return AcceptanceRules.tooManyWaiting(
                        waiting(handle, tenant, requester.userID(), uid), waitingMax)
                .orElse(verdict);
    }

    private static int waiting(Handle handle, String tenant, String user, UUID but) {
        return handle.createQuery(
                        """
                        SELECT count(*) FROM generation_request
                        WHERE tenant = :tenant AND user_id = :user AND status = 'pending'
                          AND accepted = 'True' AND desired_state <> 'Cancelled'
                          AND gone_at IS NULL AND request_uid <> :but
                        """)
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("but", but)
                .mapTo(Integer.class)
                .one();
    }
}
