package dev.easel.operator.world;

import static java.util.Objects.requireNonNull;

import dev.easel.operator.launch.GeneratorJob;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Plays the pods of Jobs on a real API server, by writing the status that a kubelet would. */
final class TestingKubelet implements AutoCloseable {
    private static final int ROUNDS_MAX = 20;

    private final KubernetesClient client;
    private final String namespace;
    private final Consumer<String> storeResult;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<Fate>> fates = new ConcurrentHashMap<>();
    private final Set<String> played = ConcurrentHashMap.newKeySet();
    private final Map<String, Fate> playing = new ConcurrentHashMap<>();
    private final Set<String> ending = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<String>> runningBySlot = new ConcurrentHashMap<>();
    private final Set<String> overlaps = ConcurrentHashMap.newKeySet();
    private final List<String> startOrder = new CopyOnWriteArrayList<>();
    private final SharedIndexInformer<Pod> informer;

    TestingKubelet(KubernetesClient client, String namespace, Consumer<String> storeResult) {
        this.client = client;
        this.namespace = namespace;
        this.storeResult = storeResult;
        this.informer =
                client.pods()
                        .inNamespace(namespace)
                        .withLabel(GeneratorJob.APP, GeneratorJob.APP_VALUE)
                        .inform(handler());
    }

    /** The fates of the next attempts of a request; without one its pod succeeds. */
    void fates(String request, Fate... next) {
        fates.put(request, new ArrayDeque<>(List.of(next)));
    }

    /** Slots on which two pods were seen running at once. */
    Set<String> overlaps() {
        return overlaps;
    }

    /** Names of requests in the order in which their pods began to run. */
    List<String> startOrder() {
        return startOrder;
    }

    @Override
    public void close() {
        informer.close();
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ResourceEventHandler<Pod> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                see(pod);
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                see(pod);
            }

            @Override
            public void onDelete(Pod pod, boolean unknown) {
                stopped(pod);
            }
        };
    }

    private void see(Pod pod) {
        var uid = pod.getMetadata().getUid();
        if (played.add(uid)) {
            threads.execute(() -> quietly(() -> play(pod)));
        }
        if (pod.isMarkedForDeletion()
                && !(playing.get(uid) instanceof Fate.NodeLost)
                && ending.add(uid)) {
            threads.execute(() -> quietly(() -> terminate(pod)));
        }
    }

    private void play(Pod pod) {
        var request =
                requireNonNull(pod.getMetadata().getAnnotations().get(GeneratorJob.REQUEST_NAME));
        var queue = fates.getOrDefault(request, new ArrayDeque<>());
        Fate fate;
        synchronized (queue) {
            fate = queue.isEmpty() ? new Fate.Succeed(true) : queue.removeFirst();
        }
        playing.put(pod.getMetadata().getUid(), fate);
        switch (fate) {
            case Fate.Succeed(var stores) -> {
                run(pod, request);
                if (stores) {
                    storeResult.accept(request);
                }
                end(pod, 0, "Completed", receipt(pod, 0, "Completed", ""));
            }
            case Fate.Exit(var code, var reason, var message) -> {
                run(pod, request);
                end(
                        pod,
                        code,
                        "Error",
                        reason == null ? "" : receipt(pod, code, reason, String.valueOf(message)));
            }
            case Fate.OutOfMemory() -> {
                run(pod, request);
                end(pod, 137, "OOMKilled", "");
            }
            case Fate.Evicted() -> {
                run(pod, request);
                edit(
                        pod,
                        p ->
                                new PodBuilder(p)
                                        .editStatus()
                                        .addToConditions(
                                                new PodConditionBuilder()
                                                        .withType("DisruptionTarget")
                                                        .withStatus("True")
                                                        .withReason("EvictionByEvictionAPI")
                                                        .withMessage("the node is drained")
                                                        .build())
                                        .endStatus()
                                        .build());
                end(pod, 143, "Error", "");
            }
            case Fate.ImageMissing() -> {
                bind(pod);
                waiting(pod, "ImagePullBackOff", "Back-off pulling image");
            }
            case Fate.NoNode() ->
                    edit(
                            pod,
                            p ->
                                    new PodBuilder(p)
                                            .editStatus()
                                            .addToConditions(
                                                    new PodConditionBuilder()
                                                            .withType("PodScheduled")
                                                            .withStatus("False")
                                                            .withReason("Unschedulable")
                                                            .withMessage(
                                                                    "0/1 nodes: no nvidia.com/gpu")
                                                            .build())
                                            .endStatus()
                                            .build());
            case Fate.RunOn(), Fate.NodeLost() -> run(pod, request);
            case Fate.Stuck() -> {}
        }
    }

    private void run(Pod pod, String request) {
        bind(pod);
        var slot = requireNonNull(pod.getMetadata().getLabels().get(GeneratorJob.SLOT));
        var running = runningBySlot.computeIfAbsent(slot, _ -> new HashSet<>());
        synchronized (running) {
            running.add(pod.getMetadata().getUid());
            if (running.size() > 1) {
                overlaps.add(slot);
            }
        }
        startOrder.add(request);
        edit(
                pod,
                p ->
                        new PodBuilder(p)
                                .editStatus()
                                .withPhase("Running")
                                .withContainerStatuses(
                                        container()
                                                .withNewState()
                                                .withNewRunning()
                                                .withStartedAt(now())
                                                .endRunning()
                                                .endState()
                                                .withReady(true)
                                                .build())
                                .endStatus()
                                .build());
    }

    private void terminate(Pod pod) {
        var running = playing.get(pod.getMetadata().getUid());
        if (running instanceof Fate.RunOn) {
            end(pod, 14, "Error", receipt(pod, 14, "Cancelled", "interrupted"));
        }
        client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .withGracePeriod(0)
                .delete();
        stopped(pod);
    }

    private void end(Pod pod, int code, String reason, String message) {
        stopped(pod);
        edit(
                pod,
                p ->
                        new PodBuilder(p)
                                .editStatus()
                                .withPhase(code == 0 ? "Succeeded" : "Failed")
                                .withContainerStatuses(
                                        container()
                                                .withNewState()
                                                .withNewTerminated()
                                                .withExitCode(code)
                                                .withReason(reason)
                                                .withMessage(message)
                                                .withStartedAt(now())
                                                .withFinishedAt(now())
                                                .endTerminated()
                                                .endState()
                                                .withReady(false)
                                                .build())
                                .endStatus()
                                .build());
    }

    private void waiting(Pod pod, String reason, String message) {
        edit(
                pod,
                p ->
                        new PodBuilder(p)
                                .editStatus()
                                .withContainerStatuses(
                                        container()
                                                .withNewState()
                                                .withNewWaiting()
                                                .withReason(reason)
                                                .withMessage(message)
                                                .endWaiting()
                                                .endState()
                                                .withReady(false)
                                                .build())
                                .endStatus()
                                .build());
    }

    private void stopped(Pod pod) {
        var slot = requireNonNull(pod.getMetadata().getLabels().get(GeneratorJob.SLOT));
        var running = runningBySlot.get(slot);
        if (running != null) {
            synchronized (running) {
                running.remove(pod.getMetadata().getUid());
            }
        }
    }

    private void bind(Pod pod) {
        client.bindings()
                .inNamespace(namespace)
                .resource(
                        new BindingBuilder()
                                .withNewMetadata()
                                .withName(pod.getMetadata().getName())
                                .withNamespace(namespace)
                                .endMetadata()
                                .withNewTarget()
                                .withApiVersion("v1")
                                .withKind("Node")
                                .withName(World.NODE)
                                .endTarget()
                                .build())
                .create();
    }

    /** Others write to the pod too: the Job controller takes its finalizer off. */
    private void edit(Pod pod, UnaryOperator<Pod> change) {
        for (var round = 0; ; round++) {
            try {
                client.pods()
                        .inNamespace(namespace)
                        .withName(pod.getMetadata().getName())
                        .editStatus(change);
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != 409 || round == ROUNDS_MAX) {
                    throw e;
                }
            }
        }
    }

    private static ContainerStatusBuilder container() {
        return new ContainerStatusBuilder()
                .withName(GeneratorJob.CONTAINER)
                .withImage("generator")
                .withImageID("generator")
                .withRestartCount(0);
    }

    private static String receipt(Pod pod, int code, String reason, String message) {
        var token = pod.getMetadata().getLabels().get(GeneratorJob.TOKEN);
        return "{\"token\":%s,\"code\":%d,\"reason\":\"%s\",\"message\":\"%s\"}"
                .formatted(token, code, reason, message);
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Pods vanish under a kubelet's hands all the time. */
    private static void quietly(Runnable play) {
        try {
            play.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404 && e.getCode() != 409) {
                throw e;
            }
        }
    }
}
