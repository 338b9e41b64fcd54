package dev.easel.api.auth;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whoever holds the credential of a call.
 *
 * @param id names the credential in logs and idempotency, never its secret
 * @param tenant the one tenant that the credential is for; absent means any
 * @param pod the pod that the token is bound to, for service accounts
 */
public record Caller(String id, Set<Scope> scopes, @Nullable String tenant, @Nullable Pod pod) {
    static final String SERVICE_ACCOUNT = "serviceaccount:";

    public record Pod(String name, String uid) {}

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope) || (scope != Scope.INTERNAL && scopes.contains(Scope.ADMIN));
    }

    /** Whether it is an account of the cluster, not a key that someone holds. */
    public boolean isServiceAccount() {
        return id.startsWith(SERVICE_ACCOUNT);
    }

    /** Whether data of the tenant may be seen; guilds never see each other's data. */
    public boolean sees(String otherTenant) {
        return tenant == null || tenant.equals(otherTenant);
    }

    public Optional<Pod> boundPod() {
        return Optional.ofNullable(pod);
    }
}
