package dev.easel.bench;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches requests go through, and says when each step was first seen. All times are this process's
 * own, in nanoseconds, so no two clocks are compared.
 */
final class MainJob implements AutoCloseable {
    static final String REQUEST_UID = "easel.dev/request-uid";

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, Long> created = new ConcurrentHashMap<>();
    private final Map<String, Long> jobSeen = new ConcurrentHashMap<>();
    private final Map<String, Long> running = new ConcurrentHashMap<>();
    private final Map<String, Long> firstImage = new ConcurrentHashMap<>();
    private final Map<String, Long> succeeded = new ConcurrentHashMap<>();
    private final List<Long> slotLeft = new ArrayList<>();
    private final List<Long> jobsInOrder = new ArrayList<>();
    private final List<AutoCloseable> watches = new ArrayList<>();
    private @Nullable String holder;

    MainJob(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        watches.add(client.batch().v1().jobs().inNamespace(namespace).watch(each(this::job)));
        watches.add(client.pods().inNamespace(namespace).watch(each(this::pod)));
        watches.add(
                client.resources(GenerationRequest.class)
                        .inNamespace(namespace)
                        .watch(each(this::request)));
        watches.add(
                client.resources(GenerationPool.class)
                        .inNamespace(namespace)
                        .watch(each(this::pool)));
    }

    /** Creates a request as kubectl would; answers its UID. */
    String create(String instruction) {
        var name = "bench-" + UUID.randomUUID();
        var yaml =
                """
                apiVersion: easel.dev/v1alpha1
                kind: GenerationRequest
                metadata: { name: %s, namespace: %s }
                spec: { instruction: "%s" }
                """
                        .formatted(name, namespace, instruction);
        var before = System.nanoTime();
        var made = client.resource(Serialization.unmarshal(yaml, GenerationRequest.class)).create();
        created.put(made.getMetadata().getUid(), before);
        return made.getMetadata().getUid();
    }

    void awaitSucceeded(List<String> uids, Duration max)
            throws InterruptedException, TimeoutException {
        var deadline = System.nanoTime() + max.toNanos();
        synchronized (this) {
            while (!succeeded.keySet().containsAll(uids)) {
                var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new TimeoutException("not all requests have succeeded after " + max);
                }
                wait(left);
            }
        }
    }

    /** Milliseconds from each request's create call. */
    synchronized List<Measurement> measurements() {
        var measured = new ArrayList<Measurement>();
        measured.add(since("createToJobMillis", jobSeen));
        measured.add(since("createToPodRunningMillis", running));
        measured.add(since("createToResultMillis", firstImage));
        measured.add(since("createToSucceededMillis", succeeded));
        return measured;
    }

    /** From each release of the slot to the next Job, while requests were waiting. */
    synchronized Measurement slotFreeToNextJob() {
        var gaps = new ArrayList<Double>();
        for (var freed : slotLeft) {
            jobsInOrder.stream()
                    .filter(job -> job > freed)
                    .findFirst()
                    .ifPresent(job -> gaps.add(millis(job - freed)));
        }
        return new Measurement("slotFreeToNextJobMillis", gaps);
    }

    @Override
    public void close() throws Exception {
        for (var watch : watches) {
            watch.close();
        }
    }

    private Measurement since(String name, Map<String, Long> seen) {
        var values = new TreeMap<String, Double>();
        created.forEach((uid, before) -> {
            var at = seen.get(uid);
            if (at != null) {
                values.put(uid, millis(at - before));
            }
        });
        return new Measurement(name, List.copyOf(values.values()));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private synchronized void job(Job job) {
        var uid = job.getMetadata().getLabels().get(REQUEST_UID);
        var now = System.nanoTime();
        if (uid != null && jobSeen.putIfAbsent(uid, now) == null) {
            jobsInOrder.add(now);
        }
    }

    private synchronized void pod(Pod pod) {
        var uid = pod.getMetadata().getLabels().get(REQUEST_UID);
        if (uid == null || pod.getStatus() == null) {
            return;
        }
        var runs =
                pod.getStatus().getContainerStatuses().stream()
                        .map(status -> status.getState())
                        .anyMatch(MainJob::hasStarted);
        if (runs) {
            running.putIfAbsent(uid, System.nanoTime());
        }
    }

    private static boolean hasStarted(ContainerState state) {
        return state.getRunning() != null || state.getTerminated() != null;
    }

    private synchronized void request(GenerationRequest request) {
        var status = request.getStatus();
        if (status == null) {
            return;
        }
        var uid = request.getMetadata().getUid();
        var now = System.nanoTime();
        if (!status.images().isEmpty()) {
            firstImage.putIfAbsent(uid, now);
        }
        if (status.condition(Condition.SUCCEEDED)
                .filter(condition -> condition.status() == ConditionStatus.TRUE)
                .isPresent()) {
            succeeded.putIfAbsent(uid, now);
            notifyAll();
        }
    }

    /** A slot is left when its holder changes: it may be given on in the same update. */
    private synchronized void pool(GenerationPool pool) {
        var status = pool.getStatus() == null ? GenerationPoolStatus.EMPTY : pool.getStatus();
        var now =
                status.slots().stream()
                        .map(GenerationPoolStatus.Slot::requestUID)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        if (holder != null && !holder.equals(now)) {
            slotLeft.add(System.nanoTime());
        }
        holder = now;
    }

    private static <T> Watcher<T> each(Consumer<T> seen) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, T object) {
                if (action != Action.DELETED) {
                    seen.accept(object);
                }
            }

            @Override
            public void onClose(@Nullable WatcherException cause) {
                // The measurement that lacks its values says so.
            }
        };
    }
}
