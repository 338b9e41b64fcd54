package dev.easel.operator.world;

import static org.awaitility.Awaitility.await;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.EaselOperator;
import dev.easel.operator.OperatorConfig;
import dev.easel.operator.launch.GeneratorJob;
import dev.easel.operator.request.Limits;
import dev.easel.sandbox.cluster.TestControlPlane;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A namespace of its own on the shared control plane, with a pool of one slot, operators that can
 * be started and stopped, and doubles that play kubelet and api.
 */
public final class World implements AutoCloseable {
    static final String NODE = "testing-node";
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Limits LIMITS =
            new Limits(
                    Duration.ofSeconds(3),
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    20);

    private final KubernetesClient client;
    private final String namespace;
    private final TestingKubelet kubelet;
    private final List<EaselOperator> operators = new ArrayList<>();

    private World(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        this.kubelet = new TestingKubelet(client, namespace, this::storeResult);
    }

    public static World open() {
        var plane = TestControlPlane.shared();
        plane.applyCustomResourceDefinitions();
        var client = plane.client();
        var namespace = "operator-" + UUID.randomUUID().toString().substring(0, 8);
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                                .endMetadata()
                                .build())
                .create();
        try {
            client.resource(
                            new NodeBuilder()
                                    .withNewMetadata()
                                    .withName(NODE)
                                    .endMetadata()
                                    .build())
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw e;
            }
        }
        client.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withName("easel-generator")
                                .withNamespace(namespace)
                                .endMetadata()
                                .build())
                .create();
        var world = new World(client, namespace);
        world.pool(
                """
                apiVersion: easel.dev/v1alpha1
                kind: GenerationPool
                metadata: {name: default}
                spec:
                  backends:
                  - name: gpu-0
                    automatic1111URL: http://127.0.0.1:1
                    ollamaURL: http://127.0.0.1:1
                  generator:
                    image: easel-generator:test
                  timeouts: {startSeconds: 5}
                """);
        return world;
    }

    public KubernetesClient client() {
        return client;
    }

    public String namespace() {
        return namespace;
    }

    public EaselOperator startOperator() {
        return start(client, false);
    }

    /** Two replicas of which one leads. */
    public List<EaselOperator> startElected() {
        return List.of(start(client, true), start(client, true));
    }

    public EaselOperator startElected(KubernetesClient as) {
        return start(as, true);
    }

    private EaselOperator start(KubernetesClient as, boolean leaderElection) {
        var operator =
                EaselOperator.start(
                        config(leaderElection),
                        as,
                        new SimpleMeterRegistry(),
                        Clock.systemUTC(),
                        () -> {
                            throw new IllegalStateException("the operator halts");
                        });
        operators.add(operator);
        return operator;
    }

    public OperatorConfig config(boolean leaderElection) {
        return new OperatorConfig(
                namespace,
                "test_" + UUID.randomUUID(),
                leaderElection,
                0,
                new GeneratorJob.Settings(
                        "http://easel-api:8080",
                        "easel-generator",
                        "IfNotPresent",
                        Duration.ofMinutes(2)),
                LIMITS);
    }

    public void fates(String request, Fate... next) {
        kubelet.fates(request, next);
    }

    public Set<String> overlaps() {
        return kubelet.overlaps();
    }

    public List<String> startOrder() {
        return kubelet.startOrder();
    }

    public GenerationPool pool(String yaml) {
        var pool = Serialization.unmarshal(yaml, GenerationPool.class);
        pool.getMetadata().setNamespace(namespace);
        return client.resource(pool).create();
    }

    public GenerationPool pool() {
        return client.resources(GenerationPool.class)
                .inNamespace(namespace)
                .withName("default")
                .get();
    }

    /** The same pool as a new object, without a past. */
    public void recreatePool() {
        var old = pool();
        client.resource(old).delete();
        var next = new GenerationPool();
        next.setMetadata(
                new ObjectMetaBuilder().withName("default").withNamespace(namespace).build());
        next.setSpec(old.getSpec());
        client.resource(next).create();
    }

    public GenerationPoolStatus.Slot slot() {
        var status = pool().getStatus();
        return status == null || status.slots().isEmpty()
                ? new GenerationPoolStatus.Slot("gpu-0", null, null, null, null, null)
                : status.slots().getFirst();
    }

    /** Creates a request and lets the api accept it. */
    public GenerationRequest request(String name, String... specLines) {
        var created = unchecked(name, specLines);
        apiCondition(name, Condition.ACCEPTED, ConditionStatus.TRUE, Reason.VALID, "");
        return created;
    }

    public GenerationRequest unchecked(String name, String... specLines) {
        var yaml =
                """
                apiVersion: easel.dev/v1alpha1
                kind: GenerationRequest
                metadata: {name: %s, namespace: %s}
                spec:
                  instruction: a lighthouse
                """
                        .formatted(name, namespace);
        for (var line : specLines) {
            yaml += "  " + line + "\n";
        }
        return client.resource(Serialization.unmarshal(yaml, GenerationRequest.class)).create();
    }

    public void desire(String name, String state) {
        client.resources(GenerationRequest.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"desiredState\":\"" + state + "\"}}");
    }

    public void delete(String name) {
        client.resources(GenerationRequest.class).inNamespace(namespace).withName(name).delete();
    }

    public void storeResult(String name) {
        apiCondition(name, Condition.RESULT_STORED, ConditionStatus.TRUE, Reason.STORED, "");
    }

    /** Writes one condition as api does, together with those it wrote before. */
    public void apiCondition(
            String name, String type, ConditionStatus status, Reason reason, String message) {
        var own = new ArrayList<Condition>();
        for (var known : List.of(Condition.ACCEPTED, Condition.RESULT_STORED)) {
            if (!known.equals(type)) {
                status(name).condition(known).ifPresent(own::add);
            }
        }
        own.add(Condition.next(null, type, status, reason, message, 1L, Instant.now()));
        var patch = new GenerationRequest();
        patch.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        patch.setStatus(
                new GenerationRequestStatus(
                        null, own, null, null, null, List.of(), null, null, null, null, null,
                        List.of(), null));
        client.resource(patch)
                .subresource("status")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager("easel-api")
                                .withForce(true)
                                .build());
    }

    public boolean exists(String name) {
        return client.resources(GenerationRequest.class).inNamespace(namespace).withName(name).get()
                != null;
    }

    public GenerationRequestStatus status(String name) {
        var request =
                client.resources(GenerationRequest.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get();
        return request == null || request.getStatus() == null
                ? GenerationRequestStatus.EMPTY
                : request.getStatus();
    }

    /** For example {@code "False/Cancelled"}. */
    public String says(String name, String type) {
        return status(name)
                .condition(type)
                .map(c ->
                        switch (c.status()) {
                                    case TRUE -> "True/";
                                    case FALSE -> "False/";
                                    case UNKNOWN -> "Unknown/";
                                }
                                + c.reason())
                .orElse("absent");
    }

    public void awaitSays(String name, String type, String what) {
        await("%s of %s to be %s".formatted(type, name, what))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> says(name, type), what::equals);
    }

    public void awaitFreeSlot() {
        await("a free slot").atMost(PATIENCE).until(() -> slot().requestUID() == null);
    }

    public List<Job> jobs(Predicate<Job> which) {
        return client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
                .filter(which)
                .toList();
    }

    public List<Job> jobsOf(String request) {
        return jobs(j ->
                request.equals(j.getMetadata().getAnnotations().get(GeneratorJob.REQUEST_NAME)));
    }

    public List<Event> events(String request) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(e -> request.equals(e.getInvolvedObject().getName()))
                .toList();
    }

    @Override
    public void close() {
        // The clients go last: a stopping operator still gives up its lease.
        operators.forEach(EaselOperator::close);
        kubelet.close();
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
