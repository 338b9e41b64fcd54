package dev.easel.api.history;

import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Requester;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about the generation to start from.
 *
 * @param source absent where the thread's first or latest one is meant
 * @param threadId empty if the request belongs to no thread
 * @param anyTenant a request that was applied to the cluster and names no tenant may start from
 *     anybody's generation: whoever may create it can read all of them there anyway. One that names
 *     a tenant is held to it, like those of bot and api.
 */
public record Start(
        UUID requestUid,
        Action action,
        @Nullable UUID source,
        @Nullable Integer imageIndex,
        String threadId,
        String tenant,
        boolean anyTenant) {

    public static Start of(GenerationRequest request) {
        var spec = request.getSpec();
        var source = spec.source();
        var requester = Optional.ofNullable(spec.requester());
        var tenant = requester.map(Requester::tenant).orElse("");
        var door = requester.map(Requester::source).orElse(RequestSource.KUBECTL);
        return new Start(
                UUID.fromString(request.getMetadata().getUid()),
                spec.action(),
                source == null ? null : UUID.fromString(source.requestID()),
                source == null ? null : source.imageIndex(),
                spec.threadID() == null ? "" : spec.threadID(),
                tenant,
                tenant.isEmpty() && door == RequestSource.KUBECTL);
    }

    boolean sees(String otherTenant) {
        return anyTenant || tenant.equals(otherTenant);
    }
}
