package dev.easel.api.cluster;

import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The two kinds in api's namespace: a cache kept by watches, live reads where a decision must not
 * rest on the cache, and the few writes that api makes.
 */
public final class Resources implements AutoCloseable {
    public static final String FIELD_MANAGER = "easel-api";
    private static final Duration RESYNC = Duration.ofMinutes(1);
    private static final int CONFLICT = 409;
    private static final int DELETE_TRIES_MAX = 5;
    private static final PatchContext APPLY =
            new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager(FIELD_MANAGER)
                    .withForce(true)
                    .build();
    private static final PatchContext MERGE =
            new PatchContext.Builder()
                    .withPatchType(PatchType.JSON_MERGE)
                    .withFieldManager(FIELD_MANAGER)
                    .build();

    private final KubernetesClient client;
    private final String namespace;
    private final SharedIndexInformer<GenerationRequest> requests;
    private final SharedIndexInformer<GenerationPool> pools;
    private final AtomicLong revision = new AtomicLong();

    /** Hears of every change; must only hand over. Nothing may rest on one call alone. */
    public interface Listener {
        void changed(String name);

        void gone(UUID uid);
    }

    public Resources(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        this.requests =
                client.resources(GenerationRequest.class)
                        .inNamespace(namespace)
                        .runnableInformer(RESYNC.toMillis());
        this.pools =
                client.resources(GenerationPool.class)
                        .inNamespace(namespace)
                        .runnableInformer(RESYNC.toMillis());
    }

    /** Starts to watch and answers at once; an API server that is away is asked again and again. */
    public void start(Listener listener) {
        requests.addEventHandler(
                new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(GenerationRequest added) {
                        revision.incrementAndGet();
                        listener.changed(added.getMetadata().getName());
                    }

                    @Override
                    public void onUpdate(GenerationRequest before, GenerationRequest after) {
                        revision.incrementAndGet();
                        listener.changed(after.getMetadata().getName());
                    }

                    @Override
                    public void onDelete(GenerationRequest deleted, boolean unknownFinalState) {
                        revision.incrementAndGet();
                        listener.gone(UUID.fromString(deleted.getMetadata().getUid()));
                    }
                });
        pools.addEventHandler(
                new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(GenerationPool added) {
                        revision.incrementAndGet();
                    }

                    @Override
                    public void onUpdate(GenerationPool before, GenerationPool after) {
                        revision.incrementAndGet();
                    }

                    @Override
                    public void onDelete(GenerationPool deleted, boolean unknownFinalState) {
                        revision.incrementAndGet();
                    }
                });
        pools.exceptionHandler((_, _) -> true);
        requests.exceptionHandler((_, _) -> true);
        pools.start();
        requests.start();
    }

    public boolean isSynced() {
        return requests.hasSynced() && pools.hasSynced();
    }

    /** Also true while a watch reconnects; false once an informer has given up. */
    public boolean isRunning() {
        return requests.isRunning() && pools.isRunning();
    }

    /** Another number once another resource is cached, or the same one otherwise. */
    public long revision() {
        return revision.get();
    }

    public List<GenerationRequest> requests() {
        return requests.getStore().list();
    }

    public Optional<GenerationRequest> request(String name) {
        return Optional.ofNullable(requests.getIndexer().getByKey(namespace + "/" + name));
    }

    public Optional<GenerationRequest> requestByUid(UUID uid) {
        var text = uid.toString();
        return requests().stream().filter(r -> r.getMetadata().getUid().equals(text)).findFirst();
    }

    public List<GenerationPool> pools() {
        return pools.getStore().list();
    }

    public Optional<GenerationPool> pool(String name) {
        return Optional.ofNullable(pools.getIndexer().getByKey(namespace + "/" + name));
    }

    public Optional<GenerationRequest> requestLive(String name) {
        return Optional.ofNullable(
                client.resources(GenerationRequest.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get());
    }

    /** Asks the API server whether this very resource exists, not only one of its name. */
    public boolean isThere(String name, UUID uid) {
        return requestLive(name)
                .filter(r -> r.getMetadata().getUid().equals(uid.toString()))
                .isPresent();
    }

    public Optional<GenerationPool> poolLive(String name) {
        return Optional.ofNullable(
                client.resources(GenerationPool.class).inNamespace(namespace).withName(name).get());
    }

    public List<GenerationPool> poolsLive() {
        return client.resources(GenerationPool.class).inNamespace(namespace).list().getItems();
    }

    public Optional<Pod> podLive(String name) {
        return Optional.ofNullable(client.pods().inNamespace(namespace).withName(name).get());
    }

    public GenerationRequest create(GenerationRequest request) {
        request.getMetadata().setNamespace(namespace);
        return client.resource(request).inNamespace(namespace).create();
    }

    /** The uid makes the API server refuse if another resource has taken the name. */
    public GenerationRequest cancel(String name, UUID uid) {
        return client.resources(GenerationRequest.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(
                        MERGE,
                        "{\"metadata\":{\"uid\":\""
                                + uid
                                + "\"},\"spec\":{\"desiredState\":\"Cancelled\"}}");
    }

    /**
     * Deletes this very resource, also if it is just being written to; one that has gone is as
     * good.
     */
    public void delete(String name, UUID uid) {
        for (int tries = 1; ; tries++) {
            try {
                deleteAsItIs(name, uid);
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != CONFLICT || tries == DELETE_TRIES_MAX) {
                    throw e;
                }
            }
        }
    }

    private void deleteAsItIs(String name, UUID uid) {
        requestLive(name)
                .filter(found -> found.getMetadata().getUid().equals(uid.toString()))
                .ifPresent(found ->
                        client.resource(found)
                                .inNamespace(namespace)
                                .lockResourceVersion(found.getMetadata().getResourceVersion())
                                .delete());
    }

    /**
     * Applies api's part of a status, complete: what it leaves out is removed. The uid makes the
     * API server refuse the write if another resource has taken the name.
     */
    public void applyStatus(String name, UUID uid, GenerationRequestStatus status) {
        var fresh = new GenerationRequest();
        fresh.getMetadata().setName(name);
        fresh.getMetadata().setNamespace(namespace);
        fresh.getMetadata().setUid(uid.toString());
        fresh.setStatus(status);
        client.resource(fresh).inNamespace(namespace).subresource("status").patch(APPLY);
    }

    @Override
    public void close() {
        requests.close();
        pools.close();
    }
}
