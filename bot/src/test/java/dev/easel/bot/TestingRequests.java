package dev.easel.bot;

import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Failure;
import dev.easel.crds.v1alpha1.PoolRef;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.crds.v1alpha1.Research;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resources as others write them: api for its callers, the operator for what became of them. */
final class TestingRequests {
    private TestingRequests() {}

    static GenerationRequest asked(
            String namespace,
            String name,
            Action action,
            @Nullable String channel,
            @Nullable String thread,
            String tenant) {
        var request = new GenerationRequest();
        request.setMetadata(metadata(namespace, name));
        request.setSpec(
                new GenerationRequestSpec(
                        "a lighthouse",
                        action,
                        null,
                        null,
                        Research.DISABLED,
                        thread,
                        new Requester(RequestSource.API, tenant, "someone", null),
                        new Delivery(new Delivery.Discord(channel, thread, null)),
                        new PoolRef("default"),
                        0,
                        DesiredState.ACTIVE,
                        GenerationRequestSpec.QUEUE_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.RUN_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.MAX_ATTEMPTS_DEFAULT,
                        null));
        return request;
    }

    /** One writer's part of the status. */
    static GenerationRequest written(
            String namespace,
            String name,
            @Nullable Long observedGeneration,
            Condition condition,
            @Nullable Failure failure) {
        var request = new GenerationRequest();
        request.setMetadata(metadata(namespace, name));
        request.setStatus(
                new GenerationRequestStatus(
                        observedGeneration,
                        List.of(condition),
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        failure,
                        null,
                        null,
                        List.of(),
                        null));
        return request;
    }

    private static ObjectMeta metadata(String namespace, String name) {
        return new ObjectMetaBuilder().withNamespace(namespace).withName(name).build();
    }
}
