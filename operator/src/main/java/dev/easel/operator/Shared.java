package dev.easel.operator;

import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.operator.request.Limits;
import dev.easel.operator.request.Standing;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the two reconcilers of one process see and say to one another. Thread-safe. */
public final class Shared {
    public static final String FIELD_MANAGER = "easel-operator";

    /** Keeps a deleted request until its generator has stopped and its slot is free. */
    public static final String FINALIZER = "easel.dev/stop-generator";

    /** Everything is looked at again after this, whatever events were missed. */
    public static final Duration FLOOR = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final Limits limits;
    private final Latest<GenerationPool> pools = new Latest<>();
    private final Latest<GenerationRequest> requests = new Latest<>();
    private final SimpleInboundEventSource<GenerationRequest> requestWakes =
            new SimpleInboundEventSource<>("wakes");
    private volatile @Nullable Cache<GenerationPool> poolCache;

    public Shared(KubernetesClient client, Limits limits) {
        this.client = client;
        this.limits = limits;
    }

    public KubernetesClient client() {
        return client;
    }

    public Limits limits() {
        return limits;
    }

    public Latest<GenerationPool> pools() {
        return pools;
    }

    public Latest<GenerationRequest> requests() {
        return requests;
    }

    public SimpleInboundEventSource<GenerationRequest> requestWakes() {
        return requestWakes;
    }

    public void poolCache(Cache<GenerationPool> cache) {
        poolCache = cache;
    }

    public void wakeRequest(ResourceID request) {
        requestWakes.propagateEvent(request);
    }

    /** The pool as this process knows it; read from the API server if it is not cached. */
    public Optional<GenerationPool> pool(String namespace, String name) {
        var cache = poolCache;
        return cache == null
                ? livePool(namespace, name)
                : cache.get(new ResourceID(name, namespace))
                        .map(pools::newer)
                        .or(() -> livePool(namespace, name));
    }

    /** True if there is a pool to work on, as far as the cache knows. */
    boolean hasPool() {
        var cache = poolCache;
        return cache != null && cache.list().anyMatch(p -> !p.isMarkedForDeletion());
    }

    public Optional<GenerationPool> livePool(String namespace, String name) {
        return Optional.ofNullable(
                client.resources(GenerationPool.class).inNamespace(namespace).withName(name).get());
    }

    /** False for what api and bot write for people only: progress, settings, images, messages. */
    public boolean concernsAnyone(GenerationRequest updated, GenerationRequest before) {
        return !bare(updated).equals(bare(before))
                || updated.isMarkedForDeletion() != before.isMarkedForDeletion()
                || !updated.getFinalizers().equals(before.getFinalizers())
                || !updated.getMetadata()
                        .getGeneration()
                        .equals(before.getMetadata().getGeneration());
    }

    /** As {@link #concernsAnyone}, and not what this process has written itself. */
    public boolean concernsItself(GenerationRequest updated, GenerationRequest before) {
        return !requests.wrote(updated) && concernsAnyone(updated, before);
    }

    private static GenerationRequestStatus bare(GenerationRequest request) {
        var status = Standing.status(request);
        return new GenerationRequestStatus(
                status.observedGeneration(),
                status.conditions(),
                status.attempt(),
                status.admission(),
                status.jobRef(),
                status.attempts(),
                status.startTime(),
                status.completionTime(),
                status.failure(),
                null,
                null,
                List.of(),
                null);
    }
}
