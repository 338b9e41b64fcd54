package dev.easel.api.generation;

import dev.easel.api.acceptance.Acceptance;
import dev.easel.api.cluster.Resources;
import dev.easel.api.outbox.Outbox;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a row for every resource and has new ones checked. Changes are only hints: each is answered
 * by looking at what is cached now, all resources are looked at every minute, and what failed is
 * looked at again soon.
 */
public final class Mirror implements Resources.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
    private static final int WORKERS = 4;
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
    private static final Duration VERDICT_SHOWN_AFTER = Duration.ofSeconds(10);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final Requests requests;
    private final Resources resources;
    private final Acceptance acceptance;
    private final BooleanSupplier active;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> underWay = new HashSet<>();
    private final ScheduledExecutorService later =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("mirror-later").factory());
    private boolean closed;

    /**
     * @param active whether this replica is the one that mirrors
     */
    public Mirror(
            Jdbi jdbi,
            Requests requests,
            Resources resources,
            Acceptance acceptance,
            BooleanSupplier active) {
        this.jdbi = jdbi;
        this.requests = requests;
        this.resources = resources;
        this.acceptance = acceptance;
        this.active = active;
    }

    public void start() {
        for (int i = 0; i < WORKERS; i++) {
            Thread.ofVirtual().name("mirror-" + i).start(this::work);
        }
        var _ =
                later.scheduleWithFixedDelay(
                        this::sweep,
                        SWEEP_EVERY.toSeconds(),
                        SWEEP_EVERY.toSeconds(),
                        TimeUnit.SECONDS);
    }

    @Override
    public void changed(String name) {
        enqueue(name);
    }

    @Override
    public void gone(UUID uid) {
        if (active.getAsBoolean()) {
            Thread.ofVirtual().name("mirror-gone").start(() -> markGone(uid));
        }
    }

    /** Looks at everything there is, and for rows whose resource has gone. */
    public void sweep() {
        if (!active.getAsBoolean() || !resources.isSynced()) {
            return;
        }
        try {
            var all = resources.requests();
            all.forEach(r -> enqueue(r.getMetadata().getName()));
            var alive = all.stream().map(r -> UUID.fromString(r.getMetadata().getUid())).toList();
            requests.presentBut(alive).forEach(uid -> goneUnlessThere(requests, resources, uid));
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("the sweep failed; the next one follows");
        }
    }

    /** The cache lags while a watch reconnects: only the API server knows what has gone. */
    static void goneUnlessThere(Requests requests, Resources resources, UUID uid) {
        var row = requests.find(uid);
        if (row.isEmpty()) {
            return;
        }
        try {
            if (!resources.isThere(row.get().name(), uid)) {
                requests.gone(uid);
            }
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("request.uid", uid)
                    .addKeyValue("kubernetes.status", e.getCode())
                    .log("whether a request has gone is not known; the next sweep asks again");
        }
    }

    private void markGone(UUID uid) {
        try {
            requests.gone(uid);
        } catch (JdbiException e) {
            LOG.atWarn().setCause(e).log("a deletion was not noted; the sweep will find it");
        }
    }

    private synchronized void enqueue(String name) {
        waiting.add(name);
        notifyAll();
    }

    private synchronized Optional<String> take() throws InterruptedException {
        while (!closed) {
            var next = waiting.stream().filter(n -> !underWay.contains(n)).findFirst();
            if (next.isPresent()) {
                waiting.remove(next.get());
                underWay.add(next.get());
                return next;
            }
            wait();
        }
        return Optional.empty();
    }

    private synchronized void finished(String name) {
        underWay.remove(name);
        notifyAll();
    }

    private void work() {
        try {
            for (var name = take(); name.isPresent(); name = take()) {
                reconcile(name.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reconcile(String name) {
        try {
            var resource = resources.request(name);
            if (resource.isPresent() && active.getAsBoolean()) {
                reconcile(resource.get());
            }
        } catch (KubernetesClientException | JdbiException e) {
            LOG.atWarn()
                    .addKeyValue("request.name", name)
                    .setCause(e)
                    .log("a request could not be looked at; it will be again");
            again(name);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("request.name", name)
                    .setCause(e)
                    .log("a request could not be looked at");
        } finally {
            finished(name);
        }
    }

    private void reconcile(GenerationRequest resource) {
        var snapshot = Snapshot.of(resource);
        requests.mirror(snapshot);
        var row = requests.find(snapshot.requestUid());
        if (row.isEmpty()) {
            return;
        }
        if (row.get().accepted() == null) {
            if (!row.get().isFinished()) {
                requests.mirrorUnknown(relatives(resource, resources));
                if (!acceptance.decide(resource)) {
                    again(resource.getMetadata().getName());
                }
            }
        } else if (!showsVerdict(resource) && isOld(row.get().acceptedAt())) {
            noteUnlessNoted(snapshot.requestUid());
        }
    }

    /**
     * The resources that a request may start from. They were there first, but several threads
     * mirror: what is decided about the request must not rest on which one was faster.
     */
    public static List<GenerationRequest> relatives(
            GenerationRequest resource, Resources resources) {
        var spec = resource.getSpec();
        var source = spec.source();
        if (spec.action() == Action.GENERATE) {
            return List.of();
        }
        if (source != null) {
            return resources.requestByUid(UUID.fromString(source.requestID())).stream().toList();
        }
        var own = resource.getMetadata().getUid();
        return resources.requests().stream()
                .filter(other -> !other.getMetadata().getUid().equals(own))
                .filter(other -> Objects.equals(other.getSpec().threadID(), spec.threadID()))
                .toList();
    }

    /** A young verdict is still on its way through the outbox and back through the watch. */
    private static boolean isOld(@Nullable Instant acceptedAt) {
        return acceptedAt != null && acceptedAt.plus(VERDICT_SHOWN_AFTER).isBefore(Instant.now());
    }

    private void noteUnlessNoted(UUID uid) {
        jdbi.useTransaction(handle -> {
            var noted =
                    handle.createQuery("SELECT 1 FROM outbox WHERE request_uid = :uid")
                            .bind("uid", uid)
                            .mapTo(Integer.class)
                            .findOne();
            if (noted.isEmpty()) {
                Outbox.note(handle, uid);
            }
        });
    }

    private static boolean showsVerdict(GenerationRequest resource) {
        return Optional.ofNullable(resource.getStatus())
                .orElse(GenerationRequestStatus.EMPTY)
                .condition(Condition.ACCEPTED)
                .filter(c -> c.status() != ConditionStatus.UNKNOWN)
                .isPresent();
    }

    private synchronized void again(String name) {
        if (!closed) {
            var _ =
                    later.schedule(
                            () -> enqueue(name), AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        later.shutdownNow();
    }
}
