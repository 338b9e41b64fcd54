package dev.easel.operator.pool;

import dev.easel.crds.queue.GpuUse;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Attempt;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.operator.Latest;
import dev.easel.operator.pool.Admission.Candidate;
import dev.easel.operator.request.Limits;
import dev.easel.operator.request.Standing;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** The requests of a namespace, from the cache or, where it matters, from the API server. */
final class Requests {
    private static final int ASKERS_MAX = 1_000;

    private final KubernetesClient client;
    private final Cache<GenerationRequest> cache;
    private final Latest<GenerationRequest> latest;
    private final Limits limits;
    private final String finalizer;

    /** By the UID of whoever got or held a slot: a deleted request may be gone at its release. */
    private final Map<String, Requester> askers =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(64, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Requester> eldest) {
                            return size() > ASKERS_MAX;
                        }
                    });

    Requests(
            KubernetesClient client,
            Cache<GenerationRequest> cache,
            Latest<GenerationRequest> latest,
            Limits limits,
            String finalizer) {
        this.client = client;
        this.cache = cache;
        this.latest = latest;
        this.limits = limits;
        this.finalizer = finalizer;
    }

    /** Who waits for the pool, as far as the cache knows. */
    List<Candidate> waiting(String namespace, String pool, Instant now) {
        return cache.list(r -> r.getMetadata().getNamespace().equals(namespace))
                .filter(r -> r.getSpec().poolRef().name().equals(pool))
                .map(latest::newer)
                .flatMap(r -> candidate(r, now).stream())
                .toList();
    }

    Optional<GenerationRequest> live(String namespace, String name) {
        return Optional.ofNullable(
                client.resources(GenerationRequest.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get());
    }

    /** The highest token on record at the pool's requests, from the API server; 0 if none is. */
    long highestToken(String namespace, String pool) {
        return client
                .resources(GenerationRequest.class)
                .inNamespace(namespace)
                .list()
                .getItems()
                .stream()
                .filter(r -> r.getSpec().poolRef().name().equals(pool))
                .flatMapToLong(Requests::tokens)
                .max()
                .orElse(0);
    }

    private static LongStream tokens(GenerationRequest request) {
        var status = Standing.status(request);
        var attempts = status.attempts().stream().mapToLong(Attempt::token);
        var admission = status.admission();
        return admission == null
                ? attempts
                : LongStream.concat(attempts, LongStream.of(admission.token()));
    }

    /** Reads a candidate live: the cache may still show a request that has had its turn. */
    Optional<GenerationRequest> confirmed(String namespace, Candidate candidate, Instant now) {
        return live(namespace, candidate.name())
                .filter(r -> r.getMetadata().getUid().equals(candidate.uid()))
                .filter(r ->
                        candidate(r, now)
                                .filter(c -> c.attempt() == candidate.attempt())
                                .isPresent())
                .map(this::remembered);
    }

    /** The request that holds {@code slot}; absent means that it is really gone. */
    Optional<GenerationRequest> holder(String namespace, Slot slot) {
        var name = String.valueOf(slot.requestName());
        return cache.get(new ResourceID(name, namespace))
                .filter(r -> r.getMetadata().getUid().equals(slot.requestUID()))
                .map(latest::newer)
                .or(() -> live(namespace, name))
                .filter(r -> r.getMetadata().getUid().equals(slot.requestUID()))
                .map(this::remembered);
    }

    /** Who asked for what held {@code slot}; empty if it is gone and this process never saw it. */
    Optional<Requester> asker(Slot slot) {
        return Optional.ofNullable(askers.get(String.valueOf(slot.requestUID())));
    }

    private GenerationRequest remembered(GenerationRequest request) {
        askers.put(request.getMetadata().getUid(), GpuUse.asker(request));
        return request;
    }

    private Optional<Candidate> candidate(GenerationRequest request, Instant now) {
        var meta = request.getMetadata();
        if (!request.hasFinalizer(finalizer)
                || !(Standing.of(request, limits, now) instanceof Standing.Waiting waiting)) {
            return Optional.empty();
        }
        return Optional.of(
                new Candidate(
                        meta.getUid(),
                        meta.getName(),
                        waiting.attempt(),
                        request.getSpec().priority(),
                        GpuUse.key(request),
                        Standing.createdAt(request),
                        waiting.notBefore()));
    }
}
