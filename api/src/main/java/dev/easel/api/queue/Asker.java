package dev.easel.api.queue;

import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Requester;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who asked, and in which thread; empty where the request does not say. */
record Asker(String tenant, String userId, String threadId) {
    static Asker of(GenerationRequest request) {
        var requester = Optional.ofNullable(request.getSpec().requester());
        return new Asker(
                requester.map(Requester::tenant).orElse(""),
                requester.map(Requester::userID).orElse(""),
                Optional.ofNullable(request.getSpec().threadID()).orElse(""));
    }

    @Nullable String tenantOrNull() {
        return orNull(tenant);
    }

    @Nullable String userOrNull() {
        return orNull(userId);
    }

    @Nullable String threadOrNull() {
        return orNull(threadId);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
