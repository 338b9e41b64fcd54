package dev.easel.bot.request;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.DeliveryRecord;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The generation requests of one namespace: a watch on all of them, and the bot's few writes. */
public final class Requests implements AutoCloseable {
    public static final String FIELD_MANAGER = "easel-bot";

    private static final String BY_UID = "uid";
    private static final String BY_THREAD = "thread";
    private static final int UNPROCESSABLE = 422;

    /** What became of a request that was to be created. */
    public sealed interface Creation {
        /** It exists now; whether by this call or an earlier one makes no difference. */
        record Exists(GenerationRequest request) implements Creation {}

        /** As many wait as may. */
        record Full() implements Creation {}

        /**
         * The API server does not take it.
         *
         * @param fields whose values are at fault, such as spec.parameters.steps; none where a
         *     policy refuses the whole
         */
        record Refused(List<String> fields) implements Creation {}

        record Unreachable(KubernetesClientException cause) implements Creation {}
    }

    private final KubernetesClient client;
    private final String namespace;
    private final SharedIndexInformer<GenerationRequest> informer;

    public Requests(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        this.informer =
                client.resources(GenerationRequest.class)
                        .inNamespace(namespace)
                        .runnableInformer(0)
                        .addIndexers(
                                Map.of(
                                        BY_UID,
                                        r -> List.of(r.getMetadata().getUid()),
                                        BY_THREAD,
                                        Requests::thread));
        // The list of a busy API server may fail at any time; giving up would make the bot deaf.
        informer.exceptionHandler((started, e) -> true);
    }

    public String namespace() {
        return namespace;
    }

    /** Starts the watch. Both callbacks must only hand over. */
    public void watch(Consumer<GenerationRequest> seen, Consumer<GenerationRequest> gone) {
        informer.addEventHandler(
                new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(GenerationRequest request) {
                        seen.accept(request);
                    }

                    @Override
                    public void onUpdate(GenerationRequest before, GenerationRequest request) {
                        seen.accept(request);
                    }

                    @Override
                    public void onDelete(GenerationRequest request, boolean finalStateUnknown) {
                        gone.accept(request);
                    }
                });
        informer.start();
    }

    public boolean watching() {
        return informer.isRunning() && informer.hasSynced();
    }

    /** True once the watch can never come back by itself. */
    public boolean lost() {
        return informer.stopped().toCompletableFuture().isDone();
    }

    public Optional<GenerationRequest> byUid(String uid) {
        return informer.getIndexer().byIndex(BY_UID, uid).stream().findFirst();
    }

    public Optional<GenerationRequest> named(String name) {
        return Optional.ofNullable(informer.getIndexer().getByKey(namespace + "/" + name));
    }

    /** The requests that belong to a Discord thread. */
    public Stream<GenerationRequest> inThread(String threadId) {
        return informer.getIndexer().byIndex(BY_THREAD, threadId).stream();
    }

    public Stream<GenerationRequest> all() {
        return informer.getIndexer().list().stream();
    }

    public Creation create(GenerationRequest request) {
        try {
            return new Creation.Exists(client.resource(request).create());
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_CONFLICT -> adopt(request);
                case HttpURLConnection.HTTP_BAD_REQUEST,
                        HttpURLConnection.HTTP_FORBIDDEN,
                        UNPROCESSABLE ->
                        isQuota(e) ? new Creation.Full() : new Creation.Refused(fields(e));
                default -> new Creation.Unreachable(e);
            };
        }
    }

    /**
     * Asks for the end of a request; false if it is gone.
     *
     * @param userId who wishes it, for the audit
     */
    public boolean cancel(GenerationRequest request, String userId) {
        var change =
                Map.of(
                        "metadata",
                        Map.of("annotations", Map.of(GenerationRequest.CANCELLED_BY, userId)),
                        "spec",
                        Map.of("desiredState", "Cancelled"));
        try {
            client.resources(GenerationRequest.class)
                    .inNamespace(namespace)
                    .withName(request.getMetadata().getName())
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.JSON_MERGE)
                                    .withFieldManager(FIELD_MANAGER)
                                    .build(),
                            client.getKubernetesSerialization().asJson(change));
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Applies the bot's own part of the status and nothing else. A request that is gone, or whose
     * name now belongs to another, is left alone. That it is posted is always written; anything
     * else only over the state that was looked at, so that a replica which failed cannot take back
     * the word of one which posted: then it is a conflict.
     */
    public void markDelivered(
            GenerationRequest request, Condition delivered, @Nullable DeliveryRecord record) {
        boolean posted = delivered.status() == ConditionStatus.TRUE;
        var mine = new GenerationRequest();
        mine.setMetadata(
                new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(request.getMetadata().getName())
                        .withUid(request.getMetadata().getUid())
                        .withResourceVersion(
                                posted ? null : request.getMetadata().getResourceVersion())
                        .build());
        mine.setSpec(null);
        mine.setStatus(
                new GenerationRequestStatus(
                        null,
                        List.of(delivered),
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        record));
        try {
            client.resource(mine)
                    .subresource("status")
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                    .withFieldManager(FIELD_MANAGER)
                                    .withForce(true)
                                    .build());
        } catch (KubernetesClientException e) {
            boolean another = posted && e.getCode() == HttpURLConnection.HTTP_CONFLICT;
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && !another) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        informer.close();
    }

    private static List<String> thread(GenerationRequest request) {
        var id = request.getSpec().threadID();
        return id == null ? List.of() : List.of(id);
    }

    private Creation adopt(GenerationRequest request) {
        try {
            var existing = client.resource(request).get();
            return existing == null
                    ? new Creation.Refused(List.of())
                    : new Creation.Exists(existing);
        } catch (KubernetesClientException e) {
            return new Creation.Unreachable(e);
        }
    }

    /** A ResourceQuota that counts requests; its message is all that tells. */
    private static boolean isQuota(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                && String.valueOf(e.getMessage()).contains("exceeded quota");
    }

    private static List<String> fields(KubernetesClientException e) {
        var details = e.getStatus() == null ? null : e.getStatus().getDetails();
        return details == null || details.getCauses() == null
                ? List.of()
                : details.getCauses().stream()
                        .map(StatusCause::getField)
                        .filter(f -> f != null && !f.isEmpty())
                        .distinct()
                        .toList();
    }
}
