package dev.easel.operator.launch;

import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationRequest;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes Jobs and reads them and their pods from the API server itself. Thread-safe. */
public final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

    private final KubernetesClient client;
    private final GeneratorJob.Settings settings;

    public Launcher(KubernetesClient client, GeneratorJob.Settings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** What came of a launch. */
    public sealed interface Launch {
        record Created(Job job) implements Launch {}

        record Adopted(Job job) implements Launch {}

        record Refused(String why) implements Launch {}
    }

    /** Posts the Job of an attempt; doing it again changes nothing. */
    public Launch launch(
            GenerationRequest request, GenerationPool pool, GeneratorJob.Ticket ticket) {
        var manifest = GeneratorJob.manifest(request, pool, ticket, settings);
        try {
            // A plain create: an apply would silently change a Job that is there already.
            var created = client.resource(manifest).create();
            Fields.dropped(manifest, created)
                    .forEach(field ->
                            LOG.atWarn()
                                    .addKeyValue("job", created.getMetadata().getName())
                                    .addKeyValue("field", field)
                                    .log("The API server dropped a field of the Job"));
            return new Launch.Created(created);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
        var name = manifest.getMetadata().getName();
        var there = live(request.getMetadata().getNamespace(), name);
        if (there.isEmpty()) {
            throw new IllegalStateException("the Job " + name + " vanished while it was adopted");
        }
        return switch (Takeover.decide(
                SeenJob.of(there.get()), request.getMetadata().getUid(), ticket)) {
            case Takeover.Adopt() -> new Launch.Adopted(there.get());
            case Takeover.Refuse(var why) -> new Launch.Refused(why);
        };
    }

    public Optional<Job> live(String namespace, String name) {
        return Optional.ofNullable(
                client.batch().v1().jobs().inNamespace(namespace).withName(name).get());
    }

    /** The pods of one attempt, from the API server. */
    public List<Pod> livePods(String namespace, String requestUid, int attempt) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel(GeneratorJob.REQUEST_UID, requestUid)
                .withLabel(GeneratorJob.ATTEMPT, String.valueOf(attempt))
                .list()
                .getItems();
    }

    /** The Jobs of every generator of a pool, from the API server. */
    public List<Job> liveJobsOfPool(String namespace, String pool) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(GeneratorJob.APP, GeneratorJob.APP_VALUE)
                .withLabel(GeneratorJob.POOL, pool)
                .list()
                .getItems();
    }

    /** The pods of every generator of a pool, from the API server. */
    public List<Pod> livePodsOfPool(String namespace, String pool) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel(GeneratorJob.APP, GeneratorJob.APP_VALUE)
                .withLabel(GeneratorJob.POOL, pool)
                .list()
                .getItems();
    }

    /** True if neither the Job nor a pod of the attempt can act any more. */
    public boolean isSilent(String namespace, String requestUid, int attempt) {
        var job = live(namespace, GeneratorJob.name(requestUid, attempt));
        if (job.map(SeenJob::of)
                .filter(j -> j.ownerUid().equals(requestUid) && !j.ended())
                .isPresent()) {
            return false;
        }
        return livePods(namespace, requestUid, attempt).stream()
                .map(SeenPod::of)
                .allMatch(SeenPod::ended);
    }

    /** Foreground, so that the Job stays visible until its pods are gone. */
    public void stop(String namespace, String name, @Nullable String uid) {
        try {
            var job = live(namespace, name);
            if (job.isPresent() && job.get().getMetadata().getUid().equals(uid)) {
                client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName(name)
                        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                        .delete();
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }
}
