package dev.easel.operator.pool;

import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.operator.Latest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/**
 * Writes a pool's status under the version that was read, which is what makes admission a decision:
 * of two operators that saw the same free slot one is refused. Thread-safe.
 */
final class Slots {
    private final KubernetesClient client;
    private final Latest<GenerationPool> latest;

    Slots(KubernetesClient client, Latest<GenerationPool> latest) {
        this.client = client;
        this.latest = latest;
    }

    static GenerationPoolStatus status(GenerationPool pool) {
        var status = pool.getStatus();
        return status == null ? GenerationPoolStatus.EMPTY : status;
    }

    /** Answers nothing if somebody wrote since {@code read}. */
    Optional<GenerationPool> update(GenerationPool read, GenerationPoolStatus status) {
        var next = new GenerationPool();
        next.setMetadata(
                new ObjectMetaBuilder()
                        .withName(read.getMetadata().getName())
                        .withNamespace(read.getMetadata().getNamespace())
                        .withUid(read.getMetadata().getUid())
                        .withResourceVersion(read.getMetadata().getResourceVersion())
                        .build());
        next.setSpec(read.getSpec());
        next.setStatus(status);
        try {
            return Optional.of(
                    latest.put(client.resource(next).lockResourceVersion().updateStatus()));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    Optional<GenerationPool> live(GenerationPool pool) {
        return Optional.ofNullable(
                client.resources(GenerationPool.class)
                        .inNamespace(pool.getMetadata().getNamespace())
                        .withName(pool.getMetadata().getName())
                        .get());
    }
}
